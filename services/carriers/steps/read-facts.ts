// Records of `orders.facts` → the orders of this unit that may be released, each once, by its newest facts.
import { topics } from '#schemas/generated/topics';
import type { OrderFacts } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { mayRelease } from '#shared/policy/release-conditions';
import type { CalledOrder, CarriersDeps } from './carriers-deps.js';
import { positionOf } from './position-of.js';

export interface ReadFacts {
  readonly ready: readonly CalledOrder[];
  /** Orders whose newest facts forbid the release, e.g. because they were cancelled while they waited. */
  readonly notReady: readonly OrderRef[];
  /** Those of them that were cancelled: what went out before is taken back. */
  readonly cancelled: readonly CalledOrder[];
}

interface Newest {
  readonly revision: number;
  readonly isReady: boolean;
  /** Null when nothing is to be done for it. */
  readonly order: CalledOrder | null;
}

/** @param waitingRevision revision of the facts with which an order waits already: older ones say nothing new */
export async function readFacts(
  deps: Pick<CarriersDeps, 'codec'>,
  policy: Policy,
  records: readonly IncomingRecord[],
  waitingRevision: (orderRef: OrderRef) => number | undefined,
): Promise<ReadFacts> {
  await deps.codec.ensureSchemas(records.map(({ value }) => value));
  const newest = new Map<OrderRef, Newest>();
  for (const record of records) {
    const { value } = record;
    if (value === null) continue;
    const facts = decodeFacts(deps.codec, value);
    const { revision } = facts;
    const orderRef = facts.orderRef as OrderRef;
    const before = newest.get(orderRef);
    if (revision < (before?.revision ?? waitingRevision(orderRef) ?? revision)) continue;
    const isReady = mayRelease(policy, facts).kind !== 'wait';
    const isCalled = isReady || facts.cancelledAt !== null;
    const positions = [...(before?.order?.positions ?? []), positionOf(record)];
    newest.set(orderRef, {
      revision,
      isReady,
      order: isCalled ? { orderRef, facts, bytes: value, positions, isTriedAnew: false } : null,
    });
  }
  const ready: CalledOrder[] = [];
  const notReady: OrderRef[] = [];
  const cancelled: CalledOrder[] = [];
  for (const [orderRef, { order, isReady }] of newest) {
    if (!isReady) notReady.push(orderRef);
    if (order !== null) (isReady ? ready : cancelled).push(order);
  }
  return { ready, notReady, cancelled };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): intake is the only writer of facts */
export function decodeFacts(codec: CarriersDeps['codec'], value: Buffer): OrderFacts {
  const decoded = codec.decode(value, topics.ordersFacts);
  if (decoded.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersFacts.name });
  return decoded.value;
}
