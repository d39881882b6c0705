// One pass over the characters of a text that tells which patterns are worth trying on it, and the plain form of disguised digits.

/** Bits of a survey; the number of digits stands above them. */
export const TRAITS = {
  /** `/`, `\` or `:`: a link or a path. */
  link: 1,
  /** `.` or `,`: a decimal number or a file name. */
  point: 2,
  /** `+`: a plus code or an international number. */
  plus: 4,
  /** A run of exactly three or four digits. */
  shortRun: 8,
  /** Characters that may be digits, blanks or dashes of other scripts, or invisible. */
  exotic: 16,
  /** A degree sign. */
  degree: 32,
  digitShift: 8,
} as const;

const DIGIT = 128;
const KINDS = new Uint8Array(128);
for (const character of '/\\:') KINDS[character.charCodeAt(0)] = TRAITS.link;
for (const character of '.,') KINDS[character.charCodeAt(0)] = TRAITS.point;
KINDS['+'.charCodeAt(0)] = TRAITS.plus;
for (let code = 48; code < 58; code++) KINDS[code] = DIGIT;

const NO_BREAK_SPACE = 0xa0;
const SOFT_HYPHEN = 0xad;
const DEGREE = 0xb0;
const ORDINAL = 0xba;
/** Below are Latin, Greek, Cyrillic, Armenian and Hebrew letters, none of which is a digit or a blank. */
const FIRST_EXOTIC = 0x600;

/** Traits of a text and its number of digits, packed into one number. */
export function surveyText(text: string): number {
  let traits = 0;
  let digits = 0;
  let run = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 128) {
      const kind = KINDS[code] as number;
      if (kind === DIGIT) {
        digits++;
        run++;
        continue;
      }
      traits |= kind;
    } else if (code === DEGREE || code === ORDINAL) traits |= TRAITS.degree;
    else if (code >= FIRST_EXOTIC || code === NO_BREAK_SPACE || code === SOFT_HYPHEN) traits |= TRAITS.exotic;
    if (run === 3 || run === 4) traits |= TRAITS.shortRun;
    run = 0;
  }
  if (run === 3 || run === 4) traits |= TRAITS.shortRun;
  return traits | (digits << TRAITS.digitShift);
}

const DISGUISED = /[\p{Nd}\p{Cf}\p{Zs}\p{Pd}\uff01-\uff5e]/u;
const OTHER_DIGIT = /(?![0-9])\p{Nd}/gu;

/** Digits, blanks and dashes of other scripts become ASCII, full-width letters too; invisible characters go. Else the text as it was. */
export function normaliseText(text: string): string {
  if (!DISGUISED.test(text)) return text;
  return text
    .replace(/[\uff01-\uff5e]/g, (character) => String.fromCharCode(character.charCodeAt(0) - 0xfee0))
    .replace(/\p{Cf}/gu, '')
    .replace(/\p{Zs}/gu, ' ')
    .replace(/\p{Pd}/gu, '-')
    .replace(OTHER_DIGIT, (digit) => String(valueOf(digit)));
}

/** Unicode puts the ten digits of a script in one row, zero first; the zeros' rows start where the character before is no digit. */
function valueOf(digit: string): number {
  const code = digit.codePointAt(0) as number;
  let value = 0;
  while (value < 9 && /\p{Nd}/u.test(String.fromCodePoint(code - value - 1))) value++;
  return value;
}

/** Lower case without accents, for comparing words. */
export function foldText(text: string): string {
  return text.toLowerCase().normalize('NFD').replace(/\p{M}/gu, '');
}
