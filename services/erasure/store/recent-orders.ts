// Erasures under way, remembered by the process that does them: it reads back nothing that it has just written, and an answer that does not end
// the erasure is not written at all for a moment, for the next answer makes it obsolete. What a crash takes of that is asked for again.
import type { OrderRef } from '#shared/domain/refs';
import type { TrackedOrder } from '../domain/tracked-order.js';
import type { OrderChange, OrderStore } from './order-store.js';

export interface RecentOrders extends OrderStore {
  /** Like `save`, but only remembered: the next `save` of such an order writes it, or `settle`. For orders that are stored and under way. */
  keep(changes: readonly OrderChange[], machineNowMs: number): boolean;
  /** Writes what was kept of the lane before this instant. */
  settle(lane: number, beforeMachineMs: number): Promise<void>;
  /** Another instance has the lane, or may have had it: what is remembered of it counts for nothing. */
  forget(lane: number): void;
}

interface Remembered {
  /** As it lies in the database. */
  readonly stored: TrackedOrder;
  /** As it is. */
  readonly now: TrackedOrder;
  /** Since when they differ; null: they don't. */
  readonly keptAtMs: number | null;
}

/** Twice what all lanes may have on their way; beyond, whoever waits longest is read again. */
const MOST_REMEMBERED = 16_000;

export function createRecentOrders(store: OrderStore, most: number = MOST_REMEMBERED): RecentOrders {
  const remembered = new Map<string, Remembered>();
  const nowOf = (order: TrackedOrder): TrackedOrder => remembered.get(order.orderRef)?.now ?? order;

  function remember(stored: TrackedOrder): void {
    // Whoever is not under way is not asked for again soon.
    if (stored.saga === null) return void remembered.delete(stored.orderRef);
    remembered.set(stored.orderRef, { stored, now: stored, keptAtMs: null });
    if (remembered.size <= most) return;
    for (const [orderRef, { keptAtMs }] of remembered) {
      if (keptAtMs !== null) continue;
      remembered.delete(orderRef);
      return;
    }
  }

  /** What lies in the database of an order that was given out like this; of any other it is what was read. */
  function storedOf(before: TrackedOrder): TrackedOrder {
    const known = remembered.get(before.orderRef);
    return known?.now === before ? known.stored : before;
  }

  async function save(changes: readonly OrderChange[]): Promise<boolean> {
    const isWritten = await store.save(changes.map(({ before, after }) => ({ before: storedOf(before), after })));
    for (const { before, after } of changes) {
      if (isWritten) remember({ ...after, version: before.version + 1 });
      else remembered.delete(before.orderRef);
    }
    return isWritten;
  }

  return {
    find: async (orderRefs) => {
      const found = new Map<OrderRef, TrackedOrder | 'erased'>();
      const unknown: OrderRef[] = [];
      for (const orderRef of orderRefs) {
        const known = remembered.get(orderRef);
        if (known === undefined) unknown.push(orderRef);
        else found.set(orderRef, known.now);
      }
      if (unknown.length === 0) return found;
      for (const [orderRef, order] of await store.find(unknown)) {
        found.set(orderRef, order);
        if (order !== 'erased') remember(order);
      }
      return found;
    },
    save,
    keep: (changes, machineNowMs) => {
      let isKept = true;
      for (const { before, after } of changes) {
        const known = remembered.get(before.orderRef);
        if (known !== undefined && known.now !== before) {
          isKept = false;
          continue;
        }
        const { stored, keptAtMs } = known ?? { stored: before, keptAtMs: null };
        remembered.set(before.orderRef, { stored, now: after, keptAtMs: keptAtMs ?? machineNowMs });
      }
      return isKept;
    },
    settle: async (lane, beforeMachineMs) => {
      const old: OrderChange[] = [];
      for (const { now, keptAtMs } of remembered.values())
        if (keptAtMs !== null && keptAtMs <= beforeMachineMs && now.lane === lane)
          old.push({ before: now, after: now });
      if (old.length > 0) await save(old);
    },
    forget: (lane) => {
      for (const [orderRef, { now }] of remembered) if (now.lane === lane) remembered.delete(orderRef);
    },
    guard: async (orderRefs, lane, atMs) => {
      for (const orderRef of orderRefs) remembered.delete(orderRef);
      await store.guard(orderRefs, lane, atMs);
    },
    findDue: (...query) => store.findDue(...query),
    findToRemind: async (...query) => (await store.findToRemind(...query)).map(nowOf),
    findOverdue: async (...query) => (await store.findOverdue(...query)).map(nowOf),
    findHeld: async (limit) => (await store.findHeld(limit)).map(nowOf),
    countAtRest: () => store.countAtRest(),
    countRunning: (...query) => store.countRunning(...query),
    remindUnconfirmed: (...query) => store.remindUnconfirmed(...query),
    scan: async (...query) => {
      const { orders, last } = await store.scan(...query);
      return { orders: orders.map(nowOf), last };
    },
    datesUnder: (lane) => store.datesUnder(lane),
    noteDatesUnder: (...note) => store.noteDatesUnder(...note),
  };
}
