// The forms of postal codes in the countries that carriers of ours serve or border on. Of other countries nothing is checked.

const FIVE_DIGITS = /^\d{5}$/;
const FOUR_DIGITS = /^[1-9]\d{3}$/;

export const POSTAL_CODES: ReadonlyMap<string, RegExp> = new Map([
  ['AT', FOUR_DIGITS],
  ['BE', FOUR_DIGITS],
  ['BR', /^\d{5}-?\d{3}$/],
  ['CH', FOUR_DIGITS],
  ['DE', FIVE_DIGITS],
  ['ES', /^(?:0[1-9]|[1-4]\d|5[0-2])\d{3}$/],
  ['FR', FIVE_DIGITS],
  ['GB', /^(?:GIR ?0AA|[A-Z]{1,2}\d[A-Z\d]? ?\d[A-Z]{2})$/i],
  ['IT', FIVE_DIGITS],
  ['MX', FIVE_DIGITS],
  ['NL', /^[1-9]\d{3} ?[A-Z]{2}$/i],
  ['NO', /^\d{4}$/],
  ['PL', /^\d{2}-?\d{3}$/],
  ['PT', /^[1-9]\d{3}(?:-?\d{3})?$/],
  ['US', /^\d{5}(?:-?\d{4})?$/],
]);
