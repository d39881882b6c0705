// Releasable orders → one minimal record per parcel for its carrier, a pick for the warehouse, and word of it to the order's life.
// The address is opened here, in memory, projected onto the carrier's allow-list, and forgotten.
import type { Shipping } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { minimise } from '#shared/policy/minimise';
import type { Policy } from '#shared/policy/policy';
import { planParcels } from '../domain/plan-parcels.js';
import type { Release } from '../store/shipment-store.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { openShipping } from './open-shipping.js';
import { type Candidate, heldProgress, type ReadyParcel, releasedRecords } from './release-records.js';

export interface Released {
  readonly outputs: readonly OutgoingRecord[];
  /** How many were released. */
  readonly orders: number;
  /** Orders that can't go yet: their block has not arrived, or the policy holds them. */
  readonly waiting: readonly ReleasableOrder[];
  /** Orders that other records released before: whatever is known of them since changes nothing. */
  readonly taken: readonly ReleasableOrder[];
  /** Orders that wait no more: released now, or erased. */
  readonly gone: readonly OrderRef[];
}

/** @param arrived blocks of this very unit, which need not be looked up */
export async function releaseOrders(
  deps: CarriersDeps,
  policy: Policy,
  orders: readonly CalledOrder[],
  arrived: ReadonlyMap<OrderRef, Buffer>,
  nowMs: number,
): Promise<Released> {
  if (orders.length === 0) return { outputs: [], orders: 0, waiting: [], taken: [], gone: [] };
  const refs = orders.map(({ orderRef }) => orderRef);
  const [stored, keys] = await Promise.all([
    deps.store.blocksOf(refs.filter((ref) => !arrived.has(ref))),
    deps.vault.keysFor(refs),
  ]);
  const blocks = refs.flatMap((ref) => arrived.get(ref) ?? stored.get(ref) ?? []);
  await deps.codec.ensureSchemas(blocks);

  const outputs: OutgoingRecord[] = [];
  const waiting: ReleasableOrder[] = [];
  const taken: ReleasableOrder[] = [];
  const gone: OrderRef[] = [];
  const candidates: Candidate[] = [];
  const without: CalledOrder[] = [];
  const held: { order: CalledOrder; code: string }[] = [];
  for (const order of orders) {
    const { orderRef } = order;
    const found = keys.get(orderRef);
    const block = arrived.get(orderRef) ?? stored.get(orderRef);
    if (found?.kind === 'erased') gone.push(orderRef);
    else if (block === undefined) without.push(order);
    else {
      const opened = openShipping(deps, orderRef, found, block);
      if (opened.kind === 'erased') gone.push(orderRef);
      else {
        const outcome = opened.kind === 'held' ? opened.code : project(deps, policy, order, opened.shipping, nowMs);
        if (typeof outcome !== 'string') candidates.push({ order, parcels: outcome });
        else held.push({ order, code: outcome });
      }
    }
  }
  const claims = await deps.store.claimReleases(candidates.map(toRelease));
  let released = 0;
  candidates.forEach((candidate, index) => {
    const { order } = candidate;
    if (claims[index] === 'lost') taken.push(order);
    else {
      outputs.push(...releasedRecords(deps, policy, candidate, nowMs));
      gone.push(order.orderRef);
      released++;
    }
  });
  // What holds an order now does not call back what left before.
  const left = await deps.store.withdraw(held.map(({ order }) => order));
  for (const { order, code } of held) {
    if (left.has(order.orderRef)) taken.push(order);
    else {
      outputs.push(heldProgress(deps, policy, order, code, nowMs));
      waiting.push(order);
    }
  }
  // Either the block is still to come, or the addresses of an order that went long ago were erased before the rest of it.
  const known = new Set(
    (await deps.store.shipmentsOf(without.map(({ orderRef }) => orderRef))).map((one) => one.orderRef),
  );
  for (const order of without) (known.has(order.orderRef) ? taken : waiting).push(order);
  return { outputs, orders: released, waiting, taken, gone };
}

/** All parcels of the order, or the code that holds it: an order goes out whole or not at all. */
function project(
  deps: CarriersDeps,
  policy: Policy,
  order: ReleasableOrder,
  shipping: Shipping,
  nowMs: number,
): readonly ReadyParcel[] | string {
  const { orderId } = order.facts;
  const carrierId = order.facts.carrierId ?? '';
  const parcels: ReadyParcel[] = [];
  for (const plan of planParcels(order.facts)) {
    const shipmentRef = deps.refs.shipmentRef(carrierId, orderId, plan.parcel);
    const { items, weightGrams } = plan;
    const decision = minimise(policy, carrierId, { shipmentRef, shipping, items, weightGrams }, nowMs);
    if (decision.kind === 'held') return decision.code;
    parcels.push({ shipmentRef, plan, record: decision.record });
  }
  return parcels;
}

function toRelease({ order: { orderRef, facts, positions, isTriedAnew }, parcels }: Candidate): Release {
  return {
    orderRef,
    carrierId: facts.carrierId ?? '',
    positions,
    isTriedAnew,
    parcels: parcels.map(({ shipmentRef, plan }) => ({ shipmentRef, parcel: plan.parcel })),
  };
}
