// The simulated order service against a real Kafka and registry, with its own login and the access rules that the services make.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { OrderStatus, OrderStatusKind } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { generateOrders } from '#shared/sample/generate-orders';
import { startOrderService } from '#shared/sample/order-service';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { byKey, createOutsideWorld, type OutsideWorld } from './support/outside-world.js';

let world: OutsideWorld;
beforeAll(async () => {
  world = await createOutsideWorld('sample-order-service');
});
afterAll(() => world.close());

async function tell(orderId: string, status: OrderStatusKind, outcome: OrderStatus['outcome'] = null): Promise<void> {
  const value = { orderId, status, outcome, reasonCodes: [], policyVersion: 1, at: 1 };
  const bytes = await world.encode(topics.ordersStatuses, 'fulfilment.orders.OrderStatus', value);
  await world.producer.send({
    topic: `${world.topicPrefix}orders.statuses`,
    messages: [{ key: orderId, value: bytes }],
  });
}

describe('the simulated order service', () => {
  test('publishes orders and what follows in order, and learns their fate', async () => {
    const followed = await world.follow(topics.ordersEvents);
    const signedIn = await world.follow(topics.accountsEvents);
    const told: string[] = [];
    const startedMs = Date.now();
    const service = await startOrderService({
      connection: world.orderService,
      topicPrefix: world.topicPrefix,
      groupId: `${world.topicPrefix}order-service.test`,
      orders: generateOrders({ seed: 'first', count: 40, customers: 20 }),
      ordersPerSecond: 200,
      seed: 'first',
      clock: createSystemClock(),
      shares: { cancelledUnpaid: 0.2, cancelledPaid: 0.2, packed: 0.5 },
      tellsSignIns: true,
      followUpDelayMs: { minMs: 5, maxMs: 30 },
      onStatus: ({ orderId, status }) => told.push(`${orderId} ${status}`),
    });
    await service.published;
    const { placed } = service.counts();
    expect(placed).toBe(40);
    const byOrder = await eventually('all events', () => {
      const events = byKey(followed);
      const ends = [...events.values()].filter((list) => list.length > 1);
      return ends.length === 40 ? events : undefined;
    });
    for (const [orderId, events] of byOrder) {
      const first = events[0]?.value as PlainOrder;
      expect(first).toMatchObject({ orderId, items: expect.any(Array) });
      expect(first.occurredAt).toBeGreaterThanOrEqual(startedMs);
      expect(new Set(events.map(({ partition }) => partition)).size).toBe(1);
      for (const { value } of events)
        expect(value).toMatchObject({ orderId, eventId: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    }

    await eventually('a sign-in before each order', () => (signedIn.length === 40 ? true : undefined));
    const accounts = new Set(
      [...byOrder.values()].flat().flatMap(({ value }) => (value as PlainOrder).customerId ?? []),
    );
    expect(new Set(signedIn.map(({ key }) => key))).toEqual(accounts);

    for (const orderId of byOrder.keys()) {
      await tell(orderId, 'ACCEPTED');
      await tell(orderId, 'FINISHED', 'DELIVERED');
    }
    await tell('somebody-elses-order', 'ACCEPTED');
    await eventually('every order finished', () => (service.open() === 0 ? true : undefined));
    expect(service.counts()).toEqual({
      placed: 40,
      byStatus: { ACCEPTED: 40, FINISHED: 40 },
      byOutcome: { DELIVERED: 40 },
    });
    expect(new Set(told).size).toBe(80);
    await service.stop();
  });

  test('places no more orders while as many are open as it may have', async () => {
    const placed: string[] = [];
    const service = await startOrderService({
      connection: world.orderService,
      topicPrefix: world.topicPrefix,
      groupId: `${world.topicPrefix}order-service.bounded`,
      orders: generateOrders({ seed: 'bounded', count: 30, customers: 10 }),
      ordersPerSecond: Number.POSITIVE_INFINITY,
      seed: 'bounded',
      clock: createSystemClock(),
      maxOpen: 12,
      onPlaced: ({ orderId }) => placed.push(orderId),
    });
    await eventually('twelve orders', () => (service.open() === 12 ? true : undefined));
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(service.counts().placed).toBe(12);
    for (const orderId of placed.slice(0, 5)) await tell(orderId, 'REFUSED');
    await eventually('five more orders', () => (service.counts().placed === 17 ? true : undefined));
    await service.stop();
  });

  test('is turned away with a wrong password', async () => {
    const { login } = world.orderService;
    if (login === null) throw new Error('this stack asks for no login');
    const connection = { ...world.orderService, login: { ...login, password: 'wrong' } };
    const options = { connection, topicPrefix: world.topicPrefix, orders: [], ordersPerSecond: 1, seed: 1 };
    await expect(startOrderService({ ...options, clock: createSystemClock() })).rejects.toThrow(
      /authentication failed/i,
    );
  });
});
