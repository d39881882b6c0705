// Clients of other people against the topics as the contract describes them: Node and Python, every compression, SCRAM, tombstones.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { registerCodecs } from '#shared/kafka/codecs';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import { eventually } from '#test/support/eventually';
import { publishAvro, readAvro } from '#test/support/third-party/node-client';
import type { OutsiderLogin } from '#test/support/third-party/outsider';
import { preparePython } from '#test/support/third-party/python-client';
import { createOutsideWorld, type Followed, type OutsideWorld } from './support/outside-world.js';

const PLACED = 'fulfilment.orders.OrderPlaced';
const { shipments } = carrierTopics('swiftpost');
const python = preparePython();
if (python.kind === 'missing') process.stderr.write(`${python.reason}\n`);
const describeWithPython = python.kind === 'ready' ? describe : describe.skip;
const client = () => (python.kind === 'ready' ? python.client : fail());

let world: OutsideWorld;
let followed: readonly Followed[];
beforeAll(async () => {
  registerCodecs();
  world = await createOutsideWorld('third-party');
  followed = await world.follow(topics.ordersEvents);
});
afterAll(() => world.close());

function fail(): never {
  throw new Error('there is no Python client');
}

function loginOf({ brokers, login, registryUrl }: OutsideConnection): OutsiderLogin {
  if (login === null) throw new Error('this stack asks for no login');
  return { brokers, ...login, registryUrl };
}

/** The union branches as Python has them: without wrappers. */
function unwrapped(order: PlainOrder): unknown {
  return { ...order, ...blocksOf(order) };
}

async function arrived(orders: readonly PlainOrder[]): Promise<readonly unknown[]> {
  return await eventually('the orders', () => {
    const found = orders.map(({ orderId }) => followed.find(({ key }) => key === orderId)?.value);
    return found.every((value) => value !== undefined) ? found : undefined;
  });
}

/** One shipment, one heartbeat, one tombstone; all under keys of this test. */
async function fillShipments(name: string): Promise<void> {
  const topic = `${world.topicPrefix}${shipments.name}`;
  const id = await world.registry.getLatestSchemaId(`${topic}-value`);
  const schema = (await world.registry.getSchema(id)) as unknown as { random(): Record<string, unknown> };
  const value = await world.registry.encode(id, { ...schema.random(), shipmentRef: name });
  const messages = [
    { key: name, value },
    { key: '~hb', value: null },
    { key: name, value: null },
  ];
  await world.producer.send({ topic, messages: messages.map((message) => ({ ...message, partition: 0 })) });
}

describe('an ordinary Node client', () => {
  test.each(['none', 'gzip'] as const)(
    'publishes orders (%s) that are read as they were written',
    async (compression) => {
      const orders = [...generateOrders({ seed: `node-${compression}`, count: 5, customers: 5 })];
      const topic = `${world.topicPrefix}${topics.ordersEvents.name}`;
      const records = orders.map((order) => ({ key: order.orderId, value: order }));
      await publishAvro(loginOf(world.orderService), topic, `${topic}-${PLACED}`, records, compression);
      expect(JSON.parse(JSON.stringify(await arrived(orders)))).toEqual(orders);
    },
  );

  test('reads its shipments with the schema of the registry, tombstones and heartbeats as nulls', async () => {
    await fillShipments('node');
    const topic = `${world.topicPrefix}${shipments.name}`;
    const seen = await readAvro(loginOf(world.swiftpost), topic, `${world.topicPrefix}swiftpost.node`, 3);
    const own = seen.filter(({ key }) => key === 'node');
    expect(own[0]?.value).toMatchObject({ shipmentRef: 'node' });
    expect(seen.filter(({ value }) => value === null).length).toBeGreaterThan(0);
  });

  test("can't read the shipments of another carrier", async () => {
    const topic = `${world.topicPrefix}${shipments.name}`;
    const reading = readAvro(loginOf(world.parcelway), topic, `${world.topicPrefix}parcelway.spy`, 1, 15_000);
    await expect(reading).rejects.toThrow(/not authorized/i);
  });
});

describeWithPython('an ordinary Python client', () => {
  // What Python sends in lz4, snappy and zstd would end a bare Node client.
  test.each(['none', 'gzip', 'snappy', 'lz4', 'zstd'] as const)(
    'publishes orders (%s) that are read as they were written',
    async (compression) => {
      const orders = [...generateOrders({ seed: `python-${compression}`, count: 20, customers: 5 })];
      const acknowledged = await client().publish({
        login: loginOf(world.orderService),
        topic: `${world.topicPrefix}${topics.ordersEvents.name}`,
        recordName: PLACED,
        compression,
        records: orders.map((order) => ({ key: order.orderId, value: unwrapped(order) })),
      });
      expect(acknowledged).toBe(20);
      expect(JSON.parse(JSON.stringify(await arrived(orders)))).toEqual(orders);
    },
  );

  test('reads its shipments by SCRAM with the schema of the registry, tombstones and heartbeats as nulls', async () => {
    await fillShipments('python');
    const seen = await client().read({
      login: loginOf(world.swiftpost),
      topic: `${world.topicPrefix}${shipments.name}`,
      groupId: `${world.topicPrefix}swiftpost.python`,
      count: 6,
    });
    const own = seen.filter(({ key }) => key === 'python').map(({ value }) => value);
    expect(own).toEqual([expect.objectContaining({ shipmentRef: 'python' }), null]);
    expect(seen.filter(({ key }) => key === '~hb').map(({ value }) => value)).toEqual([null, null]);
  });

  test("can't read the shipments of another carrier", async () => {
    const reading = client().read({
      login: loginOf(world.parcelway),
      topic: `${world.topicPrefix}${shipments.name}`,
      groupId: `${world.topicPrefix}parcelway.python-spy`,
      count: 1,
      timeoutMs: 15_000,
    });
    await expect(reading).rejects.toThrow(/authorization failed/i);
  });
});
