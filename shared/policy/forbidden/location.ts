// Finds places on earth written as coordinates or links to maps. An address stays an address: numbers of houses, floors, plots and road
// kilometres are not coordinates.
import type { LocationNotation } from '../vocabulary.js';
import type { Manner } from './manner.js';
import { TRAITS } from './survey-text.js';
import { escapeLiteral } from './word-pattern.js';

export interface LocationPatterns {
  readonly notations: readonly LocationNotation[];
  /** Pieces of addresses of map services, lower case. */
  readonly mapLinks: readonly string[];
}

/* Every repetition has an upper bound, so that no text, however made, keeps a lane busy. */
/** 52.5200, 13.4050 · -23.55 / -46.63 */
const POINT_PAIR =
  /(?<![\d.,])([-+]?\d{1,2}\.(\d{2,15}))\s{0,2}°?\s{0,2}([,;/|]|\s)\s{0,2}([-+]?\d{1,3}\.(\d{2,15}))(?!\.?\d)/g;
/** 52,5200; 13,4050 */
const COMMA_PAIR =
  /(?<![\d.,])([-+]?\d{1,2},(\d{3,15}))\s{0,2}°?\s{0,2}([;/|]|\s)\s{0,2}([-+]?\d{1,3},(\d{3,15}))(?!,?\d)/g;
const AXIS = String.raw`\d{1,3}(?:[.,]\d{1,15})?\s{0,2}[°º]?\s{0,2}(?:\d{1,2}(?:[.,]\d{1,15})?\s{0,2}['′’]?\s{0,2}(?:\d{1,2}(?:[.,]\d{1,15})?\s{0,2}(?:["″”]|'')?\s{0,2})?)?`;
/** 52°31'12"N 13°24'18"E and N 52 31.200 E 13 24.300: both axes with their hemisphere, and a degree sign or decimals somewhere. */
const HEMISPHERES = new RegExp(
  String.raw`(?<![\p{L}\d])(?:${AXIS}[NS][\s,;/]{0,3}${AXIS}[EWO]|[NS]\s?${AXIS}[\s,;/]{0,3}[EWO]\s?${AXIS})(?![\p{L}])`,
  'gu',
);
const LABELLED =
  /(?<![\p{L}])(?:lat|latitude?|latitud|lon|lng|long|longitude?|longitud|breitengrad|längengrad|gps)(?:\s{0,2}[:=]\s{0,2}-?\d{1,3}[.,]\d|\s{1,2}-?\d{1,3}[.,]\d{3})/iu;
const GEO_URI = /(?<![\p{L}])geo:-?\d{1,2}(?:\.\d+)?,-?\d/iu;
const FULL_PLUS_CODE = /(?<![\p{L}\d])[23456789CFGHJMPQRVWX]{8}\+[23456789CFGHJMPQRVWX]{2,4}(?![\p{L}\d])/iu;

export function compileLocation(patterns: LocationPatterns): (text: string, manner: Manner, survey: number) => boolean {
  const on = new Set(patterns.notations);
  const links = patterns.mapLinks.map((piece) => `(?<![a-z0-9])${escapeLiteral(piece)}`).join('|');
  const mapLink = links === '' ? null : new RegExp(links, 'i');

  return (text, manner, survey) => {
    if ((survey & TRAITS.link) !== 0) {
      if (on.has('map-link') && mapLink !== null && mapLink.test(text)) return true;
      if (on.has('geo-uri') && GEO_URI.test(text)) return true;
    }
    if ((survey & TRAITS.plus) !== 0 && on.has('full-plus-code') && FULL_PLUS_CODE.test(text)) return true;
    const decimal = (survey & TRAITS.decimal) !== 0;
    if (decimal && on.has('labelled') && LABELLED.test(text)) return true;
    if (decimal && on.has('decimal-pair') && holdsPair(text, manner)) return true;
    return (decimal || (survey & TRAITS.degree) !== 0) && on.has('hemispheres') && holdsHemispheres(text);
  };
}

function holdsPair(text: string, manner: Manner): boolean {
  return [POINT_PAIR, COMMA_PAIR].some((pattern) =>
    [...text.matchAll(pattern)].some(([, latitude, latitudeDecimals, separator, longitude, longitudeDecimals]) => {
      if (!isOnEarth(latitude as string, longitude as string)) return false;
      const decimals = Math.min((latitudeDecimals as string).length, (longitudeDecimals as string).length);
      // In an address a pair of decimals is a place; elsewhere it may be a size or a price, and 1.000, 2.000 two thousands.
      if (manner === 'address') return decimals >= (separator === ',' ? 2 : 3);
      return decimals >= 4 || (decimals >= 3 && /^[-+]/.test(longitude as string));
    }),
  );
}

function isOnEarth(latitude: string, longitude: string): boolean {
  const [north, east] = [latitude, longitude].map((axis) => Math.abs(Number(axis.replace(',', '.'))));
  return (north as number) <= 90 && (east as number) <= 180;
}

/** Letters N, S, E, W, O are everywhere: what counts is that both axes also look like degrees. */
function holdsHemispheres(text: string): boolean {
  return [...text.matchAll(HEMISPHERES)].some(
    ([match]) => /[°º].*[°º]/.test(match) || /\d[.,]\d{2,}.*\d[.,]\d{2,}/.test(match) || /['′’].*['′’]/.test(match),
  );
}
