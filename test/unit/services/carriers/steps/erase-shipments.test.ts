import { beforeEach, describe, expect, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { lane } from '#shared/refs/lane';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import {
  createSmallCarriers,
  decodedIn,
  orderRefOf,
  ORDERS,
  refs,
  type SmallCarriers,
} from '../support/small-carriers.js';

const order = ORDERS[0] as PlainOrder;
const parcels = [1, 2].map((parcel) => ({ parcel, weightGrams: 100, skus: [] }));

describe('erasing what carriers hold of an order', () => {
  let carriers: SmallCarriers;
  beforeEach(async () => {
    carriers = await createSmallCarriers();
    await carriers.admit(order);
    await carriers.appendBlock(order);
    carriers.appendFacts(order, { revision: 3, paidAt: 1, parcels });
    await carriers.work();
  });

  test('writes a tombstone where each record lies, with the request in its headers and nothing of a person', async () => {
    carriers.appendRequest(order);
    const outputs = await carriers.work();
    const headers = { 'erasure-id': 'erasure-1', reason: 'RETENTION_ENDED', 'policy-version': '1' };
    const tombstones = outputs.filter(({ value }) => value === null);
    const expected = [1, 2].flatMap((parcel) => {
      const key = refs.shipmentRef('swiftpost', order.orderId, parcel);
      return [carrierTopics('swiftpost').shipments.name, topics.warehousePicks.name].map((topic) => ({
        topic,
        partition: lane(orderRefOf(order)),
        key,
        value: null,
        headers,
      }));
    });
    expect(tombstones).toEqual(expected);
    const placeOf = ({ topic, partition, key }: (typeof outputs)[number]) => `${topic}/${partition}/${String(key)}`;
    const written = new Set(carriers.outputs.filter(({ value }) => value !== null).map(placeOf));
    expect(tombstones.filter((one) => !written.has(placeOf(one)))).toEqual([]);
    expect(decodedIn(outputs, topics.erasureReceipts)).toMatchObject([
      { erasureId: 'erasure-1', orderRef: orderRefOf(order), participant: 'carriers', deletedRecords: 4 },
    ]);
  });

  test('answers for an order it never sent, so that the erasure is not kept waiting', async () => {
    carriers.appendRequest(ORDERS[1] as PlainOrder);
    const outputs = await carriers.work();
    expect(outputs.map(({ topic }) => topic)).toEqual([topics.erasureReceipts.name]);
    expect(decodedIn(outputs, topics.erasureReceipts)).toMatchObject([{ deletedRecords: 0 }]);
  });

  test('touches nothing when other categories than the address are erased, and says so', async () => {
    carriers.appendRequest(order, ['signals']);
    const outputs = await carriers.work();
    expect(outputs.map(({ topic }) => topic)).toEqual([topics.erasureReceipts.name]);
    expect((await carriers.store.blocksOf([orderRefOf(order)])).size).toBe(1);
    carriers.appendStatus(refs.shipmentRef('swiftpost', order.orderId, 2));
    expect((await carriers.work()).map(({ topic }) => topic)).toEqual([topics.shipmentsProgress.name]);
  });
});
