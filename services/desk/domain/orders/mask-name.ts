// A name as customer service may see it: enough to recognise who speaks of herself, too little to learn who somebody is.

const LETTERS = new Intl.Segmenter('und', { granularity: 'grapheme' });

/** Of each word the first letter and dots, always the same number: not even its length is told. At most three words. */
export function maskName(name: string): string {
  const words = name.trim().split(/\s+/u).filter(Boolean).slice(0, 3);
  return words.map((word) => `${firstLetter(word)}•••`).join(' ');
}

/** A letter of ASCII before another one, or alone: no mark belongs to it, and nobody has to look for one. */
const PLAIN = /^[\x21-\x7e](?:[\x21-\x7e]|$)/;

/** As a reader sees letters: with the marks that belong to it. */
function firstLetter(word: string): string {
  if (PLAIN.test(word)) return word.charAt(0);
  for (const { segment } of LETTERS.segment(word)) return segment;
  return '';
}
