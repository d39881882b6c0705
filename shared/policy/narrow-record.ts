// What a newer version of the policy leaves of a record that was released under an older one. It only takes away: what the newer version
// allows in addition is for parcels that are released from now on. Pure.
import type { CarrierRule, Policy } from './policy.js';
import type { FieldRelease } from './release/field-release.js';
import type { CustomsItem, ShipmentRecord } from './release/release-order.js';
import { CUSTOMS_ITEMS, ITEM_FIELDS, PARCEL_FIELDS } from './release/shipment-fields.js';
import { SHIPMENT_KINDS, type ShipmentKind } from './vocabulary.js';

export type NarrowedRecord =
  /** Nothing in it was withdrawn. */
  | { readonly kind: 'unchanged' }
  | { readonly kind: 'narrowed'; readonly record: ShipmentRecord }
  /** The carrier gets nothing for such a shipment any more: the record has to go. */
  | { readonly kind: 'withdrawn' };

type FieldList = ReadonlySet<string>;

/**
 * @param record as it is read with the schema of `policy`
 * @param hasOtherFields it was written with fields which that schema has not any more
 */
export function narrowRecord(
  policy: Pick<Policy, 'version' | 'carriers'>,
  carrierId: string,
  record: ShipmentRecord,
  hasOtherFields: boolean,
): NarrowedRecord {
  const carrier = policy.carriers.get(carrierId);
  if (carrier === undefined) return { kind: 'withdrawn' };
  if (record.policyVersion >= policy.version) return { kind: 'unchanged' };
  const allowed = allowedFor(carrier, record);
  if (allowed === null) return { kind: 'withdrawn' };
  const narrowed: ShipmentRecord = { ...record, policyVersion: policy.version };
  let isChanged = hasOtherFields;
  for (const { id, name } of PARCEL_FIELDS) {
    if (allowed.has(id) || isNothing(narrowed[name as keyof ShipmentRecord])) continue;
    narrowed[name as 'city'] = null;
    isChanged = true;
  }
  if (!isNothing(record.customsItems)) {
    const items = narrowItems(record.customsItems ?? [], allowed);
    if (items !== record.customsItems) {
      narrowed[CUSTOMS_ITEMS] = items;
      isChanged = true;
    }
  }
  return isChanged ? { kind: 'narrowed', record: narrowed } : { kind: 'unchanged' };
}

/** Fields that a shipment of this kind to this country may hold; null when there is no such list. */
function allowedFor({ releases }: CarrierRule, { kind, countryCode }: ShipmentRecord): FieldList | null {
  const byCountry = releases.get(kindOf(kind));
  if (byCountry === undefined) return null;
  // A carrier of one country is not told it; of several lists that may apply, each field stays that one of them allows.
  const lists = isNothing(countryCode) ? [...byCountry.values()] : [byCountry.get(countryCode as string)];
  const known = lists.filter((list): list is ReadonlyMap<string, FieldRelease> => list !== undefined);
  return known.length === 0 ? null : new Set(known.flatMap((list) => [...list.keys()]));
}

/** The same array when nothing is taken away; null when nothing is left. */
function narrowItems(items: readonly CustomsItem[], allowed: FieldList): readonly CustomsItem[] | null {
  if (!ITEM_FIELDS.some(({ id }) => allowed.has(id))) return null;
  const gone = ITEM_FIELDS.filter(({ id }) => !allowed.has(id)).map(({ name }) => name as keyof CustomsItem);
  if (!items.some((item) => gone.some((name) => !isNothing(item[name])))) return items;
  return items.map((item) => ({ ...item, ...Object.fromEntries(gone.map((name) => [name, null])) }));
}

function kindOf(kind: ShipmentRecord['kind']): ShipmentKind {
  return SHIPMENT_KINDS.find((each) => each.toUpperCase() === kind) as ShipmentKind;
}

function isNothing(value: unknown): boolean {
  return value === null || value === undefined;
}
