// What a step says of one item. A step returns outcomes and acts none of them out: the flow collects refusals,
// settle-outcomes carries them out, so that no step can forget a metric, a position or a dead letter.
import type { RefusalCode } from '#shared/errors/catalogue';

/** Goes on to the next step with this value. */
export interface Ok<T> {
  readonly kind: 'ok';
  readonly value: T;
}

/** Leaves the flow for good without a trace but a count, e.g. what another step already did. The reason is a metric label. */
export interface Drop {
  readonly kind: 'drop';
  readonly reason: string;
}

/** Leaves the flow into the dead letters. The flow adds the record and the name of the step. */
export interface DeadLetter {
  readonly kind: 'dead-letter';
  readonly code: RefusalCode;
  /** Paths such as `shipping.addressLines[1]`, never values. */
  readonly fieldPaths: readonly string[];
  /** The order it belongs to, when that could be told: its key seals the original. */
  readonly orderRef?: string;
}

export type Outcome<T> = Ok<T> | Drop | DeadLetter;

export function ok<T>(value: T): Ok<T> {
  return { kind: 'ok', value };
}

export function drop(reason: string): Drop {
  return { kind: 'drop', reason };
}

export function deadLetter(code: RefusalCode, fieldPaths: readonly string[] = [], orderRef?: string): DeadLetter {
  return orderRef === undefined
    ? { kind: 'dead-letter', code, fieldPaths }
    : { kind: 'dead-letter', code, fieldPaths, orderRef };
}
