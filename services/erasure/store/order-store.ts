// The port of what erasure keeps of orders: a document per living order, a bare guard per erased one.
import type { OrderRef } from '#shared/domain/refs';
import type { TrackedOrder } from '../domain/tracked-order.js';

/** What is left of an erased order. */
export type Guard = 'erased';

/** An order as it was read and as it shall be; `before.version` 0: it is new. */
export interface OrderChange {
  readonly before: TrackedOrder;
  readonly after: TrackedOrder;
}

export interface ErasureCounts {
  /** Erasures under way. */
  readonly running: number;
  /** Those whose deadline is past. */
  readonly overdue: number;
}

export interface Scanned {
  readonly orders: readonly TrackedOrder[];
  /** Where to go on; null: that was the end. */
  readonly last: string | null;
}

/** All writes are durable when they resolve, and all of them may be repeated after a failure. */
export interface OrderStore {
  /** What is known of these orders, one query; the unknown ones are not in the map. */
  find(orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, TrackedOrder | Guard>>;
  /**
   * Writes orders that still have the version they were read with; each gets the next one. Orders that change alike cost a fraction.
   * @returns false when somebody else had changed one of them (or this write had been done before): read all of them again
   */
  save(changes: readonly OrderChange[]): Promise<boolean>;
  /** Orders of the lane whose `nextDueAt` has come, longest due first. */
  findDue(lane: number, nowMs: number, limit: number): Promise<TrackedOrder[]>;
  /** Orders of the lane with an erasure under way whose reminder has come, longest waiting first. */
  findToRemind(lane: number, machineNowMs: number, limit: number): Promise<TrackedOrder[]>;
  /** Erasures of the lane under way whose deadline was before `machineNowMs`, next reminder first. */
  findOverdue(lane: number, machineNowMs: number, limit: number): Promise<TrackedOrder[]>;
  /** Orders under a legal hold, oldest hold first. */
  findHeld(limit: number): Promise<TrackedOrder[]>;
  /** How many orders are held, and of how many nothing but the guard is left. */
  countAtRest(): Promise<{ readonly held: number; readonly erased: number }>;
  countRunning(lane: number, machineNowMs: number): Promise<ErasureCounts>;
  /** Makes the reminders of the lane due at once where our own last words, or answers of the broker's services that were not written down, may be lost. */
  remindUnconfirmed(lane: number, machineNowMs: number): Promise<void>;
  /** The next documents in the order of their ids, those of all lanes; guards count but are left out. */
  scan(after: string, limit: number): Promise<Scanned>;
  /** Policy version under which the due dates of all orders of the lane were noted; 0: none yet. */
  datesUnder(lane: number): Promise<number>;
  noteDatesUnder(lane: number, policyVersion: number): Promise<void>;
  /** Deletes all there is of these orders of one lane but `{ _id, lane, erased, at }`. */
  guard(orderRefs: readonly OrderRef[], lane: number, atMs: number): Promise<void>;
}
