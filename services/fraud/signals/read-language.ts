// The language a browser prefers, from `Accept-Language` or a locale.

export interface ReadLanguage {
  /** Two or three lower-case letters; empty: not told. */
  readonly language: string;
  /** Two capitals; empty: not told. */
  readonly region: string;
}

const NONE: ReadLanguage = { language: '', region: '' };
const TAG = /^([a-z]{2,3})(?:[-_][A-Za-z]{4})?(?:[-_]([A-Za-z]{2}|\d{3}))?(?:[-_].*)?$/i;
const MOST = 20;

/** The tag with the highest `q`; of several the first. What can't be read counts as not told. */
export function readLanguage(told: string | null): ReadLanguage {
  let best = NONE;
  let bestQ = 0;
  for (const part of (told ?? '').split(',', MOST)) {
    const [tag = '', ...parameters] = part.trim().split(';');
    const match = TAG.exec(tag.trim());
    const q = qOf(parameters);
    if (match === null || !(q > bestQ)) continue;
    const region = match[2] ?? '';
    best = {
      language: (match[1] ?? '').toLowerCase(),
      region: /^[A-Za-z]{2}$/.test(region) ? region.toUpperCase() : '',
    };
    bestQ = q;
  }
  return best;
}

function qOf(parameters: readonly string[]): number {
  const q = parameters.map((parameter) => /^\s*q=([\d.]+)\s*$/.exec(parameter)?.[1]).find((text) => text !== undefined);
  return q === undefined ? 1 : Number(q);
}
