// Decides what a carrier gets of one parcel: the record with exactly the fields of its allow-list, or why nothing is sent.
// Everything is compiled per policy version; a decision takes less than a microsecond. Pure.
import type { CarrierRule, Policy } from './policy.js';
import type { ReleaseOrder, ReleaseShipping, ShipmentRecord, WithheldField } from './release/release-order.js';
import type { ReleasePlan } from './release/release-plan.js';
import type { ShipmentKind } from './vocabulary.js';

/** Why a parcel is held. Closed; the sentences are in held-codes.ts. */
export type HeldCode =
  | 'CARRIER_UNKNOWN'
  | 'CARRIER_STOPPED'
  | 'CARRIER_REMOVED'
  | 'AGREEMENT_MISSING'
  | 'AGREEMENT_NOT_YET_VALID'
  | 'AGREEMENT_EXPIRED'
  | 'SEALING_KEY_MISSING'
  | 'KIND_NOT_SERVED'
  | 'COUNTRY_NOT_SERVED'
  | 'FIELD_REQUIRED_MISSING';

export type ReleaseDecision =
  | {
      readonly kind: 'release';
      readonly record: ShipmentRecord;
      readonly shipmentKind: ShipmentKind;
      /** Every field of the order that the carrier does not get, with the reason; the same list for all orders of this kind and country. */
      readonly withheld: readonly WithheldField[];
    }
  | {
      readonly kind: 'held';
      readonly code: HeldCode;
      /** Paths of the required fields the order lacks, else empty. Never values. */
      readonly missing: readonly string[];
    };

const NONE: readonly string[] = Object.freeze([]);

/**
 * @param carrierId who is to carry the parcel; need not be the carrier the order named (re-routing)
 * @param atMs the time of the decision, ms since the epoch: the agreement must be valid then
 */
export function minimise(policy: Policy, carrierId: string, order: ReleaseOrder, atMs: number): ReleaseDecision {
  const carrier = policy.carriers.get(carrierId);
  if (carrier === undefined) return held('CARRIER_UNKNOWN');
  const objection = carrierObjection(carrier, atMs);
  if (objection !== null) return held(objection);
  const shipmentKind = shipmentKindOf(carrier, order.shipping);
  const plan = planFor(carrier, shipmentKind, order.shipping.countryCode);
  if (typeof plan === 'string') return held(plan);
  const missing: string[] = [];
  const record = plan.project(order, missing);
  if (missing.length > 0) return held('FIELD_REQUIRED_MISSING', missing);
  return { kind: 'release', record, shipmentKind, withheld: plan.withheld };
}

/** Locker when the parcel goes to a pick-up point, domestic within the carrier's customs-free area, else international. */
export function shipmentKindOf(
  carrier: Pick<CarrierRule, 'domesticArea'>,
  shipping: Pick<ReleaseShipping, 'pickupPoint' | 'countryCode'>,
): ShipmentKind {
  if (shipping.pickupPoint !== null && shipping.pickupPoint !== undefined) return 'locker';
  return carrier.domesticArea.has(shipping.countryCode) ? 'domestic' : 'international';
}

/** Null when the carrier may be given anything at all at `atMs`. */
function carrierObjection(
  carrier: Pick<CarrierRule, 'standing' | 'agreement' | 'deliveryMode' | 'sealingKey'>,
  atMs: number,
): HeldCode | null {
  if (carrier.standing === 'removed' || carrier.standing === 'leaving') return 'CARRIER_REMOVED';
  if (carrier.standing === 'stopped') return 'CARRIER_STOPPED';
  const keyless = carrier.deliveryMode === 'sealed' && carrier.sealingKey === null;
  return agreementObjection(carrier, atMs) ?? (keyless ? 'SEALING_KEY_MISSING' : null);
}

/** Null when the carrier's non-disclosure agreement is in force at `atMs`. */
export function agreementObjection(carrier: Pick<CarrierRule, 'agreement'>, atMs: number): HeldCode | null {
  if (carrier.agreement === null) return 'AGREEMENT_MISSING';
  if (atMs < carrier.agreement.validFromMs) return 'AGREEMENT_NOT_YET_VALID';
  // Written so that a time which is no number counts as too late: nothing leaves when it is not known when.
  return atMs <= carrier.agreement.validUntilMs ? null : 'AGREEMENT_EXPIRED';
}

function planFor(carrier: CarrierRule, kind: ShipmentKind, country: string): ReleasePlan | HeldCode {
  const byCountry = carrier.plans.get(kind);
  if (byCountry === undefined) return 'KIND_NOT_SERVED';
  return byCountry.get(country) ?? 'COUNTRY_NOT_SERVED';
}

function held(code: HeldCode, missing: readonly string[] = NONE): ReleaseDecision {
  return { kind: 'held', code, missing };
}
