// Orders that are called → what goes out for them: one minimal record per parcel for its carrier, a pick for the warehouse, and word of it
// to the order's life; tombstones for what is taken back.
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { Release } from '../store/shipment-store.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder } from './carriers-deps.js';
import { changeReleased, type LaterOrder } from './change-released.js';
import { type Projected, projectOrder, readBlocks } from './project-order.js';
import { heldProgress, releasedRecords } from './release-records.js';

export interface Released {
  readonly outputs: readonly OutgoingRecord[];
  /** How many went out for the first time. */
  readonly orders: number;
  /** Orders that can't go yet: their block has not arrived, or the policy holds them. */
  readonly waiting: readonly ReleasableOrder[];
  /** Orders for which everything was done before: whatever is known of them since changes nothing. */
  readonly taken: readonly ReleasableOrder[];
  /** Orders that wait no more: released now, or erased. */
  readonly gone: readonly OrderRef[];
}

type Ready = Extract<Projected, { kind: 'ready' }>;

/**
 * @param called may go out
 * @param cancelled what went out of them comes back
 * @param arrived blocks of this very unit, which need not be looked up
 */
export async function releaseOrders(
  deps: CarriersDeps,
  policy: Policy,
  called: readonly CalledOrder[],
  cancelled: readonly CalledOrder[],
  arrived: ReadonlyMap<OrderRef, Buffer>,
  nowMs: number,
): Promise<Released> {
  const outputs: OutgoingRecord[] = [];
  const waiting: ReleasableOrder[] = [];
  const taken: ReleasableOrder[] = [];
  const gone: OrderRef[] = [];
  if (called.length + cancelled.length === 0) return { outputs, orders: 0, waiting, taken, gone };

  const { keysOf, blockOf } = await readBlocks(
    deps,
    [...called, ...cancelled].map(({ orderRef }) => orderRef),
    arrived,
  );
  const ready: { order: CalledOrder; projected: Ready }[] = [];
  /** For these it depends on what went out before. */
  const later: LaterOrder[] = cancelled.map((order) => {
    const projected = projectOrder(deps, policy, order, keysOf(order.orderRef), blockOf(order.orderRef), nowMs);
    return {
      order,
      projected: { kind: 'cancelled', forCarrier: 'forCarrier' in projected ? projected.forCarrier : null },
    };
  });
  for (const order of called) {
    const { orderRef } = order;
    const projected = projectOrder(deps, policy, order, keysOf(orderRef), blockOf(orderRef), nowMs);
    if (projected.kind === 'erased') gone.push(orderRef);
    else if (projected.kind === 'ready') ready.push({ order, projected });
    else later.push({ order, projected });
  }

  const claims = await deps.store.claimReleases(ready.map(({ order, projected }) => firstRelease(order, projected)));
  let orders = 0;
  ready.forEach(({ order, projected }, index) => {
    const before = claims[index] ?? null;
    if (before === null) {
      outputs.push(...releasedRecords(deps, policy, order, projected.parcels, projected.parcels.length, nowMs));
      gone.push(order.orderRef);
      orders++;
    } else later.push({ order, projected, before });
  });
  const changed = await changeReleased(deps, policy, later, nowMs);
  for (const hold of changed.held) outputs.push(heldProgress(deps, policy, hold.order, hold, nowMs));
  return {
    outputs: outputs.concat(changed.outputs),
    orders,
    waiting: [...changed.held.map(({ order }) => order), ...changed.waiting],
    taken: changed.taken,
    gone: gone.concat(changed.gone),
  };
}

function firstRelease(order: CalledOrder, { parcels }: Ready): Release {
  const { orderRef, facts, positions, isTriedAnew } = order;
  const goneOut = {
    revision: facts.deliveryRevision,
    isPending: false,
    parcels: parcels.map(({ shipmentRef, carrierId, plan }) => {
      return { shipmentRef, carrierId, parcel: plan.parcel, stage: 'released' as const };
    }),
  };
  return { orderRef, positions, isTriedAnew, goneOut };
}
