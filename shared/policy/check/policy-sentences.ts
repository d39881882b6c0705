// The sentences of the privacy policy as people read it. Headings are left out; a list gives its lead-in and each of its points.

/** In the order of the text, without bullets and without the point or semicolon at their end. */
export function sentencesOf(text: string): readonly string[] {
  const [, ...lines] = text
    .split(/\r?\n/)
    .map((line) => line.trim())
    .filter((line) => line !== '');
  return lines
    .filter((line) => !/^\d+\.\s/.test(line))
    .flatMap((line) => line.replace(/^•\s*/, '').split(/(?<=[.!?])\s+(?=\p{Lu})/u))
    .map(bare)
    .filter((sentence) => sentence !== '');
}

/** A sentence for comparing: blanks evened out, end mark gone. */
export function bare(sentence: string): string {
  return sentence
    .replace(/\s+/g, ' ')
    .trim()
    .replace(/[.;:]$/, '');
}
