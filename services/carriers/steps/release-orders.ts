// Orders that are called → what goes out for them: one minimal record per parcel for its carrier, a pick for the warehouse, and word of it
// to the order's life; tombstones for what is taken back.
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import type { Release } from '../store/shipment-store.js';
import type { GateAnswer } from '../domain/clearance.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder, StayingOrder } from './carriers-deps.js';
import { changeReleased, type LaterOrder } from './change-released.js';
import type { FraudGate, GateNews } from './fraud-gate.js';
import { FOR_NOBODY, type Projected, projectOrder, readBlocks } from './project-order.js';
import { heldProgress, releasedRecords } from './release-records.js';

export interface Released {
  readonly outputs: readonly OutgoingRecord[];
  /** How many went out for the first time. */
  readonly orders: number;
  /** Orders that can't go yet: their block has not arrived, or policy or fraud control hold them. */
  readonly waiting: readonly StayingOrder[];
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
 * @param news what this very unit brought of fraud control
 */
export async function releaseOrders(
  deps: CarriersDeps,
  policy: Policy,
  called: readonly CalledOrder[],
  cancelled: readonly CalledOrder[],
  arrived: ReadonlyMap<OrderRef, Buffer>,
  news: GateNews,
  nowMs: number,
): Promise<Released> {
  const outputs: OutgoingRecord[] = [];
  const taken: ReleasableOrder[] = [];
  const gone: OrderRef[] = [];
  if (called.length + cancelled.length === 0) return { outputs, orders: 0, waiting: [], taken, gone };

  const calledRefs = called.map(({ orderRef }) => orderRef);
  const [{ keysOf, blockOf }, answerFor] = await Promise.all([
    readBlocks(deps, [...calledRefs, ...cancelled.map(({ orderRef }) => orderRef)], arrived),
    deps.gate.answersFor(calledRefs, news),
  ]);
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
    const asPolicy = projectOrder(deps, policy, order, keysOf(orderRef), blockOf(orderRef), nowMs);
    const projected = atGate(deps.gate, order, asPolicy, answerFor(orderRef));
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
    waiting: [
      ...changed.held.map(({ order, code, callAt }) => ({ ...order, code, callAt: callAt ?? null })),
      ...changed.waiting,
    ],
    taken: changed.taken,
    gone: gone.concat(changed.gone),
  };
}

/** A refusal of fraud control goes before any hold of the policy, for it ends the order; the others come after it. */
function atGate(gate: FraudGate, { since }: CalledOrder, projected: Projected, answer: GateAnswer): Projected {
  if (projected.kind === 'erased' || answer.kind === 'open') return projected;
  const forCarrier = 'forCarrier' in projected ? projected.forCarrier : FOR_NOBODY;
  if (answer.kind === 'refused') {
    return { kind: 'held', code: 'FRAUD_REFUSED', missing: [], at: answer.at, forCarrier };
  }
  if (projected.kind !== 'ready') return projected;
  if (answer.kind === 'in-review') return { kind: 'held', code: 'FRAUD_IN_REVIEW', missing: [], forCarrier };
  const { kind, callAt } = gate.awaiting(since ?? null);
  if (kind === 'go') return projected;
  if (kind === 'late') return { kind: 'held', code: 'FRAUD_AWAITED', missing: [], callAt, forCarrier };
  return { kind: 'to-come', code: 'FRAUD_AWAITED', callAt };
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
