// The decision of minimise.ts with a reason for every field: what a carrier would get of a parcel, what not, and why. Sends nothing.
import { type HeldCode, minimise, shipmentKindOf } from './minimise.js';
import type { CarrierRule, Policy } from './policy.js';
import type { ReleaseItem, ReleaseOrder, ShipmentRecord } from './release/release-order.js';
import { ITEM_FIELDS, PARCEL_FIELDS, RELEASABLE_FIELDS } from './release/shipment-fields.js';
import type { CategoryId, ShipmentKind } from './vocabulary.js';

/** `absent`: would be released, but the order does not have it, and need not. `missing`: is required, and the order lacks it. */
export type FieldOutcome = 'released' | 'withheld' | 'absent' | 'missing';

export interface FieldExplanation {
  /** Path in the order as published. */
  readonly field: string;
  readonly category: CategoryId;
  readonly outcome: FieldOutcome;
  readonly why: string;
}

export interface ReleaseExplanation {
  readonly policyVersion: number;
  readonly carrierId: string;
  readonly country: string;
  /** Null when the carrier is not known. */
  readonly shipmentKind: ShipmentKind | null;
  readonly decision: 'release' | 'held';
  readonly code: HeldCode | null;
  readonly missing: readonly string[];
  /** Every field of the order, released ones first; empty when there is no allow-list to go by. */
  readonly fields: readonly FieldExplanation[];
  /** What would be sent; null when nothing would. */
  readonly record: ShipmentRecord | null;
}

/** Takes the decision exactly as a release would (same parameters as `minimise`) and explains it. Pure. */
export function explainRelease(
  policy: Policy,
  carrierId: string,
  order: ReleaseOrder,
  atMs: number,
): ReleaseExplanation {
  const decision = minimise(policy, carrierId, order, atMs);
  const carrier = policy.carriers.get(carrierId);
  const held = decision.kind === 'held' ? decision : null;
  return {
    policyVersion: policy.version,
    carrierId,
    country: order.shipping.countryCode,
    shipmentKind: carrier === undefined ? null : shipmentKindOf(carrier, order.shipping),
    decision: decision.kind,
    code: held?.code ?? null,
    missing: held?.missing ?? [],
    fields: carrier === undefined ? [] : explainFields(carrier, order),
    record: decision.kind === 'release' ? decision.record : null,
  };
}

function explainFields(carrier: CarrierRule, order: ReleaseOrder): readonly FieldExplanation[] {
  const kind = shipmentKindOf(carrier, order.shipping);
  const country = order.shipping.countryCode;
  const releases = carrier.releases.get(kind)?.get(country);
  const plan = carrier.plans.get(kind)?.get(country);
  if (releases === undefined || plan === undefined) return [];
  const released = RELEASABLE_FIELDS.flatMap(({ id, sourcePath, category }): FieldExplanation[] => {
    const release = releases.get(id);
    if (release === undefined) return [];
    const lacking = release.need === 'required' ? 'missing' : 'absent';
    const outcome = isPresent(id, order, release.need === 'required') ? 'released' : lacking;
    return [{ field: sourcePath, category, outcome, why: release.why }];
  });
  const withheld = plan.withheld.map(({ field, category, reason }): FieldExplanation => {
    return { field, category, outcome: 'withheld', why: reason };
  });
  return [...released, ...withheld];
}

/** A field of items is there when all items have it (required ones) or one of them does. */
function isPresent(id: string, order: ReleaseOrder, inAll: boolean): boolean {
  const ofParcel = PARCEL_FIELDS.find((field) => field.id === id);
  if (ofParcel !== undefined) return isFilled(ofParcel.read(order));
  const ofItem = ITEM_FIELDS.find((field) => field.id === id);
  if (ofItem === undefined || order.items.length === 0) return false;
  const has = (item: ReleaseItem): boolean => isFilled(ofItem.read(item));
  return inAll ? order.items.every(has) : order.items.some(has);
}

function isFilled(value: string | number | readonly string[] | null): boolean {
  return value !== null && value !== undefined && value !== '' && (typeof value !== 'object' || value.length > 0);
}
