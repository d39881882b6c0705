// One spelling for the many ways to write an address: letters and digits of all parts, without accents and case, so that
// `12, Rue de l’Été` is `12ruedelete`.
// Letters of European languages go through a table, one pass over an address; whatever else is in it, part by part through Unicode's own rules.
// A property test holds the table to those rules.

/** The parts that say anything, each in its one spelling, with `|` between them. */
export function addressSpelling(parts: readonly string[]): string {
  let end = 0;
  for (const part of parts) {
    const start = end === 0 ? 0 : end + 1;
    if (start + part.length * MOST_BYTES_PER_UNIT > SPELLING_BYTES)
      return parts.map(spelledByRule).filter(isFilled).join('|');
    const reached = spellInto(start, part);
    if (reached === start) continue;
    if (start > 0) spelling[start - 1] = BAR;
    end = reached;
  }
  return spelling.toString('utf8', 0, end);
}

/** Compatibility forms and accents taken apart, small letters, and of these all that is letter or digit. */
export function spelledByRule(text: string): string {
  return text
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '');
}

/** Spelling is synchronous, so one place serves every call; it is written over by the next address. */
const SPELLING_BYTES = 8_192;
const spelling = Buffer.allocUnsafeSlow(SPELLING_BYTES);
/** Of a UTF-16 unit, spelled by rule: one Arabic ligature (U+FDFA) is 18 letters of two bytes. */
const MOST_BYTES_PER_UNIT = 36;
const BAR = 0x7c;

/** Latin letters up to Latin Extended-A. */
const TABLE_END = 0x180;
/** Spelled with more than one letter, or with one that takes UTF-8 more than two bytes. */
const BY_RULE = 0xffff;
const TWO_BYTES_END = 0x800;
const ASCII_END = 0x80;

/** What each letter is spelled with; 0: nothing. */
const table = Uint16Array.from({ length: TABLE_END }, (_, code) => {
  const spelled = spelledByRule(String.fromCharCode(code));
  if (spelled === '') return 0;
  return spelled.length > 1 || spelled >= String.fromCharCode(TWO_BYTES_END) ? BY_RULE : spelled.charCodeAt(0);
});

/** @returns where the spelling of this part ends */
function spellInto(start: number, part: string): number {
  let at = start;
  for (let index = 0; index < part.length; index++) {
    const code = part.charCodeAt(index);
    const letter = code < TABLE_END ? (table[code] as number) : BY_RULE;
    if (letter === BY_RULE) return start + spelling.write(spelledByRule(part), start, 'utf8');
    if (letter === 0) continue;
    if (letter < ASCII_END) spelling[at++] = letter;
    else {
      spelling[at++] = 0xc0 | (letter >> 6);
      spelling[at++] = 0x80 | (letter & 0x3f);
    }
  }
  return at;
}

function isFilled(text: string): boolean {
  return text !== '';
}
