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

/** Between the word and the code: punctuation and little words, at most two of each. */
const LINK = String.raw`(?:[\s:=#.\-("'*]{0,3}(?:(?:is|ist|lautet|es|est|e|jest|to|nr|no|num|number|numero|code|kod|codigo)(?![a-z]))?){0,2}[\s:=#.\-("'*]{0,3}`;
/** Not followed by more of a number or by a unit. */
const CODE = String.raw`\d{3,4}(?!\d|[.,]\d|\s*(?:g|gr|gsm|gm|oz|cm|mm|tc|ml|kg)(?![a-z])|\s*%|\s*[x/]\s*\d)`;

export function compileSecurityCodes(patterns: SecurityCodePatterns): (text: string) => boolean {
  const announced = (words: readonly string[]): RegExp =>
    new RegExp(String.raw`(?<![a-z0-9])(?:${alternativesOf(words)})(?![a-z])${LINK}${CODE}`);
  const { words, ambiguousWords, cardWords, fabrics } = patterns;
  const clear = announced(words);
  const clearWithoutFabrics = announced(words.filter((word) => !fabrics.words.includes(word)));
  const ambiguous = announced(ambiguousWords);
  const card = new RegExp(String.raw`(?<![a-z])(?:${alternativesOf(cardWords)})(?![a-z])`);
  const fabric = new RegExp(String.raw`(?<![a-z])(?:${alternativesOf(fabrics.toldBy)})(?![a-z])`);
  /** `123 (CVV)`: only for acronyms that mean nothing else. */
  const before = /(?<![\d.,])\d{3,4}[\s("':=-]{1,3}c[.\s]?v[.\s]?v2?(?![a-z0-9])/;

  return (text) => {
    const folded = foldText(text);
    if (before.test(folded) || clearWithoutFabrics.test(folded)) return true;
    if (clear.test(folded) && !fabric.test(folded)) return true;
    return ambiguous.test(folded) && card.test(folded);
  };
}
