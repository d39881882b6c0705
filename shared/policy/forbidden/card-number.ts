// Finds full card numbers: 13 to 19 digits of an issuer's range, grouped as cards are, with a right Luhn sum.
// Length, range, grouping and sum together keep apart phone numbers, order numbers, article numbers (EAN, GTIN, SSCC), years and sizes.
import type { Manner } from './manner.js';

export interface CardPatterns {
  readonly issuers: readonly {
    readonly brand: string;
    /** First digits, as one number or a range of numbers of equal length. */
    readonly prefixes: readonly string[];
    readonly lengths: readonly number[];
  }[];
}

interface Range {
  readonly digits: number;
  readonly from: number;
  readonly to: number;
  readonly lengths: ReadonlySet<number>;
}

const SHORTEST = 13;
const LONGEST = 19;
/** E.164: no telephone number is longer. */
const LONGEST_PHONE = 15;
/** Groupings printed on cards besides those by four. */
const GROUPINGS = new Set(['4-6-5', '4-6-4', '4-3-3-3', '6-13', '6-10']);
/** Digits with at most two blanks, dots, dashes, slashes or underscores between them. */
const RUN = /\d+(?:[ \t.\-/_]{1,2}\d+)*/g;
/** In identifiers only groups that stand alone count: no letter on either side, blanks and dashes between. */
const IDENTIFIER_RUN = /(?<![\p{L}\d])\d+(?:[ -]\d+)*(?![\p{L}\d])/gu;

export function compileCardNumbers(patterns: CardPatterns): (text: string, manner: Manner) => boolean {
  const ranges = patterns.issuers.flatMap(({ prefixes, lengths }) =>
    prefixes.map((prefix) => rangeOf(prefix, new Set(lengths))),
  );
  const isIssued = (digits: string): boolean =>
    ranges.some((range) => {
      const start = Number(digits.slice(0, range.digits));
      return start >= range.from && start <= range.to && range.lengths.has(digits.length);
    });

  return (text, manner) => {
    const whole = manner === 'identifier' || manner === 'phone';
    for (const match of text.matchAll(manner === 'identifier' ? IDENTIFIER_RUN : RUN)) {
      const groups = match[0].split(/\D+/);
      const total = groups.reduce((sum, group) => sum + group.length, 0);
      if (total < SHORTEST) continue;
      const phoneLike = manner === 'phone' || text[match.index - 1] === '+';
      if (phoneLike && total <= LONGEST_PHONE) continue;
      for (let first = 0; first < groups.length; first++) {
        let digits = '';
        for (let last = first; last < groups.length && digits.length < LONGEST; last++) {
          digits += groups[last] as string;
          if (digits.length < SHORTEST || digits.length > LONGEST) continue;
          if (whole && digits.length !== total) continue;
          const parts = groups.slice(first, last + 1);
          if (!hasLuhnSum(digits) || !isIssued(digits) || !isGroupedLikeCard(parts)) continue;
          if (parts.length === 1 && isArticleNumber(digits, manner)) continue;
          return true;
        }
      }
    }
    return false;
  };
}

function rangeOf(prefix: string, lengths: ReadonlySet<number>): Range {
  const [from = '', to = from] = prefix.split('-');
  return { digits: from.length, from: Number(from), to: Number(to), lengths };
}

/** In one piece, by fours, digit by digit, or as some issuers print it. */
function isGroupedLikeCard(groups: readonly string[]): boolean {
  const last = groups.length - 1;
  if (last === 0) return true;
  if (groups.every((group) => group.length === 1)) return true;
  const byFours = groups.every(({ length }, index) => length % 4 === 0 || (index === last && length < 4));
  return byFours || GROUPINGS.has(groups.map(({ length }) => length).join('-'));
}

/** The sum that every card number satisfies (ISO/IEC 7812). */
function hasLuhnSum(digits: string): boolean {
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    const digit = digits.charCodeAt(digits.length - 1 - i) - 48;
    sum += i % 2 === 0 ? digit : digit > 4 ? digit * 2 - 9 : digit * 2;
  }
  return sum % 10 === 0;
}

/** EAN-13, and among identifiers GTIN-14 and SSCC, carry a check digit of their own that one card number in ten has by chance. */
function isArticleNumber(digits: string, manner: Manner): boolean {
  const lengths = manner === 'identifier' ? [13, 14, 18] : [13];
  if (!lengths.includes(digits.length)) return false;
  let sum = 0;
  for (let i = 0; i < digits.length; i++) {
    sum += (digits.charCodeAt(digits.length - 1 - i) - 48) * (i % 2 === 0 ? 1 : 3);
  }
  return sum % 10 === 0;
}
