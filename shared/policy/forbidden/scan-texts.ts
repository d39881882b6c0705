// Looks for forbidden data in one text. Most texts are cleared by one pass over their characters; a pattern runs only on those that could match.
import type { ForbiddenThing } from '../vocabulary.js';
import type { Manner } from './manner.js';
import { type CardPatterns, compileCardNumbers } from './card-number.js';
import { compileSecurityCodes, type SecurityCodePatterns } from './card-security-code.js';
import { compileAlbum, type AlbumPatterns } from './album.js';
import { compileLocation, type LocationPatterns } from './location.js';
import { normaliseText, surveyText, TRAITS } from './survey-text.js';

/** Calls `found` for each forbidden thing in the text. Never keeps or passes on the text. */
export type ScanTexts = (text: string, manner: Manner, found: (thing: ForbiddenThing) => void) => void;

export interface ForbiddenPatterns {
  readonly 'card-security-code': SecurityCodePatterns;
  readonly 'card-number': CardPatterns;
  readonly album: AlbumPatterns;
  readonly location: LocationPatterns;
}

/** Digits of the shortest card security code, of the shortest name of a picture and of the shortest pair of coordinates. */
const CODE_DIGITS = 3;
const NAME_DIGITS = 4;
const PLACE_DIGITS = 4;
const WORDS = /[\s:=]/;

export function compileScan(patterns: ForbiddenPatterns): ScanTexts {
  const holdsCardNumber = compileCardNumbers(patterns['card-number']);
  const holdsSecurityCode = compileSecurityCodes(patterns['card-security-code']);
  const holdsAlbum = compileAlbum(patterns.album);
  const holdsLocation = compileLocation(patterns.location);

  return (raw, manner, found) => {
    let text = raw;
    let survey = surveyText(text);
    if ((survey & TRAITS.exotic) !== 0) {
      text = normaliseText(raw);
      if (text !== raw) survey = surveyText(text);
    }
    const digits = survey >>> TRAITS.digitShift;
    if ((survey & TRAITS.longRun) !== 0 && holdsCardNumber(text, manner)) found('card-number');
    if (manner === 'phone') return;
    if ((survey & TRAITS.shortRun) !== 0 && digits >= CODE_DIGITS) {
      // CVC-180-BLK is an article number: in identifiers a code counts only where somebody wrote words.
      const wordy = manner !== 'identifier' || WORDS.test(text);
      if (wordy && holdsSecurityCode(text, (survey & TRAITS.foreign) !== 0)) found('card-security-code');
    }
    if (manner === 'identifier') return;
    const linked = (survey & TRAITS.link) !== 0;
    if ((linked || ((survey & TRAITS.extension) !== 0 && digits >= NAME_DIGITS)) && holdsAlbum(text)) found('album');
    if (linked || (survey & TRAITS.plus) !== 0 || (digits >= PLACE_DIGITS && (survey & PLACE_TRAITS) !== 0)) {
      if (holdsLocation(text, manner, survey)) found('location');
    }
  };
}

const PLACE_TRAITS = TRAITS.decimal | TRAITS.degree;
