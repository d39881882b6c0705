// One pass over the characters of a text that tells which patterns are worth trying on it, and the plain form of disguised digits.

/** Bits of a survey; the number of digits stands above them. */
export const TRAITS = {
  /** `/`, `\\` or `:`: a link or a path. */
  link: 1,
  /** `+`: a plus code or an international number. */
  plus: 2,
  /** A run of exactly three or four digits. */
  shortRun: 4,
  /** 13 digits or more with at most two blanks, dots, dashes, slashes or underscores between them. */
  longRun: 8,
  /** A digit on both sides of a point or comma. */
  decimal: 16,
  /** A letter right behind a point. */
  extension: 32,
  /** A degree sign. */
  degree: 64,
  /** Letters beyond ASCII. */
  foreign: 128,
  /** Characters that may be digits, blanks or dashes of other scripts, or invisible. */
  exotic: 256,
  digitShift: 16,
} as const;

/** Shortest card number. */
const CARD_DIGITS = 13;
const LONGEST_GAP = 2;

const DIGIT = 1 << 10;
const SEPARATOR = 1 << 11;
const POINT = 1 << 12;
const REPORTED = 0x1ff;
const KINDS = new Uint16Array(128);
for (let code = 48; code < 58; code++) KINDS[code] = DIGIT;
for (const [characters, kind] of [
  [' \t-_', SEPARATOR],
  ['/', SEPARATOR | TRAITS.link],
  ['\\:', TRAITS.link],
  ['.', SEPARATOR | POINT],
  [',', POINT],
  ['+', TRAITS.plus],
] as const) {
  for (let i = 0; i < characters.length; i++) KINDS[characters.charCodeAt(i)] = kind;
}

const NO_BREAK_SPACE = 0xa0;
const SOFT_HYPHEN = 0xad;
const DEGREE = 0xb0;
const ORDINAL = 0xba;
/** Below are Latin, Greek, Cyrillic, Armenian and Hebrew letters, none of which is a digit or a blank. */
const FIRST_EXOTIC = 0x600;

/** Traits of a text and its number of digits, packed into one number. */
export function surveyText(text: string): number {
  const { length } = text;
  let traits = 0;
  let digits = 0;
  /** Digits right before this character; digits of the run with gaps; characters since the last of them; place of a point after a digit. */
  let run = 0;
  let spaced = 0;
  let gap = 0;
  let pointAt = -2;
  for (let i = 0; i < length; i++) {
    const code = text.charCodeAt(i);
    const kind = code < 128 ? (KINDS[code] as number) : kindOfForeign(code);
    if (kind === 0) {
      // A letter, nine characters in ten: whatever was counted ends here.
      if (spaced !== 0) {
        if (run === 3 || run === 4) traits |= TRAITS.shortRun;
        spaced = 0;
        run = 0;
      }
      if (pointAt === i - 1) traits |= TRAITS.extension;
      continue;
    }
    if (kind === DIGIT) {
      digits++;
      run++;
      gap = 0;
      if (++spaced === CARD_DIGITS) traits |= TRAITS.longRun;
      if (pointAt === i - 1) traits |= TRAITS.decimal;
      continue;
    }
    if (run === 3 || run === 4) traits |= TRAITS.shortRun;
    traits |= kind;
    if ((kind & POINT) !== 0) pointAt = i;
    if ((kind & SEPARATOR) === 0 || ++gap > LONGEST_GAP) spaced = 0;
    run = 0;
  }
  if (run === 3 || run === 4) traits |= TRAITS.shortRun;
  return (traits & REPORTED) | (digits << TRAITS.digitShift);
}

function kindOfForeign(code: number): number {
  if (code === DEGREE || code === ORDINAL) return TRAITS.degree | TRAITS.foreign;
  const exotic = code >= FIRST_EXOTIC || code === NO_BREAK_SPACE || code === SOFT_HYPHEN;
  return exotic ? TRAITS.exotic | TRAITS.foreign : TRAITS.foreign;
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
