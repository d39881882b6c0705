// What every waiting room of intake must do; run against the one in memory and the one in MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import type { OrderEvent } from '#services/intake/domain/order-event';
import type { CheckedEvent } from '#services/intake/steps/checked-event';
import type { EarlyEvents } from '#services/intake/store/early-events';

let made = 0;

function freshRef(): OrderRef {
  return `${String(made++).padStart(21, 'r')}A` as OrderRef;
}

export function early(
  orderRef: OrderRef,
  offset: number,
  occurredAt: number,
  eventId = `event-${offset}`,
): CheckedEvent {
  const [topic, partition] = ['t.orders.events', 3];
  const event: OrderEvent = {
    type: 'packed',
    eventId,
    orderId: 'order',
    orderRef,
    position: `${topic}:${partition}:${offset}`,
    occurredAt,
    parcels: [{ parcel: 1, weightGrams: 5, skus: [{ sku: 's', quantity: 2 }] }],
  };
  const [key, value] = [Buffer.from('order'), Buffer.from('personal data of the order')];
  const record = { topic, partition, offset: String(offset), timestampMs: 1, key, value, headers: {} };
  return { record, orderRef, event, blocks: [] };
}

/** @param freshStore an empty one for each test */
export function describeEarlyEvents(name: string, freshStore: () => Promise<EarlyEvents>): void {
  describe(name, () => {
    test('gives back the events of these orders and of no others, with where they lay and without their bytes', async () => {
      const store = await freshStore();
      const [mine, theirs] = [freshRef(), freshRef()];
      const event = early(mine, 7, 100);
      await store.park([event, early(theirs, 8, 100)]);
      const [found, ...more] = await store.parkedFor([mine, freshRef()]);
      expect(more).toEqual([]);
      expect(found).toMatchObject({ orderRef: mine, event: event.event, blocks: [] });
      expect(found?.record).toMatchObject({
        topic: 't.orders.events',
        partition: 3,
        offset: '7',
        key: null,
        value: null,
      });
    });

    test('tells them in the order in which they happened; at the same instant by their offsets as numbers', async () => {
      const store = await freshStore();
      const orderRef = freshRef();
      await store.park([early(orderRef, 10, 5), early(orderRef, 9, 5), early(orderRef, 11, 1)]);
      const found = await store.parkedFor([orderRef]);
      expect(found.map(({ record }) => record.offset)).toEqual(['11', '9', '10']);
    });

    test('keeps the same event at the same position once, however often it comes', async () => {
      const store = await freshStore();
      const orderRef = freshRef();
      await store.park([early(orderRef, 1, 5)]);
      await store.park([early(orderRef, 1, 5), early(orderRef, 2, 6)]);
      expect(await store.parkedFor([orderRef])).toHaveLength(2);
    });

    test('lets go of single events, and of whole orders', async () => {
      const store = await freshStore();
      const [one, other] = [freshRef(), freshRef()];
      const [first, second] = [early(one, 1, 1), early(one, 2, 2)];
      await store.park([first, second, early(other, 3, 3)]);
      await store.release([first]);
      await store.release([first]);
      expect((await store.parkedFor([one])).map(({ record }) => record.offset)).toEqual(['2']);
      await store.forget([one]);
      expect(await store.parkedFor([one])).toEqual([]);
      expect(await store.parkedFor([other])).toHaveLength(1);
    });

    test('of nothing gives nothing and does nothing', async () => {
      const store = await freshStore();
      const orderRef = freshRef();
      expect(await store.parkedFor([])).toEqual([]);
      expect(await store.parkedFor([orderRef])).toEqual([]);
      await store.park([early(orderRef, 1, 1)]);
      await store.park([]);
      await store.release([]);
      await store.forget([]);
      expect(await store.parkedFor([orderRef])).toHaveLength(1);
    });
  });
}
