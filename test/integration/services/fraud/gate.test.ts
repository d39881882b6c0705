// Orders at the gate with all services running: what fraud control lets go is released, what it holds waits for a person, and what the person
// refuses ends as refused.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Decision, OrderStatus } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { lane } from '#shared/refs/lane';
import { compose } from '#shared/runtime/compose';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { readTopic } from '#test/support/read-topic';
import { createTestWorld, type ServicesUnderTest, startServices } from '#test/support/services-under-test';

const DAY_MS = 86_400_000;
const world = createTestWorld('fraud-gate', { fraudGate: true });
const placedAt = Date.now() - 60_000;

/** Customers of long standing, with nothing in common. */
const [sound, held, refused] = [...generateOrders({ seed: 'fraud-gate', count: 3 })].map((order): PlainOrder => {
  const { signals, payment } = blocksOf(order);
  const accountCreatedAt = placedAt - 900 * DAY_MS;
  return {
    ...withBlocks(order, { signals: { ...signals, accountCreatedAt }, payment: { ...payment, amount: '20.00' } }),
    occurredAt: placedAt,
  };
}) as [PlainOrder, PlainOrder, PlainOrder];

/** Opened an hour ago, and buys much. */
function suspicious(order: PlainOrder): PlainOrder {
  const { signals, payment } = blocksOf(order);
  const accountCreatedAt = placedAt - 3_600_000;
  return withBlocks(order, { signals: { ...signals, accountCreatedAt }, payment: { ...payment, amount: '5000.00' } });
}

describe('an order at the gate', () => {
  let platform: Platform;
  let close: () => Promise<void>;
  let road: ServicesUnderTest;
  let fraud: ServicesUnderTest;

  beforeAll(async () => {
    const opened = await compose('fraud-gate-test', async (use) => {
      const logger = createLogger({ service: 'fraud-gate-test', level: 'error' });
      const made = await openPlatform(use, { name: 'fraud-gate-test', environment: world.env, logger });
      await prepareTopics(made);
      await made.codec.prepare([topics.fraudDecisions]);
      return made;
    }).start();
    platform = opened.value;
    close = () => opened.stop();
    road = await startServices(world, ['intake', 'carriers', 'erasure']);
  }, 120_000);

  afterAll(async () => {
    for (const services of [road, fraud]) services?.kill('SIGKILL');
    await close();
  });

  const send = async (topic: string, key: string, value: Buffer, partition: number): Promise<void> => {
    const producer = await startPlainProducer(platform.kafka);
    await producer.send([{ topic: platform.topicName(topic), partition, key, value }]);
    await producer.stop();
  };
  const event = (order: PlainOrder, name: string, value: object): Promise<void> => {
    const bytes = platform.codec.encode(topics.ordersEvents, value as never, `fulfilment.orders.${name}`);
    return send(topics.ordersEvents.name, order.orderId, bytes, 0);
  };
  const placeAndPay = async (order: PlainOrder): Promise<void> => {
    await event(order, 'OrderPlaced', order);
    await event(order, 'PaymentConfirmed', {
      eventId: order.eventId.replace(/^.{4}/, 'feed'),
      orderId: order.orderId,
      occurredAt: order.occurredAt + 1,
      amount: blocksOf(order).payment.amount,
      currency: blocksOf(order).payment.currency,
    });
  };
  const decide = ({ orderId }: PlainOrder, ruling: Decision['ruling']): Promise<void> => {
    const orderRef = platform.refs.orderRef(orderId);
    const value = { orderRef, ruling, note: 'looked at', decidedBy: 'analyst', decidedAt: Date.now(), revision: null };
    const bytes = platform.codec.encode(topics.fraudDecisions, value);
    return send(topics.fraudDecisions.name, orderRef, bytes, lane(orderRef));
  };
  const told = async ({ orderId }: PlainOrder): Promise<OrderStatus[]> => {
    const records = await readTopic(platform.kafka, platform.topicName(topics.ordersStatuses.name));
    await platform.codec.ensureSchemas(records.map(({ value }) => value));
    return records.flatMap(({ key, value }) => {
      if (key?.toString() !== orderId || value === null) return [];
      const decoded = platform.codec.decode(value, topics.ordersStatuses);
      return decoded.kind === 'decoded' ? [decoded.value] : [];
    });
  };
  const standsAt = (order: PlainOrder, status: OrderStatus['status']): Promise<OrderStatus> =>
    eventually(
      `it is ${status}`,
      async () => {
        const last = (await told(order)).at(-1);
        return last?.status === status ? last : undefined;
      },
      60_000,
    );
  const waitingFor = async (code: string): Promise<number> => {
    const text = await (await fetch(`${road.healthUrl.replace(/\/$/, '')}/metrics`)).text();
    const line = text.split('\n').find((one) => one.startsWith('carriers_waiting{') && one.includes(`code="${code}"`));
    return Number(line?.split(' ').at(-1) ?? 0);
  };

  test('waits while fraud control is down, and that can be seen; then it goes', async () => {
    await placeAndPay(sound);
    await eventually('it waits', async () => ((await waitingFor('FRAUD_AWAITED')) === 1 ? true : undefined), 30_000);
    expect((await told(sound)).map(({ status }) => status)).toEqual(['ACCEPTED']);
    fraud = await startServices(world, ['fraud']);
    await standsAt(sound, 'RELEASED');
    await eventually('none waits', async () => ((await waitingFor('FRAUD_AWAITED')) === 0 ? true : undefined), 30_000);
  }, 120_000);

  test('in review is held until an analyst releases it', async () => {
    await placeAndPay(suspicious(held));
    expect(await standsAt(held, 'HELD')).toMatchObject({ reasonCodes: ['FRAUD_IN_REVIEW'] });
    await decide(held, 'RELEASE');
    await standsAt(held, 'RELEASED');
  }, 120_000);

  test('in review ends as refused when an analyst refuses it', async () => {
    await placeAndPay(suspicious(refused));
    await standsAt(refused, 'HELD');
    await decide(refused, 'REFUSE');
    const end = { outcome: 'REFUSED', reasonCodes: ['FRAUD_REFUSED'] };
    expect(await standsAt(refused, 'FINISHED')).toMatchObject(end);
    expect((await told(refused)).map(({ status }) => status)).not.toContain('RELEASED');
  }, 120_000);
});
