// An event that passed its checks, or a placement that did not: what the decision and the sealing need of it.
import type { OrderRef } from '#shared/domain/refs';
import type { Refusal, IncomingRecord } from '#shared/pipeline/unit';
import type { OrderEvent } from '../domain/order-event.js';

/** A personal block in plain Avro bytes, in memory only, on its way to being sealed. */
export interface PlainBlock {
  readonly category: 'shipping' | 'contact' | 'payment' | 'signals';
  /** Full name of the record inside. */
  readonly schemaName: string;
  readonly plain: Buffer;
}

export interface CheckedEvent {
  readonly record: IncomingRecord;
  readonly orderRef: OrderRef;
  readonly event: OrderEvent;
  /** Its personal blocks; empty for most kinds of events. */
  readonly blocks: readonly PlainBlock[];
  /** Set for a refused placement: goes to the dead letters whatever becomes of the order's state. */
  readonly refusal?: Refusal;
}

export function positionOf(record: IncomingRecord): string {
  return `${record.topic}:${record.partition}:${record.offset}`;
}
