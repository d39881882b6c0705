// The waiting room in memory: for tests of the flow. Passes the same suite as the MongoDB one.
import { byTimeOfHappening } from '../domain/order-of-happening.js';
import type { CheckedEvent } from '../steps/checked-event.js';
import type { EarlyEvents } from './early-events.js';

export function createMemoryEarlyEvents(): EarlyEvents {
  const parked = new Map<string, CheckedEvent>();
  return {
    park: async (events) => {
      for (const item of events) if (!parked.has(item.event.position)) parked.set(item.event.position, unread(item));
    },
    parkedFor: async (orderRefs) =>
      [...parked.values()]
        .filter(({ orderRef }) => orderRefs.includes(orderRef))
        .sort((one, other) => byTimeOfHappening(one.event, other.event)),
    release: async (events) => {
      for (const { event } of events) parked.delete(event.position);
    },
    forget: async (orderRefs) => {
      for (const [position, { orderRef }] of parked) if (orderRefs.includes(orderRef)) parked.delete(position);
    },
  };
}

/** The record itself is not kept, only where it lay. */
function unread({ record: { topic, partition, offset }, orderRef, event }: CheckedEvent): CheckedEvent {
  const record = { topic, partition, offset, timestampMs: event.occurredAt, key: null, value: null, headers: {} };
  return { record, orderRef, event, blocks: [] };
}
