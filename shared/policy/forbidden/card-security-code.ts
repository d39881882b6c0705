// Finds card security codes in words: three or four digits that a word such as CVV announces.
import { foldText } from './survey-text.js';
import { alternativesOf } from './word-pattern.js';

export interface SecurityCodePatterns {
  /** Say by themselves that a card is meant. */
  readonly words: readonly string[];
  /** Also open doors: count only in a text that names a card. */
  readonly ambiguousWords: readonly string[];
  readonly cardWords: readonly string[];
  /** Acronyms that are the name of a fabric, too, and the words that tell it is one. */
  readonly fabrics: { readonly words: readonly string[]; readonly toldBy: readonly string[] };
}

const LITTLE_WORDS =
  'is ist lautet es est e jest to nr no num number numero code kod codigo der die meiner of the my on for de du la ma mi della do da van';
const PUNCTUATION = String.raw`[\s:=#.\-("'*,]{0,3}`;
/** Not followed by more of a number or by a unit. */
const CODE = String.raw`\d{3,4}(?!\d|[.,]\d|\s*(?:g|gr|gsm|gm|oz|cm|mm|tc|ml|kg)(?![a-z])|\s*%|\s*[x/]\s*\d)`;

export function compileSecurityCodes(patterns: SecurityCodePatterns): (text: string, foreign: boolean) => boolean {
  const [words, ambiguousWords, cardWords] = [patterns.words, patterns.ambiguousWords, patterns.cardWords].map((list) =>
    list.map(foldText),
  ) as [string[], string[], string[]];
  const { fabrics } = patterns;
  /** Between the word and the code: at most four little words or words for a card, and punctuation. */
  const little = `(?:${alternativesOf([...LITTLE_WORDS.split(' '), ...cardWords])})(?![a-z])`;
  const link = `${PUNCTUATION}(?:${little}${PUNCTUATION}){0,4}`;
  const announced = (list: readonly string[]): string =>
    String.raw`(?<![a-z0-9])(?:${alternativesOf(list)})(?![a-z])${link}${CODE}`;
  /** `123 (CVV)`: only for acronyms that mean nothing else. */
  const before = String.raw`(?<![\d.,])\d{3,4}[\s("':=-]{1,3}c[.\s]?v[.\s]?v2?(?![a-z0-9])`;
  const clear = announced(words);
  const clearWithoutFabrics = announced(words.filter((word) => !fabrics.words.includes(word)));
  const ambiguous = announced(ambiguousWords);
  const stems = new RegExp(stemsOf([...words, ...ambiguousWords]), 'i');
  const sure = new RegExp(`${before}|${clearWithoutFabrics}`, 'i');
  const clearPattern = new RegExp(clear, 'i');
  const ambiguousPattern = new RegExp(ambiguous, 'i');
  const card = wholeWord(cardWords);
  const fabric = wholeWord(fabrics.toldBy);

  return (text, foreign) => {
    const folded = foreign ? foldText(text) : text;
    if (!stems.test(folded)) return false;
    if (sure.test(folded)) return true;
    if (clearPattern.test(folded) && !fabric.test(folded)) return true;
    return ambiguousPattern.test(folded) && card.test(folded);
  };
}

const STEM_LETTERS = 4;

/** What one of the words at least begins with: quick to look for, and absent from most texts. */
function stemsOf(words: readonly string[]): string {
  return alternativesOf([...new Set(words.map((word) => word.slice(0, STEM_LETTERS).trim()))]);
}

function wholeWord(words: readonly string[]): RegExp {
  return new RegExp(String.raw`(?<![a-z])(?:${alternativesOf(words)})(?![a-z])`, 'i');
}
