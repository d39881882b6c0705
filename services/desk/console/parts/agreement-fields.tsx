// The days of an agreement of non-disclosure.
import { Field } from './field.jsx';
import type { TextOf } from './read-form.js';

const DAYS = [
  ['signedOn', 'Agreement signed on'],
  ['validFrom', 'In force from'],
  ['validUntil', 'Until the end of'],
] as const;

/** @param of makes the names of its controls its own: several of them may stand in a page */
export function AgreementFields({ of }: { readonly of: string }) {
  return DAYS.map(([name, says]) => (
    <Field key={name} label={says} name={`${of}-${name}`}>
      <input id={`${of}-${name}`} name={name} type="date" required />
    </Field>
  ));
}

export const agreementIn = (textOf: TextOf): Readonly<Record<string, string>> =>
  Object.fromEntries(DAYS.map(([name]) => [name, textOf(name)]));
