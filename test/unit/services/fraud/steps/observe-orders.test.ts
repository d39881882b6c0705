// From an order as it is published to what the fraud check keeps of it: hashes and facts, and nothing of what was told.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { createObserveOrders } from '#services/fraud/steps/observe-orders';
import { createReceipts } from '#services/fraud/steps/receipts';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { seal } from '../support/observations.js';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';

const [order, other] = [...generateOrders({ seed: 'observe-orders', count: 2 })] as [PlainOrder, PlainOrder];

function givenObserver(road: SmallRoad) {
  const counted: Record<string, number> = {};
  const handler = createObserveOrders({
    codec: road.codec,
    vault: road.vault,
    policy: createStaticPolicySource(readPolicyFile()),
    topicName: (name) => name,
    sources: {
      hash: createFraudHash(Buffer.alloc(32, 7)),
      countryOf: () => 'US',
      isIn: () => false,
      isDisposable: () => false,
    },
    receipts: createReceipts({ codec: road.codec, topicName: (name) => name, clock: { nowMs: () => 10 } }),
    sealOrderId: seal.seal,
    listVersions: () => [{ name: 'countries', version: '2026-06-17' }],
    onObserved: (outcome, count) => {
      counted[outcome] = (counted[outcome] ?? 0) + count;
    },
  });
  return { handler, counted };
}

/** What intake publishes of the signals of these orders. */
async function sealedSignals(road: SmallRoad, ...orders: readonly PlainOrder[]): Promise<IncomingRecord[]> {
  const outputs = await runUnit(
    road.intake,
    orders.map((one) => road.event('OrderPlaced', one)),
  );
  return road.asInput(outputs.filter(({ key }) => String(key).endsWith('/signals')));
}

describe('an observation', () => {
  let road: SmallRoad;
  beforeEach(async () => {
    road = await givenRoad();
  });

  test('holds hashes, facts and versions, under the ref of the order', async () => {
    const { handler, counted } = givenObserver(road);
    const outputs = await runUnit(handler, await sealedSignals(road, order));
    expect(outputs).toMatchObject([
      { topic: topics.fraudObservations.name, partition: 0, key: road.refs.orderRef(order.orderId) },
    ]);
    const [observed] = road.decoded(outputs, topics.fraudObservations);
    expect(observed).toMatchObject({
      orderId: '',
      sealedOrderId: seal.seal(order.orderId),
      placedAt: order.occurredAt,
      lists: [{ name: 'countries' }],
    });
    expect(observed?.handles.map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['device', 'account', 'address', 'email']),
    );
    expect(counted).toEqual({ observed: 1 });
  });

  test('holds nothing of what was told in clear', async () => {
    const outputs = await runUnit(givenObserver(road).handler, await sealedSignals(road, order, other));
    const bytes = Buffer.concat(outputs.flatMap(({ value }) => value ?? [])).toString('latin1');
    for (const { customerId, signals, contact, shipping } of [order, other]) {
      const { deviceId, ipAddress } = signals['fulfilment.orders.Signals'];
      const { recipientName, addressLines, postalCode } = shipping['fulfilment.orders.Shipping'];
      const { email } = contact['fulfilment.orders.Contact'];
      const told = [
        customerId,
        deviceId,
        ipAddress,
        email,
        email.split('@')[0],
        recipientName,
        ...addressLines,
        postalCode,
      ];
      for (const text of told)
        if (text !== null && text !== undefined && text.length > 3) expect(bytes).not.toContain(text);
    }
    expect(outputs).toHaveLength(2);
  });

  test('has hashes of its own domain, which are none of the refs of the road', async () => {
    const outputs = await runUnit(givenObserver(road).handler, await sealedSignals(road, order));
    const [observed] = road.decoded(outputs, topics.fraudObservations);
    const account = observed?.handles.find(({ kind }) => kind === 'account')?.hash;
    expect(account).toMatch(/^[\w-]{22}$/);
    expect(account).not.toBe(road.refs.customerRef(order.customerId));
  });

  test.each([
    ['SUBJECT_REQUEST', [], 1],
    ['AUTHORITY_ORDER', ['fraud'], 1],
    ['SUBJECT_REQUEST', ['signals'], 1],
    ['SUBJECT_REQUEST', ['contact'], 0],
    ['RETENTION_ENDED', [], 0],
  ])(
    'goes when somebody asked for it, not when the time of the order is over: %s of %j',
    async (reason, categories, gone) => {
      const { handler } = givenObserver(road);
      const orderRef = road.refs.orderRef(order.orderId);
      const request = road.record(
        topics.erasureRequests.name,
        orderRef,
        road.codec.encode(topics.erasureRequests, {
          erasureId: 'erasure-1',
          orderRef,
          categories,
          reason,
          policyVersion: 1,
          requestedAt: 9,
        }),
      );
      const outputs = await runUnit(handler, [...(await sealedSignals(road, order)), request]);
      const tombstones = outputs.filter(({ value }) => value === null);
      // What is not its own to delete is confirmed here; what is, by whoever deletes the conclusions, too.
      const [receipt] = road.decoded(outputs, topics.erasureReceipts);
      expect(outputs).toHaveLength(2);
      expect(tombstones).toHaveLength(gone);
      if (gone === 0) expect(receipt).toMatchObject({ erasureId: 'erasure-1', orderRef, participant: 'fraud' });
      else expect(receipt).toBeUndefined();
      expect(tombstones.every(({ topic, key }) => topic === topics.fraudObservations.name && key === orderRef)).toBe(
        true,
      );
    },
  );

  test('of a decision about an order that is erased takes the decision away, and of no other', async () => {
    const { handler } = givenObserver(road);
    await sealedSignals(road, order);
    await sealedSignals(road, other);
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 1);
    const decided = [order, other].map(({ orderId }) =>
      road.record(topics.fraudDecisions.name, road.refs.orderRef(orderId), Buffer.from('a decision')),
    );
    const outputs = await runUnit(handler, decided);
    expect(outputs).toMatchObject([
      { topic: topics.fraudDecisions.name, key: road.refs.orderRef(order.orderId), value: null },
    ]);
  });

  test('is not made of an erased order, nor of a tombstone', async () => {
    const { handler, counted } = givenObserver(road);
    const records = await sealedSignals(road, order);
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 1);
    expect(await runUnit(handler, [...records, { ...records[0], value: null } as IncomingRecord])).toEqual([]);
    expect(counted).toEqual({ erased: 1 });
  });
});
