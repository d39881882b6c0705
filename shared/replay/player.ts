// Plays histories: publishes each step once it may be, follows what the broker makes of it, lets go of an order at its end.
// A parcel is reported on only after its shipment was seen, as a carrier would: that ties the order of events across topics to the
// order of the history.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderStatus } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { createDueQueue } from '#shared/sample/due-queue';
import type { FateBook } from './fate-book.js';
import { type HistoryRecord, recordOf } from './history-records.js';
import type { HistoryStep, OrderHistory } from './order-history.js';
import { type Pace, placedAfterMs, roomFor, stepAfterMs } from './pace.js';

export interface PlayerOptions {
  /** In the order in which they are to be placed; taken one by one. */
  readonly histories: Iterable<OrderHistory>;
  readonly pace: Pace;
  readonly fates: FateBook;
  /** The ref by which the carrier knows the one parcel of an order. */
  readonly shipmentRefOf: (orderId: string) => string;
  /** Resolves when all are acknowledged. */
  readonly publish: (records: readonly HistoryRecord[]) => Promise<void>;
  readonly clock: Clock;
  /** Gives up after so long without any news; default 120,000. */
  readonly stalledAfterMs?: number;
  /** Waits this long at most without news for erasures to end; default 30,000. */
  readonly settledAfterMs?: number;
}

export interface Player {
  /** The carrier saw a shipment. */
  seen(shipmentRef: string): void;
  /** The broker told where an order stands. */
  told(status: OrderStatus): void;
  counts(): { readonly placed: number; readonly underWay: number; readonly resumed: number };
  /** Plays to the end. `stalled`: orders are still under way and nothing happens any more. Rejects with what publishing fails with. */
  run(): Promise<'ended' | 'stalled' | 'stopped'>;
  /** Lets `run` end after the records under way. */
  stop(): void;
}

interface Flight {
  readonly history: OrderHistory;
  readonly shipmentRef: string;
  /** When it was placed, real ms after the start. */
  readonly placedMs: number;
  next: number;
}

const TICK_MS = 10;
const ORDERS_PER_TURN = 500;
const DEFAULTS = { stalledAfterMs: 120_000, settledAfterMs: 30_000 } as const;

export function createPlayer(options: PlayerOptions): Player {
  const { fates, pace, clock, stalledAfterMs, settledAfterMs } = { ...DEFAULTS, ...options };
  const flights = new Map<string, Flight>();
  const byShipment = new Map<string, Flight>();
  /** Shipments seen so far of orders that are not placed yet or are under way. */
  const shipments = new Set<string>();
  const waking = createDueQueue<Flight>();
  let awake = new Set<Flight>();
  let placed = 0;
  let resumed = 0;
  let stopping = false;
  let newsMs = clock.nowMs();

  const wake = (flight: Flight | undefined): void => {
    if (flight !== undefined) awake.add(flight);
  };

  const close = (flight: Flight): void => {
    flights.delete(flight.history.orderId);
    byShipment.delete(flight.shipmentRef);
    shipments.delete(flight.shipmentRef);
  };

  /** Takes the steps that may be published now; closes the flight at its end. */
  const advance = (flight: Flight, elapsedMs: number, records: HistoryRecord[]): void => {
    const { history, shipmentRef, placedMs } = flight;
    if (!flights.has(history.orderId)) return;
    if (fates.isOver(history.orderId)) return close(flight);
    for (let step = history.steps[flight.next]; step !== undefined; step = history.steps[flight.next]) {
      const dueMs = placedMs + stepAfterMs(pace, step.atMs - placedAt(history));
      if (dueMs > elapsedMs) return waking.add(dueMs, flight);
      if (step.kind === 'parcel' && !shipments.has(shipmentRef)) return;
      records.push(recordOf(history, step, shipmentRef));
      flight.next++;
    }
    if (fates.stateOf(history.orderId) === history.expectedFinal) close(flight);
  };

  const open = (history: OrderHistory, placedMs: number): void => {
    const shipmentRef = options.shipmentRefOf(history.orderId);
    const done = stepsDone(history, fates);
    if (done > 0) resumed++;
    const flight = { history, shipmentRef, placedMs, next: done };
    flights.set(history.orderId, flight);
    byShipment.set(shipmentRef, flight);
    awake.add(flight);
    placed++;
  };

  const play = async (): Promise<'ended' | 'stalled' | 'stopped'> => {
    const histories = options.histories[Symbol.iterator]();
    let upcoming = histories.next();
    const startedMs = clock.nowMs();
    const firstMs = upcoming.done === true ? 0 : placedAt(upcoming.value);
    newsMs = startedMs;
    while (!stopping && (upcoming.done !== true || flights.size > 0)) {
      const elapsedMs = clock.nowMs() - startedMs;
      let room = Math.min(ORDERS_PER_TURN, roomFor(pace, { elapsedMs, placed, underWay: flights.size }));
      for (; room > 0 && upcoming.done !== true; room--) {
        const dueMs = placedAfterMs(pace, placedAt(upcoming.value) - firstMs);
        if (dueMs > elapsedMs) break;
        open(upcoming.value, pace.kind === 'speed' ? dueMs : elapsedMs);
        upcoming = histories.next();
      }
      for (let flight = waking.takeDue(elapsedMs); flight !== undefined; flight = waking.takeDue(elapsedMs))
        wake(flight);
      const toAdvance = awake;
      awake = new Set();
      const records: HistoryRecord[] = [];
      for (const flight of toAdvance) advance(flight, elapsedMs, records);
      if (records.length > 0) {
        await options.publish(records);
        newsMs = clock.nowMs();
      } else {
        // What is only waiting for its time is no stall.
        if (waking.size === 0 && clock.nowMs() - newsMs > stalledAfterMs) return 'stalled';
        await sleep(TICK_MS);
      }
    }
    return stopping ? 'stopped' : 'ended';
  };

  /** What is finished is erased a moment later; waits for that as long as there is news. */
  const settle = async (): Promise<void> => {
    newsMs = clock.nowMs();
    for (;;) {
      const { FINISHED, ERASED } = fates.counts();
      if (stopping || ERASED >= FINISHED || clock.nowMs() - newsMs > settledAfterMs) return;
      await sleep(TICK_MS);
    }
  };

  return {
    seen: (shipmentRef) => {
      shipments.add(shipmentRef);
      newsMs = clock.nowMs();
      wake(byShipment.get(shipmentRef));
    },
    told: (status) => {
      if (!fates.told(status)) return;
      newsMs = clock.nowMs();
      wake(flights.get(status.orderId));
    },
    counts: () => ({ placed, underWay: flights.size, resumed }),
    run: async () => {
      const end = await play();
      if (end === 'ended') await settle();
      return end;
    },
    stop: () => {
      stopping = true;
    },
  };
}

function placedAt({ steps }: OrderHistory): number {
  return steps[0]?.atMs ?? 0;
}

/** How many steps an earlier, interrupted replay got through for certain; what it may have sent beyond is sent again under the same ids. */
function stepsDone({ orderId, steps }: OrderHistory, fates: FateBook): number {
  const isDone = (step: HistoryStep): boolean => {
    if (step.kind === 'placed') return fates.reached(orderId, 'ACCEPTED');
    if (step.kind === 'paid') return fates.reached(orderId, 'RELEASED');
    return step.kind === 'parcel' && step.status === 'ACCEPTED' && fates.reached(orderId, 'HANDED_OVER');
  };
  const first = steps.findIndex((step) => !isDone(step));
  return first === -1 ? steps.length : first;
}
