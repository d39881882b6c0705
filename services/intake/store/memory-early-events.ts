// The waiting room in memory: for tests of the flow. Behaves as the MongoDB adapter does.
import type { CheckedEvent } from '../steps/checked-event.js';
import type { EarlyEvents } from './early-events.js';

export function createMemoryEarlyEvents(): EarlyEvents {
  const parked = new Map<string, CheckedEvent>();
  return {
    park: async (events) => {
      for (const event of events) if (!parked.has(event.event.position)) parked.set(event.event.position, event);
    },
    parkedFor: async (orderRefs) =>
      [...parked.values()]
        .filter(({ orderRef }) => orderRefs.includes(orderRef))
        .sort((a, b) => a.event.occurredAt - b.event.occurredAt),
    forget: async (orderRefs) => {
      for (const [position, { orderRef }] of parked) if (orderRefs.includes(orderRef)) parked.delete(position);
    },
  };
}
