// Events that come before their order wait for it in the store; this is where they get in and out. Whatever the boundaries of units and
// whoever else works at the same order, an event that waits is applied once its order is placed, and announced by name at most once.
import type { OrderRef } from '#shared/domain/refs';
import type { Refusal } from '#shared/pipeline/unit';
import { byTimeOfHappening } from '../domain/order-of-happening.js';
import type { EarlyEvents } from '../store/early-events.js';
import type { CheckedEvent } from './checked-event.js';
import { refuse, type WaitingEvent } from './fold-events.js';
import { type FoldDeps, type FoldedOrder, foldOrders } from './fold-orders.js';

export interface FoldWithWaitingDeps extends FoldDeps {
  readonly early: Pick<EarlyEvents, 'park' | 'parkedFor' | 'release'>;
}

export interface FoldedUnit {
  readonly orders: readonly FoldedOrder[];
  readonly refusals: readonly Refusal[];
}

/** @param admitted orders that this unit placed already: what waits for them is applied here */
export async function foldWithWaiting(
  deps: FoldWithWaitingDeps,
  policyVersion: number,
  events: readonly CheckedEvent[],
  admitted: readonly OrderRef[] = [],
): Promise<FoldedUnit> {
  const called = await deps.early.parkedFor([...admitted, ...placedIn(events)]);
  const first = await foldOrders(deps, policyVersion, called.length === 0 ? events : [...called, ...events]);

  const isCalled = new Set(called.map(({ event }) => event.position));
  const waiting = first.waiting.filter(({ item }) => !isCalled.has(item.event.position));
  await park(deps, waiting);
  // Park first, then look whether the order came meanwhile in another lane; that lane admits first, then looks for parked events:
  // one of the two sees the other.
  const placed = first.orders
    .filter(({ placements }) => placements.some(({ event }) => event.type === 'placed'))
    .map(({ orderRef }) => orderRef);
  const parked = (await deps.early.parkedFor(placed)).filter(({ event }) => !isCalled.has(event.position));
  const open = [...parked, ...waiting.map(({ item }) => item)];
  const own = ownRefusals(first.refusals, called);
  if (open.length === 0) {
    await release(deps, called, first.waiting);
    return { orders: first.orders, refusals: own };
  }
  open.sort((one, other) => byTimeOfHappening(one.event, other.event));
  const second = await foldOrders(deps, policyVersion, open);
  const stillWaiting = second.waiting.filter(({ item }) => !parked.includes(item));
  await release(
    deps,
    [...called, ...open],
    [...first.waiting.filter(({ item }) => called.includes(item)), ...second.waiting],
  );
  return {
    orders: merged(first.orders, second.orders),
    refusals: [
      ...own,
      ...ownRefusals(second.refusals, parked),
      ...stillWaiting.map(({ item, code }) => refuse(item, code)),
    ],
  };
}

function placedIn(events: readonly CheckedEvent[]): OrderRef[] {
  return events.flatMap(({ event, orderRef }) => (event.type === 'placed' ? [orderRef] : []));
}

async function park(deps: FoldWithWaitingDeps, waiting: readonly WaitingEvent[]): Promise<void> {
  if (waiting.length === 0) return;
  await deps.early.park(waiting.map(({ item }) => item));
}

/** What waits no longer leaves the store before the commit: its order remembers it, so a repetition needs it no more. */
async function release(
  deps: FoldWithWaitingDeps,
  called: readonly CheckedEvent[],
  waiting: readonly WaitingEvent[],
): Promise<void> {
  if (called.length === 0) return;
  const stays = new Set(waiting.map(({ item }) => item.event.position));
  await deps.early.release(called.filter(({ event }) => !stays.has(event.position)));
}

/** Without those of events out of the store: they have their dead letter already, from when they came. */
function ownRefusals(refusals: readonly Refusal[], parked: readonly CheckedEvent[]): readonly Refusal[] {
  if (parked.length === 0) return refusals;
  const records = new Set(parked.map(({ record }) => record));
  return refusals.filter(({ record }) => !records.has(record));
}

function merged(first: readonly FoldedOrder[], second: readonly FoldedOrder[]): readonly FoldedOrder[] {
  const again = new Map(second.map((order) => [order.orderRef, order]));
  const orders = first.map((order) => {
    const later = again.get(order.orderRef);
    again.delete(order.orderRef);
    return later === undefined ? order : { ...later, placements: order.placements };
  });
  return [...orders, ...again.values()];
}
