// A shop and a carrier that know nothing of us but their login and the registry, on the running services: orders in, shipments out,
// and no further than the access rules let them.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { carrierTopics, LANES, topics } from '#schemas/generated/topics';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import { eventually } from '#test/support/eventually';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { publishAvro, readAvro } from '#test/support/third-party/node-client';
import type { OutsiderLogin } from '#test/support/third-party/outsider';
import { preparePython } from '#test/support/third-party/python-client';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';

jest.setTimeout(120_000);

const PLACED = 'fulfilment.orders.OrderPlaced';
const PAID = 'fulfilment.orders.PaymentConfirmed';
const python = preparePython();
if (python.kind === 'missing') process.stderr.write(`${python.reason}\n`);
const describeWithPython = python.kind === 'ready' ? describe : describe.skip;

let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest;
let shop: OutsiderLogin;
let swiftpost: OutsiderLogin;
const topicOf = (name: string): string => `${world.isolation.topicPrefix}${name}`;

beforeAll(async () => {
  world = createTestWorld('third-party-clients');
  view = await openWorldView(world);
  services = await startServices(world);
  const { orderServiceConnection, carrierConnection } = outsidersOf(world);
  shop = loginOf(orderServiceConnection);
  swiftpost = loginOf(carrierConnection('swiftpost'));
});
afterAll(async () => {
  await services?.stop();
  await view?.close();
});

function loginOf({ brokers, login, registryUrl }: OutsideConnection): OutsiderLogin {
  if (login === null) throw new Error('this stack asks for no login');
  return { brokers, ...login, registryUrl };
}

/** Orders to places that swiftpost serves. */
function ordersOf(seed: string, count: number): readonly PlainOrder[] {
  const orders = generateOrders({ seed, count: count * 10, customers: 50, firstAtMs: Date.now() });
  return [...orders].filter((order) => blocksOf(order).shipping.carrierId === 'swiftpost').slice(0, count);
}

function paymentOf(order: PlainOrder): { readonly key: string; readonly value: unknown } {
  const { eventId, orderId, occurredAt } = order;
  const { amount, currency } = blocksOf(order).payment;
  const paid = { eventId: `${eventId.slice(0, -4)}beef`, orderId, occurredAt: occurredAt + 1, amount, currency };
  return { key: orderId, value: paid };
}

/** What the carrier must have got of these orders, by shipmentRef. */
function expectedShipments(orders: readonly PlainOrder[]): Record<string, string> {
  const { refs } = view.platform;
  return Object.fromEntries(
    orders.map((order) => [refs.shipmentRef('swiftpost', order.orderId, 1), blocksOf(order).shipping.recipientName]),
  );
}

type Seen = readonly { readonly key: string | null; readonly value: unknown }[];

/** Names of the recipients by shipmentRef, once all shipments of these orders are there. @param read reads so many records */
async function recipientsOf(
  orders: readonly PlainOrder[],
  read: (count: number, groupId: string) => Promise<Seen>,
): Promise<Record<string, unknown>> {
  const wanted = Object.keys(expectedShipments(orders));
  const live = await eventually('the shipments', async () => {
    const keys = await view.liveKeys(carrierTopics('swiftpost').shipments);
    return wanted.every((ref) => keys.includes(ref)) ? keys.length : undefined;
  });
  // Heartbeats lie in between, one in each partition at a time: their number is nobody's to know.
  for (let rounds = 1; rounds <= 20; rounds++) {
    const seen = await read(live + rounds * LANES, topicOf(`swiftpost.${orders[0]?.orderId}-${rounds}`));
    const values = new Map(seen.flatMap(({ key, value }) => (value === null ? [] : [[key, value as object] as const])));
    if (!wanted.every((ref) => values.has(ref))) continue;
    for (const value of values.values()) {
      expect(Object.keys(value)).not.toContain('orderId');
      expect(JSON.stringify(value)).not.toContain(orders[0]?.orderId);
    }
    return Object.fromEntries(wanted.map((ref) => [ref, (values.get(ref) as { recipientName: string }).recipientName]));
  }
  throw new Error('the shipments do not come');
}

