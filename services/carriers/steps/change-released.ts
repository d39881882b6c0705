// What is learnt of an order after something of it went out: more parcels, another carrier, another address, a cancellation. Reads what went
// out, decides, writes it down only if nobody changed it meanwhile, and makes the records of it.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { type Change, parcelCount, reconcile, type Wanted, withdrawnParcels } from '../domain/reconcile.js';
import { isSameTry } from '../domain/release-try.js';
import type { Release, ReleasedOrder } from '../store/shipment-store.js';
import type { CalledOrder, CarriersDeps, ReleasableOrder, StayingOrder } from './carriers-deps.js';
import type { ForCarrier, Projected, ReadyParcel } from './project-order.js';
import { releasedRecords, withdrawnRecords } from './release-records.js';

export interface LaterOrder {
  readonly order: CalledOrder;
  readonly projected:
    | Exclude<Projected, { kind: 'erased' }>
    | { readonly kind: 'cancelled'; readonly forCarrier: ForCarrier | null };
  /** What went out, where that was read already. */
  readonly before?: ReleasedOrder;
}

export interface HeldOrder {
  readonly order: ReleasableOrder;
  readonly code: string;
  /** Paths of the fields it lacks. */
  readonly missing: readonly string[];
  /** Since when, where that is not now. */
  readonly at?: number | undefined;
  readonly callAt?: number | null | undefined;
}

export interface Changed {
  readonly outputs: readonly OutgoingRecord[];
  readonly held: readonly HeldOrder[];
  /** Their block is to come, or their assessment. */
  readonly waiting: readonly StayingOrder[];
  readonly taken: readonly ReleasableOrder[];
  readonly gone: readonly OrderRef[];
}

interface Decision extends LaterOrder {
  readonly change: Change;
  readonly before: ReleasedOrder;
}

/** Reports of the carrier come in other lanes and change the same documents; each round at least one of both gets through. */
const MOST_ROUNDS = 20;

export async function changeReleased(
  deps: CarriersDeps,
  policy: Policy,
  orders: readonly LaterOrder[],
  nowMs: number,
): Promise<Changed> {
  if (orders.length === 0) return { outputs: [], held: [], waiting: [], taken: [], gone: [] };
  let known = new Map(orders.flatMap(({ order, before }) => (before === undefined ? [] : [[order.orderRef, before]])));
  const unread = orders.flatMap(({ order }) => (known.has(order.orderRef) ? [] : [order.orderRef]));
  for (const [orderRef, before] of await deps.store.releasesOf(unread)) known.set(orderRef, before);
  for (let round = 0; ; round++) {
    const sorted = decide(orders, known);
    const changes = sorted.decisions.map(({ order, before, change }) => ({
      before,
      release: toRelease(order, change),
    }));
    if (await deps.store.changeReleases(changes)) return carryOut(deps, policy, sorted, nowMs);
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledReleases: changes.length });
    known = await deps.store.releasesOf(orders.map(({ order }) => order.orderRef));
  }
}

interface Sorted {
  readonly decisions: readonly Decision[];
  readonly held: Changed['held'];
  readonly waiting: readonly StayingOrder[];
  readonly taken: readonly ReleasableOrder[];
  /** They wait for a newer block; their last tombstones may not have been committed. */
  readonly withdrawnAgain: readonly { readonly order: CalledOrder; readonly before: ReleasedOrder }[];
}

function decide(orders: readonly LaterOrder[], known: ReadonlyMap<OrderRef, ReleasedOrder>): Sorted {
  const decisions: Decision[] = [];
  const held: HeldOrder[] = [];
  const waiting: StayingOrder[] = [];
  const taken: ReleasableOrder[] = [];
  const withdrawnAgain: { order: CalledOrder; before: ReleasedOrder }[] = [];
  for (const later of orders) {
    const { order, projected } = later;
    const before = known.get(order.orderRef);
    const isOpen = before === undefined || (!before.erased && isNews(order, before));
    if (projected.kind === 'to-come') {
      if (isOpen) waiting.push({ ...order, code: projected.code, callAt: projected.callAt });
      else taken.push(order);
      // The unit that took parcels back may have died, and the block of the next correction may have overtaken its repetition.
      if (before !== undefined && !before.erased) withdrawnAgain.push({ order, before });
    } else if (before === undefined) {
      if (projected.kind === 'held') held.push(heldBy(order, projected));
    } else if (before.erased) taken.push(order);
    else {
      const change = reconcile(before, wantedOf(order, projected), isSameTry(order, before.marks));
      if (change !== null) decisions.push({ ...later, before, change });
      // What holds an order now does not call back what left before, unless it was called back already.
      if (projected.kind === 'held' && (change !== null || before.isPending)) held.push(heldBy(order, projected));
      else if (change === null) taken.push(order);
    }
  }
  return { decisions, held, waiting, taken, withdrawnAgain };
}

function heldBy(order: ReleasableOrder, hold: Extract<LaterOrder['projected'], { kind: 'held' }>): HeldOrder {
  const { code, missing, at, callAt } = hold;
  return { order, code, missing, at, callAt };
}

/** Facts that want something else than what went out, or that brought it about in a unit that was never committed. */
function isNews(order: CalledOrder, before: ReleasedOrder): boolean {
  return order.facts.deliveryRevision > before.revision || before.isPending || isSameTry(order, before.marks);
}

function wantedOf({ facts }: ReleasableOrder, projected: LaterOrder['projected']): Wanted {
  const revision = facts.deliveryRevision;
  if (projected.kind !== 'ready') return { revision, parcels: [], isHeld: projected.kind === 'held' };
  const parcels = projected.parcels.map(({ shipmentRef, carrierId, plan }) => {
    return { shipmentRef, carrierId, parcel: plan.parcel };
  });
  return { revision, parcels, isHeld: false };
}

function toRelease({ orderRef, positions, isTriedAnew }: CalledOrder, { after }: Change): Release {
  return { orderRef, positions, isTriedAnew, goneOut: after };
}

function carryOut(deps: CarriersDeps, policy: Policy, sorted: Sorted, nowMs: number): Changed {
  const outputs: OutgoingRecord[] = [];
  const gone: OrderRef[] = [];
  for (const { order, before } of sorted.withdrawnAgain) {
    outputs.push(...withdrawnRecords(deps, policy, order.orderRef, withdrawnParcels(before), 'SENT_OTHERWISE'));
  }
  for (const { order, projected, change } of sorted.decisions) {
    const reason = projected.kind === 'cancelled' ? 'ORDER_CANCELLED' : 'SENT_OTHERWISE';
    outputs.push(...withdrawnRecords(deps, policy, order.orderRef, change.withdraw, reason));
    if (projected.kind !== 'held') gone.push(order.orderRef);
    if (projected.kind === 'to-come') continue;
    const ready = projected.kind === 'ready' ? projected.parcels : [];
    const parcels = change.send.flatMap(({ shipmentRef, carrierId, parcel }): ReadyParcel[] => {
      const wanted = ready.find((one) => one.shipmentRef === shipmentRef);
      return [wanted ?? projected.forCarrier?.(carrierId, parcel) ?? []].flat();
    });
    outputs.push(...releasedRecords(deps, policy, order, parcels, parcelCount(change.after), nowMs));
  }
  return { outputs, held: sorted.held, waiting: sorted.waiting, taken: sorted.taken, gone };
}
