// What one allow-list says of one field in one country: the entry of the country if it has one, else that of the kind.
import type { FieldDocument, KindDocument } from '../policy-schema.js';
import type { FieldRelease, Need } from './field-release.js';

/** The need of a field in a country; `withheld` for everything the list does not name. */
export function needIn(rule: KindDocument, fieldId: string, country: string): Need {
  return releaseIn(rule, fieldId, country)?.need ?? 'withheld';
}

/** Need and reason, or null when the field is withheld there. */
export function releaseIn(rule: KindDocument, fieldId: string, country: string): FieldRelease | null {
  const entry = rule.overrides[country]?.[fieldId] ?? rule.fields[fieldId];
  if (entry === undefined || entry === 'withheld') return null;
  const need = resolve(entry.need, country);
  return need === 'withheld' ? null : { need, why: entry.why };
}

function resolve(need: FieldDocument['need'], country: string): Need {
  if (typeof need === 'string') return need;
  return need.requiredIn.includes(country) ? 'required' : need.elsewhere;
}
