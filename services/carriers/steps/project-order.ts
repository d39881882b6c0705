// One order → the records of its parcels for a carrier, by that carrier's allow-list. The address is opened here, in memory, and forgotten.
import type { Shipping } from '#schemas/generated/records';
import type { OrderRef, ShipmentRef } from '#shared/domain/refs';
import { minimise } from '#shared/policy/minimise';
import type { Policy } from '#shared/policy/policy';
import type { ShipmentRecord } from '#shared/policy/release/release-order';
import type { KeysFound } from '#shared/vault/look-up';
import { planParcels, type PlannedParcel } from '../domain/plan-parcels.js';
import type { CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { openShipping } from './open-shipping.js';

export interface ReadyParcel {
  readonly shipmentRef: ShipmentRef;
  readonly carrierId: string;
  readonly plan: PlannedParcel;
  readonly record: ShipmentRecord;
}

/** A parcel of the order for a carrier that has it in hands already; null when its allow-list has nothing for it. */
export type ForCarrier = (carrierId: string, parcel: number) => ReadyParcel | null;

export const FOR_NOBODY: ForCarrier = () => null;

export type Projected =
  /** All parcels of the order: it goes out whole or not at all. */
  | {
      readonly kind: 'ready';
      readonly parcels: readonly ReadyParcel[];
      readonly forCarrier: ForCarrier;
    }
  | {
      readonly kind: 'held';
      readonly code: string;
      readonly missing: readonly string[];
      /** Since when, where that is not now: business time. */
      readonly at?: number;
      readonly callAt?: number | null;
      /** As of a ready order, for parcels that left before; null for all when the address can't be opened. */
      readonly forCarrier: ForCarrier;
    }
  /** The block that belongs to these facts is still to come, or the assessment of fraud control. */
  | {
      readonly kind: 'to-come';
      readonly code: 'ADDRESS_AWAITED' | 'FRAUD_AWAITED';
      readonly callAt: number | null;
    }
  | { readonly kind: 'erased' };

const ADDRESS_TO_COME: Projected = Object.freeze({ kind: 'to-come', code: 'ADDRESS_AWAITED', callAt: null });

export function projectOrder(
  deps: Pick<CarriersDeps, 'codec' | 'vault' | 'refs'>,
  policy: Policy,
  order: ReleasableOrder,
  keys: KeysFound | undefined,
  block: Buffer | undefined,
  nowMs: number,
): Projected {
  const { orderRef, facts } = order;
  if (keys?.kind === 'erased') return { kind: 'erased' };
  if (block === undefined) return ADDRESS_TO_COME;
  const opened = openShipping(deps, orderRef, keys, block, facts.addressRevision);
  if (opened.kind === 'erased') return opened;
  if (opened.kind === 'other-revision') return ADDRESS_TO_COME;
  if (opened.kind === 'held') return { kind: 'held', code: opened.code, missing: [], forCarrier: FOR_NOBODY };
  return projectParcels(deps, policy, order, opened.shipping, nowMs);
}

function projectParcels(
  deps: Pick<CarriersDeps, 'refs'>,
  policy: Policy,
  { facts }: ReleasableOrder,
  address: Shipping,
  nowMs: number,
): Projected {
  const plans = planParcels(facts);
  // The block has the service that was asked for with the address; another carrier has another one.
  const service = facts.serviceLevel ?? address.serviceLevel;
  const shipping = service === address.serviceLevel ? address : { ...address, serviceLevel: service };
  const project = (carrierId: string, plan: PlannedParcel) => {
    const shipmentRef = deps.refs.shipmentRef(carrierId, facts.orderId, plan.parcel);
    const { items, weightGrams } = plan;
    const decision = minimise(policy, carrierId, { shipmentRef, shipping, items, weightGrams }, nowMs);
    return decision.kind === 'held' ? decision : { shipmentRef, carrierId, plan, record: decision.record };
  };
  const forCarrier: ForCarrier = (carrierId, number) => {
    const plan = plans.find(({ parcel }) => parcel === number);
    const parcel = plan === undefined ? null : project(carrierId, plan);
    return parcel === null || 'kind' in parcel ? null : parcel;
  };
  const parcels: ReadyParcel[] = [];
  for (const plan of plans) {
    const parcel = project(facts.carrierId ?? '', plan);
    if ('kind' in parcel) return { kind: 'held', code: parcel.code, missing: parcel.missing, forCarrier };
    parcels.push(parcel);
  }
  return { kind: 'ready', parcels, forCarrier };
}

/** Everything the orders' blocks need to be opened, with one look-up each. @param arrived blocks of this very unit, which need not be looked up */
export async function readBlocks(
  deps: Pick<CarriersDeps, 'codec' | 'vault' | 'store'>,
  refs: readonly OrderRef[],
  arrived: ReadonlyMap<OrderRef, Buffer>,
): Promise<{ keysOf: (ref: OrderRef) => KeysFound | undefined; blockOf: (ref: OrderRef) => Buffer | undefined }> {
  const [stored, keys] = await Promise.all([
    deps.store.blocksOf(refs.filter((ref) => !arrived.has(ref))),
    deps.vault.keysFor(refs),
  ]);
  const blockOf = (ref: OrderRef): Buffer | undefined => arrived.get(ref) ?? stored.get(ref);
  await deps.codec.ensureSchemas(refs.flatMap((ref) => blockOf(ref) ?? []));
  return { keysOf: (ref) => keys.get(ref), blockOf };
}
