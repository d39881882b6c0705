// A step handles all items of a unit at once: one database call, one loop, no promise per record.
import type { Outcome } from './outcome.js';
import type { IncomingRecord } from './unit.js';

/** A value on its way through the flow, with the record it came from. */
export interface Item<T> {
  readonly record: IncomingRecord;
  readonly value: T;
}

/**
 * Returns exactly one outcome per item, in the same order. It may write idempotent state before it returns.
 * The name of the function is the name of the step in metrics and dead letters: use named functions
 * (`createDecodeOrders(deps)` returns `function decodeOrders(items) {…}`).
 * A thrown error stops the whole unit; nothing of it is committed.
 */
export type Step<In, Out> = (items: readonly Item<In>[]) => readonly Outcome<Out>[] | Promise<readonly Outcome<Out>[]>;
