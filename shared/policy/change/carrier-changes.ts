// What changes for carriers: who comes and goes, where each of them delivers, and which fields it gets, each with the reason.
import type { CarrierRule } from '../policy.js';
import type { CarrierDocument, PolicyDocument } from '../policy-schema.js';
import type { FieldRelease, Need } from '../release/field-release.js';
import { RELEASABLE_FIELDS } from '../release/shipment-fields.js';
import { SHIPMENT_KINDS, type ShipmentKind } from '../vocabulary.js';
import type { PolicyChange, PolicyVersionText } from './policy-change.js';
import { isSame, treeChanges } from './tree-changes.js';

type Lists = ReadonlyMap<string, ReadonlyMap<string, FieldRelease>>;

export function carrierChanges(before: PolicyVersionText, after: PolicyVersionText): readonly PolicyChange[] {
  const ids = [...new Set([...before.policy.carriers.keys(), ...after.policy.carriers.keys()])];
  return ids.flatMap((id): readonly PolicyChange[] => {
    const [was, is] = [before.policy.carriers.get(id), after.policy.carriers.get(id)];
    const part = `Carrier ${id}`;
    if (was === undefined) return [added(part, is as CarrierRule)];
    if (is === undefined)
      return [{ effect: 'narrower', part, what: 'The carrier is gone: it gets nothing any more.', why: null }];
    return [
      ...termChanges(
        part,
        before.document.carriers[id] as CarrierDocument,
        after.document.carriers[id] as CarrierDocument,
      ),
      ...sinceChanges(part, was, is),
      ...SHIPMENT_KINDS.flatMap((kind) => kindChanges(after.document, `${part}, ${kind}`, kind, was, is)),
    ];
  });
}

function added(part: string, { name, releases }: CarrierRule): PolicyChange {
  const kinds = [...releases].map(([kind, byCountry]) => `${kind} (${[...byCountry.keys()].join(', ')})`);
  return { effect: 'wider', part, what: `The carrier ${name} is new: ${kinds.join('; ')}.`, why: null };
}

/** Everything about a carrier but its allow-lists. */
function termChanges(part: string, was: CarrierDocument, is: CarrierDocument): readonly PolicyChange[] {
  const { releases: _wasLists, agreement: wasAgreement, ...before } = was;
  const { releases: _isLists, agreement: isAgreement, ...after } = is;
  return [...agreementChanges(part, wasAgreement, isAgreement), ...treeChanges(before, after, { part })];
}

function agreementChanges(
  part: string,
  was: CarrierDocument['agreement'],
  is: CarrierDocument['agreement'],
): readonly PolicyChange[] {
  if (isSame(was, is)) return [];
  if (is === null)
    return [
      {
        effect: 'narrower',
        part,
        what: 'There is no non-disclosure agreement any more: nothing is released.',
        why: null,
      },
    ];
  const what = `The non-disclosure agreement of ${is.signedOn} is in force from ${is.validFrom} to ${is.validUntil}.`;
  const isShorter = was !== null && is.validFrom >= was.validFrom && is.validUntil <= was.validUntil;
  return [{ effect: isShorter ? 'narrower' : 'wider', part, what, why: null }];
}

/** From which version readers may count on a field: it changes the schema of the carrier's topic. */
function sinceChanges(part: string, was: CarrierRule, is: CarrierRule): readonly PolicyChange[] {
  return [...is.requiredSince]
    .filter(([id, version]) => was.requiredSince.get(id) !== version)
    .map(([id, version]) =>
      other(part, `${id} is demanded since version ${version}; it is null in older records.`, null),
    );
}

function kindChanges(
  after: PolicyDocument,
  part: string,
  kind: ShipmentKind,
  was: CarrierRule,
  is: CarrierRule,
): readonly PolicyChange[] {
  const [wasIn, isIn]: readonly [Lists, Lists] = [
    was.releases.get(kind) ?? new Map(),
    is.releases.get(kind) ?? new Map(),
  ];
  const gone = [...wasIn.keys()].filter((country) => !isIn.has(country));
  const come = [...isIn.keys()].filter((country) => !wasIn.has(country));
  const both = [...isIn.keys()].filter((country) => wasIn.has(country));
  return [
    ...(gone.length > 0 ? [narrower(part, `Nothing is sent for ${gone.join(', ')} any more.`, null)] : []),
    ...(come.length > 0 ? [wider(part, `Parcels to ${come.join(', ')} are new: ${fieldsIn(isIn, come)}.`, null)] : []),
    ...RELEASABLE_FIELDS.flatMap(({ id }) => fieldChanges(after, part, id, both, wasIn, isIn)),
  ];
}

function fieldsIn(lists: Lists, countries: readonly string[]): string {
  return [...new Set(countries.flatMap((country) => [...(lists.get(country)?.keys() ?? [])]))].join(', ');
}

/** Countries with the same change of a field share a sentence. */
function fieldChanges(
  after: PolicyDocument,
  part: string,
  id: string,
  countries: readonly string[],
  wasIn: Lists,
  isIn: Lists,
): readonly PolicyChange[] {
  const grouped = new Map<string, { countries: string[]; was: FieldRelease | null; is: FieldRelease | null }>();
  for (const country of countries) {
    const [was, is] = [wasIn.get(country)?.get(id) ?? null, isIn.get(country)?.get(id) ?? null];
    if (isSame(was, is)) continue;
    const key = JSON.stringify([was, is]);
    const group = grouped.get(key) ?? { countries: [], was, is };
    group.countries.push(country);
    grouped.set(key, group);
  }
  return [...grouped.values()].map(({ countries: of, was, is }): PolicyChange => {
    const to = of.length === countries.length ? '' : ` to ${of.join(', ')}`;
    if (was === null) return wider(part, `${id} is sent from now on${to}, ${needInWords(is?.need)}.`, is?.why ?? null);
    if (is === null) return narrower(part, `${id} is not sent any more${to}.`, after.withheld[id] ?? null);
    if (was.need === is.need) return other(part, `${id}${to}: the reason reads differently.`, is.why);
    return other(part, `${id}${to} is now ${needInWords(is.need)}; it was ${needInWords(was.need)}.`, is.why);
  });
}

function needInWords(need: Need | undefined): string {
  return need === 'required' ? 'required' : 'sent if the order has it';
}

function narrower(part: string, what: string, why: string | null): PolicyChange {
  return { effect: 'narrower', part, what, why };
}

function wider(part: string, what: string, why: string | null): PolicyChange {
  return { effect: 'wider', part, what, why };
}

function other(part: string, what: string, why: string | null): PolicyChange {
  return { effect: 'other', part, what, why };
}
