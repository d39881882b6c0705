// Everything the erasure service keeps of one order while it lives; after its erasure only a guard without any of this is left.
import type { ErasureSaga } from './erasure-saga.js';
import { type OrderLife, UNKNOWN_ORDER } from './order-life.js';
import type { Standing } from './order-standing.js';

export interface TrackedOrder {
  readonly orderRef: string;
  readonly lane: number;
  /** Grows with every write: two writers never overwrite one another unseen. 0: not stored yet. */
  readonly version: number;
  readonly life: OrderLife;
  /** What the order service was told last. */
  readonly told: Standing | null;
  /** Highest offset per topic that changed the order. An offset up to here is a redelivery: its outputs may have been lost in a crash. */
  readonly seen: { readonly facts: number; readonly progress: number };
  /** Erasures of categories that are completed, oldest first. */
  readonly completedErasures: readonly CompletedErasure[];
  /** The erasure under way: one at a time. */
  readonly saga: ErasureSaga | null;
  /** When something of the order falls due, by the clock that orders live by; null: nothing known, or an erasure is under way. */
  readonly nextDueAt: number | null;
  /** Legal holds on it, oldest first: while there is one, nothing begins to be erased. */
  readonly legalHolds: readonly LegalHold[];
  /** What an operator ordered to be erased before its time and what has not begun yet. */
  readonly commanded: Commanded | null;
  /** The reminder of the erasure under way, by the machine's clock: retries are for machines, not for orders. */
  readonly reminder: Reminder | null;
}

export interface LegalHold {
  /** File number under which it was placed and is lifted again; holds of several authorities stand side by side. */
  readonly reference: string;
  /** ms since the epoch by the clock that orders live by. */
  readonly placedAt: number;
  /** Account of the operator. */
  readonly placedBy: string;
}

export interface Commanded {
  /** Empty: the whole order. */
  readonly categories: readonly string[];
  readonly reason: string;
  /** From when it is due, ms since the epoch by the clock that orders live by. */
  readonly at: number;
}

/** All that decides when something of an order falls due. */
export type Clocked = Pick<TrackedOrder, 'life' | 'completedErasures' | 'legalHolds' | 'commanded'>;

/** When the first thing of such an order falls due, null: at no known time. */
export type FirstDueAt = (order: Clocked) => number | null;

export interface CompletedErasure {
  readonly erasureId: string;
  readonly categories: readonly string[];
}

export interface Reminder {
  /** Machine time of the next reminder, ms since the epoch. */
  readonly atMs: number;
  /** Machine time at which the saga began. */
  readonly sinceMs: number;
  /** How often it was reminded. */
  readonly count: number;
  /** Machine time from which it is overdue: the first deadline of those who have not answered. */
  readonly overdueAtMs: number;
  /** Whether that was told. */
  readonly alarmed?: true;
}

/** Categories whose keys are destroyed. */
export function erasedCategories({ completedErasures }: Pick<TrackedOrder, 'completedErasures'>): readonly string[] {
  return completedErasures.flatMap(({ categories }) => categories);
}

export function newOrder(orderRef: string, lane: number): TrackedOrder {
  return {
    orderRef,
    lane,
    version: 0,
    life: UNKNOWN_ORDER,
    told: null,
    seen: { facts: -1, progress: -1 },
    completedErasures: [],
    saga: null,
    nextDueAt: null,
    legalHolds: [],
    commanded: null,
    reminder: null,
  };
}
