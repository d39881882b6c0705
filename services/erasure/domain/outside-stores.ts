// Which registered stores outside of the broker an erasure concerns, and what each of them has to confirm. Pure.
import { isWholeOrder } from './erasure-saga.js';
import type { TrackedOrder } from './tracked-order.js';

export interface OutsideStore {
  readonly name: string;
  /** Topics it mirrors, by their names in the catalogue. */
  readonly topics: readonly string[];
  /** Machine time it may take. */
  readonly deadlineMs: number;
  /** PEM. */
  readonly publicKey: string;
}

const SHIPMENTS = /^carriers\.([a-z0-9-]+)\.shipments$/;
const PICKS = 'warehouse.picks';
const REQUESTS = 'erasure.requests';
const CATEGORY_OF_SHIPMENTS = 'shipping';

/** Whether tombstones of ours ever lie on the topic, so that mirroring it obliges to anything. */
export function isErasedTopic(topic: string): boolean {
  return topic === PICKS || topic === REQUESTS || SHIPMENTS.test(topic);
}

/** Keys of the tombstones (or requests) that the store will see because of this erasure, each once; empty: it does not concern the store. */
export function keysFor(
  store: Pick<OutsideStore, 'topics'>,
  { orderRef, life }: Pick<TrackedOrder, 'orderRef' | 'life'>,
  categories: readonly string[],
): readonly string[] {
  const shipments = Object.entries(life.shipments);
  const touchesShipments = isWholeOrder({ categories }) || categories.includes(CATEGORY_OF_SHIPMENTS);
  const keys = store.topics.flatMap((topic) => {
    if (topic === REQUESTS) return [orderRef];
    if (!touchesShipments) return [];
    const carrierId = SHIPMENTS.exec(topic)?.[1];
    if (carrierId !== undefined) return shipments.filter(([, carrier]) => carrier === carrierId).map(([ref]) => ref);
    return topic === PICKS ? shipments.map(([ref]) => ref) : [];
  });
  return [...new Set(keys)].sort();
}
