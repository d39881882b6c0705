// Records of `orders.facts` → the orders of this unit that may be released, each once.
import { topics } from '#schemas/generated/topics';
import type { OrderFacts } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { mayRelease } from '#shared/policy/release-conditions';
import type { CarriersDeps, ReleasableOrder } from './carriers-deps.js';

export interface ReadFacts {
  readonly ready: readonly ReleasableOrder[];
  /** Orders whose newest facts forbid the release, e.g. because they were cancelled while they waited. */
  readonly notReady: readonly OrderRef[];
}

/**
 * The newest facts of an order decide; the claim is the position of the first ones that allowed the release: whatever part of these
 * records comes again after a crash, it is either that position (and repeats the release) or comes after its commit.
 */
export async function readFacts(
  deps: Pick<CarriersDeps, 'codec'>,
  policy: Policy,
  records: readonly IncomingRecord[],
): Promise<ReadFacts> {
  await deps.codec.ensureSchemas(records.map(({ value }) => value));
  const orders = new Map<OrderRef, ReleasableOrder>();
  const notReady = new Set<OrderRef>();
  for (const { topic, partition, offset, value } of records) {
    if (value === null) continue;
    const facts = decodeFacts(deps.codec, value);
    const orderRef = facts.orderRef as OrderRef;
    if (mayRelease(policy, facts).kind === 'wait') {
      orders.delete(orderRef);
      notReady.add(orderRef);
    } else {
      notReady.delete(orderRef);
      const claim = orders.get(orderRef)?.claim ?? `${topic}:${partition}:${offset}`;
      orders.set(orderRef, { orderRef, claim, facts, bytes: value });
    }
  }
  return { ready: [...orders.values()], notReady: [...notReady] };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): intake is the only writer of facts */
export function decodeFacts(codec: CarriersDeps['codec'], value: Buffer): OrderFacts {
  const decoded = codec.decode(value, topics.ordersFacts);
  if (decoded.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersFacts.name });
  return decoded.value;
}
