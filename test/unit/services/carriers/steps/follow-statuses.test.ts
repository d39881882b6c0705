// What carriers report, through the flow; the refusals by bytes and types are in the corpus of broken inputs.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import {
  createSmallCarriers,
  decodedIn,
  NOW_MS,
  orderRefOf,
  ORDERS,
  POLICY,
  progressIn,
  refs,
  type SmallCarriers,
} from '../support/small-carriers.js';

const order = ORDERS[0] as PlainOrder;
const ref = refs.shipmentRef('swiftpost', order.orderId, 1);

describe('following the reports of carriers', () => {
  let carriers: SmallCarriers;
  beforeEach(async () => {
    carriers = await createSmallCarriers();
    await carriers.admit(order);
    await carriers.appendBlock(order);
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    await carriers.work();
  });

  const letters = async () => decodedIn(await carriers.work(), topics.carriersDeadLetters);

  test('tells the order’s life how the parcel fares, in the words and at the time of the carrier', async () => {
    carriers.appendStatus(ref, 'IN_TRANSIT');
    expect(progressIn(await carriers.work())).toEqual([
      {
        orderRef: orderRefOf(order),
        shipmentRef: ref,
        carrierId: 'swiftpost',
        parcel: 1,
        parcels: 1,
        state: 'IN_TRANSIT',
        reasonCode: null,
        fieldPaths: [],
        policyVersion: POLICY.version,
        at: NOW_MS,
      },
    ]);
  });

  test('takes a time that is still to come for now, so that a carrier whose clock is ahead keeps nothing longer', async () => {
    carriers.appendStatus(ref, 'DELIVERED', 'swiftpost', NOW_MS + 10 * 365 * 86_400_000);
    expect(progressIn(await carriers.work())).toMatchObject([{ state: 'DELIVERED', at: NOW_MS }]);
  });

  test('passes doubled reports and reports out of order on: which one counts is not decided here', async () => {
    for (const state of ['DELIVERED', 'DELIVERED', 'ACCEPTED'] as const) carriers.appendStatus(ref, state);
    expect(progressIn(await carriers.work()).map(({ state }) => state)).toEqual(['DELIVERED', 'DELIVERED', 'ACCEPTED']);
  });

  test('seals the report of a foreign carrier with the key of its day, not with that of somebody else’s order', async () => {
    carriers.appendStatus(ref, 'LOST', 'parcelway');
    const [letter] = await letters();
    expect(letter).toMatchObject({ code: 'SHIPMENT_FOREIGN', orderRef: null, fieldPaths: ['shipmentRef'] });
    expect(letter?.original?.keyId).not.toContain(orderRefOf(order));
    expect(letter?.original).not.toBeNull();
  });

  test('keeps nothing of a report on an erased order', async () => {
    await carriers.vault.shredOrders([orderRefOf(order)], NOW_MS);
    carriers.appendRequest(order);
    await carriers.work();
    carriers.appendStatus(ref);
    expect(await letters()).toMatchObject([{ code: 'ORDER_ERASED', orderRef: orderRefOf(order), original: null }]);
  });

  test('believes no report on a parcel the order does not have', async () => {
    carriers.appendStatus(refs.shipmentRef('swiftpost', order.orderId, 2));
    expect(await letters()).toMatchObject([{ code: 'SHIPMENT_UNKNOWN' }]);
  });
});
