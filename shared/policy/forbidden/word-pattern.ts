// Turns words and pieces of text of the policy file into parts of a regular expression. They are literal: the file holds no patterns,
// so that no policy version can slow a service down.

/** Characters with a meaning in patterns become themselves. */
export function escapeLiteral(text: string): string {
  return text.replace(/[\\^$.*+?()[\]{}|/-]/g, String.raw`\$&`);
}

/** Words as alternatives, the longest first; blanks match any blank, dot or dash, acronyms of three or four letters may be dotted. */
export function alternativesOf(words: readonly string[]): string {
  // Nothing listed must find nothing; an empty alternative would find everything.
  if (words.length === 0) return '(?!)';
  return [...words]
    .sort((a, b) => b.length - a.length)
    .map(wordPattern)
    .join('|');
}

function wordPattern(word: string): string {
  if (/^[a-z]{3}\d?$/.test(word)) return word.split('').map(escapeLiteral).join(String.raw`[.\s]?`);
  return word.split(/[ -]/).map(escapeLiteral).join(String.raw`[\s._-]{0,2}`);
}