describe('an ordinary Avro client in Node', () => {
  test('publishes an order and its payment with the schemas of the registry, and its carrier reads the shipment', async () => {
    const orders = ordersOf('node', 3);
    const events = topicOf(topics.ordersEvents.name);
    const placed = orders.map((order) => ({ key: order.orderId, value: order }));
    await publishAvro(shop, events, `${events}-${PLACED}`, placed, 'gzip');
    await publishAvro(shop, events, `${events}-${PAID}`, orders.map(paymentOf));
    const topic = topicOf(carrierTopics('swiftpost').shipments.name);
    const seen = await recipientsOf(orders, (count, groupId) => readAvro(swiftpost, topic, groupId, count));
    expect(seen).toEqual(expectedShipments(orders));
  });

  test('of one carrier reads neither another carrier nor the orders', async () => {
    const forbidden = [
      carrierTopics('parcelway').shipments.name,
      topics.ordersEvents.name,
      topics.ordersFacts.name,
      topics.ordersSealed.name,
      topics.intakeDeadLetters.name,
      topics.erasureLedger.name,
    ];
    for (const name of forbidden) {
      const reading = readAvro(swiftpost, topicOf(name), topicOf('swiftpost.spy'), 1, 15_000);
      await expect(reading).rejects.toThrow(/not authorized/i);
    }
  });

  test('of a carrier writes neither its own shipments nor orders, and the order service writes no facts', async () => {
    const shipments = topicOf(carrierTopics('swiftpost').shipments.name);
    const record = { key: 'forged', value: { shipmentRef: 'forged' } };
    const [order] = ordersOf('forged', 1) as [PlainOrder];
    const events = topicOf(topics.ordersEvents.name);
    const asOrder = [{ key: order.orderId, value: order }];
    const statuses = `${topicOf(carrierTopics('swiftpost').statuses.name)}-value`;
    const status = [{ key: record.key, value: { shipmentRef: 'forged', status: 'DELIVERED', occurredAt: 1 } }];
    await expect(publishAvro(swiftpost, shipments, statuses, status)).rejects.toThrow(/not authorized/i);
    await expect(publishAvro(swiftpost, events, `${events}-${PLACED}`, asOrder)).rejects.toThrow(/not authorized/i);
    const facts = topicOf(topics.ordersFacts.name);
    await expect(publishAvro(shop, facts, `${events}-${PLACED}`, asOrder)).rejects.toThrow(/not authorized/i);
  });

  test('gets nowhere with a wrong password', async () => {
    const topic = topicOf(carrierTopics('swiftpost').shipments.name);
    const wrong = { ...swiftpost, password: 'wrong' };
    await expect(readAvro(wrong, topic, topicOf('swiftpost.wrong'), 1, 15_000)).rejects.toThrow(
      /authentication failed/i,
    );
  });
});

describeWithPython('an ordinary Avro client in Python', () => {
  test('publishes an order and its payment with the schemas of the registry, and its carrier reads the shipment', async () => {
    if (python.kind !== 'ready') throw new Error(python.reason);
    const { client } = python;
    const orders = ordersOf('python', 3);
    const topic = topicOf(topics.ordersEvents.name);
    const placed = orders.map((order) => ({ key: order.orderId, value: { ...order, ...blocksOf(order) } }));
    const common = { login: shop, topic };
    expect(await client.publish({ ...common, recordName: PLACED, compression: 'lz4', records: placed })).toBe(3);
    const paid = orders.map(paymentOf);
    expect(await client.publish({ ...common, recordName: PAID, compression: 'zstd', records: paid })).toBe(3);
    const shipments = topicOf(carrierTopics('swiftpost').shipments.name);
    const seen = await recipientsOf(orders, (count, groupId) =>
      client.read({ login: swiftpost, topic: shipments, groupId, count }),
    );
    expect(seen).toEqual(expectedShipments(orders));
  });
});
