// Roads on which nothing lies readable: orders that their shop seals and shipments that only their carrier opens, with clients of other
// people in Node and Python that know nothing of us but their login, the registry and the page about the format.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { OrderPlaced } from '#schemas/generated/records';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { createShipmentSealer } from '#services/carriers/adapters/shipment-sealer';
import { shipmentValue } from '#services/carriers/steps/shipment-value';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { createSecret } from '#shared/config/secret';
import { TOPICS } from '#shared/config/topics';
import type { OrderRef } from '#shared/domain/refs';
import { newKeyPair } from '#shared/hpke/suite';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createSilentLogger } from '#shared/logging/logger';
import { minimise } from '#shared/policy/minimise';
import type { CarrierRule } from '#shared/policy/policy';
import type { Publisher } from '#shared/publisher/publisher';
import { startPublisher } from '#shared/publisher/start-publisher';
import { lane } from '#shared/refs/lane';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { OutsideConnection } from '#shared/sample/outside/connection';
import { eventually } from '#test/support/eventually';
import { readTopic } from '#test/support/read-topic';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import type { OutsiderLogin } from '#test/support/third-party/outsider';
import { preparePython } from '#test/support/third-party/python-client';
import { publishSealedOrders, readSealed } from '#test/support/third-party/sealed-node-client';
import { publishPolicy } from '#test/support/publish-policy';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';
import { put } from '#test/unit/shared/policy/support/changed-policy';

jest.setTimeout(120_000);

const python = preparePython();
if (python.kind === 'missing') process.stderr.write(`${python.reason}\n`);
const describeWithPython = python.kind === 'ready' ? describe : describe.skip;
const pythonClient = python.kind === 'ready' ? python.client : undefined;

let world: TestWorld;
let view: WorldView;
let intake: ServicesUnderTest;
let shop: OutsiderLogin;
let swiftpost: OutsiderLogin;
const topicOf = (name: string): string => `${world.isolation.topicPrefix}${name}`;

beforeAll(async () => {
  world = createTestWorld('sealed-roads');
  view = await openWorldView(world);
  intake = await startServices(world, ['intake']);
  const { orderServiceConnection, carrierConnection } = outsidersOf(world);
  shop = loginOf(orderServiceConnection);
  swiftpost = loginOf(carrierConnection('swiftpost'));
});
afterAll(async () => {
  await intake?.stop();
  await view?.close();
});

function loginOf({ brokers, login, registryUrl }: OutsideConnection): OutsiderLogin {
  if (login === null) throw new Error('this stack asks for no login');
  return { brokers, ...login, registryUrl };
}

function ordersOf(seed: string, count: number): readonly PlainOrder[] {
  const orders = generateOrders({ seed, count: count * 10, customers: 50, firstAtMs: Date.now() });
  return [...orders].filter((order) => blocksOf(order).shipping.carrierId === 'swiftpost').slice(0, count);
}

/** The address blocks as the vault gives them back, once intake has taken the orders. */
async function addressesOf(orders: readonly PlainOrder[]): Promise<unknown[]> {
  const { vault, refs, codec } = view.platform;
  const wanted = orders.map(({ orderId }) => refs.orderRef(orderId));
  const blocks = await eventually('the sealed blocks', async () => {
    const latest = await view.latest(topics.ordersSealed);
    const found = wanted.map((ref) => latest.get(`${ref}/shipping`)?.value ?? undefined);
    return found.every((one) => one !== undefined) ? found : undefined;
  });
  const keys = await vault.keysFor(wanted);
  return wanted.map((ref: OrderRef, at) => {
    const found = keys.get(ref);
    const block = blocks[at]?.block;
    if (found?.kind !== 'keys' || block === undefined) throw new Error('no keys');
    const opened = vault.open(found.keys, ref, 'shipping', 'fulfilment.orders.Shipping', block);
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    const decoded = codec.decodeBare('fulfilment.orders.Shipping', opened.plain);
    return decoded.kind === 'decoded' ? decoded.value : decoded.code;
  });
}

describe('orders sealed by their shop', () => {
  const road = (): { topic: string; keysTopic: string } => {
    return { topic: topicOf(topics.ordersEvents.name), keysTopic: topicOf(topics.ordersIngressKeys.name) };
  };

  test('in Node are taken like plain ones', async () => {
    const orders = ordersOf('sealed-node', 2);
    await publishSealedOrders(shop, { ...road(), groupId: topicOf('order-service.keys-1') }, withoutTypes(orders));
    expect(await addressesOf(orders)).toEqual(orders.map((order) => blocksOf(order).shipping));
  });

  describeWithPython('in Python', () => {
    test('are taken like plain ones', async () => {
      const orders = ordersOf('sealed-python', 2);
      const records = orders.map((order) => ({ key: order.orderId, value: { ...order, ...blocksOf(order) } }));
      const groupId = topicOf('order-service.keys-2');
      expect(await pythonClient?.publishSealed({ login: shop, ...road(), groupId, records })).toBe(2);
      expect(await addressesOf(orders)).toEqual(orders.map((order) => blocksOf(order).shipping));
    });
  });
});

describe('our publisher library', () => {
  const shopOrder = (order: PlainOrder) => ({ ...order, ...blocksOf(order) });
  let publisher: Publisher;

  const publisherAs = (password: string): Promise<Publisher> => {
    const {
      kafka,
      registry,
      topics: names,
    } = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS }, world.env);
    const sasl = { mechanism: shop.mechanism, username: shop.username, password: createSecret(password) };
    return startPublisher({
      kafka: { ...kafka, sasl },
      registryUrl: registry.url,
      topicPrefix: names.prefix,
      logger: createSilentLogger(),
    });
  };

  beforeAll(async () => {
    publisher = await publisherAs(shop.password);
  });
  afterAll(() => publisher?.close());

  test('says by a code of the catalogue that its login is wrong', async () => {
    await expect(publisherAs('not the password')).rejects.toMatchObject({ code: 'KAFKA_DENIED' });
  });

  test('seals to the announced key, as the order service, and goes over to a new one without a restart', async () => {
    const [one, other, broken] = ordersOf('publisher', 3) as [PlainOrder, PlainOrder, PlainOrder];
    expect(await publisher.publish('OrderPlaced', shopOrder(one))).toEqual({ kind: 'published' });
    const { keyId } = view.platform.ingressKeys.rotate();
    await eventually('the announcement of the new key', async () => {
      return (await view.latest(topics.ordersIngressKeys)).has(keyId) ? true : undefined;
    });
    expect(await publisher.publish('OrderPlaced', shopOrder(other))).toEqual({ kind: 'published' });
    const refused = await publisher.publish('OrderPlaced', { ...shopOrder(broken), customerId: '' });
    expect(refused).toMatchObject({ kind: 'refused', code: 'FIELD_INVALID' });
    const expected = [one, other].map((order) => blocksOf(order).shipping);
    expect(await addressesOf([one, other])).toEqual(expected);
  });

  test('goes by a version of the policy as soon as it is in force: refuses what it forbids, leaves out what no carrier gets any more', async () => {
    const [doomed, order] = ordersOf('publisher-policy', 2) as [PlainOrder, PlainOrder];
    const forbidden = shopOrder(doomed);
    const [item] = forbidden.items;
    if (item === undefined) throw new Error('an order without items');
    const items = [{ ...item, description: 'Hoodie, wunderziffer 123' }];
    expect(await publisher.publish('OrderPlaced', { ...forbidden, items })).toEqual({ kind: 'published' });
    await publishPolicy(view.platform, (policy) => {
      put(policy, 'version', 2);
      put(policy, 'forbidden/card-security-code/words/0', 'wunderziffer');
      put(policy, 'carriers/parcelway/releases/international/overrides', {});
    });
    const refused = await eventually('the version at the publisher', async () => {
      const outcome = await publisher.publish('OrderPlaced', { ...forbidden, items });
      return outcome.kind === 'refused' ? outcome : undefined;
    });
    expect(refused).toMatchObject({
      code: 'FORBIDDEN_CARD_SECURITY_CODE',
      faults: [{ path: 'items[0].description' }],
    });
    const { shipping } = blocksOf(order);
    const withMail = { ...shopOrder(order), shipping: { ...shipping, email: 'ann@mail.example' } };
    expect(await publisher.publish('OrderPlaced', withMail)).toEqual({ kind: 'published' });
    expect(await addressesOf([order])).toEqual([{ ...shipping, email: null }]);
  });
});

describe('shipments sealed to their carrier', () => {
  const { privateKey, publicKey } = newKeyPair();
  const sealed = { privateKey, info: 'fulfilment/carriers.swiftpost.shipments' };
  const { shipments } = carrierTopics('swiftpost');
  const orders = ordersOf('sealed-shipments', 3);
  let expected: Record<string, unknown>;

  beforeAll(async () => {
    const { platform } = view;
    const current = platform.policy.current();
    const sealingKey = { keyId: 'swiftpost-1', publicKey };
    const carrier = { ...current.carriers.get('swiftpost'), deliveryMode: 'sealed', sealingKey } as CarrierRule;
    const policy = { ...current, carriers: new Map([['swiftpost', carrier]]) };
    const sealer = createShipmentSealer({ clock: platform.realClock });
    await sealer.prepare(policy);
    const deps = { codec: platform.codec, sealer };
    const released = orders.map((order) => {
      const shipmentRef = platform.refs.shipmentRef('swiftpost', order.orderId, 1);
      const { shipping } = blocksOf(order);
      const decision = minimise(
        policy,
        'swiftpost',
        { shipmentRef, shipping, items: order.items, weightGrams: 500 },
        Date.now(),
      );
      if (decision.kind === 'held') throw new Error(decision.code);
      return { shipmentRef, value: shipmentValue(deps, policy, 'swiftpost', decision.record) };
    });
    const producer = await startPlainProducer(platform.kafka);
    const topic = topicOf(shipments.name);
    await producer.send(
      released.map(({ shipmentRef, value }) => ({ topic, partition: lane(shipmentRef), key: shipmentRef, value })),
    );
    const [gone] = released;
    if (gone === undefined) throw new Error('nothing to take back');
    await producer.send([{ topic, partition: lane(gone.shipmentRef), key: gone.shipmentRef, value: null }]);
    await producer.stop();
    expected = Object.fromEntries(released.map(({ shipmentRef }, at) => [shipmentRef, recipientOf(orders[at])]));
    expected[gone.shipmentRef] = null;
  });

  /** The last word about each parcel. */
  function recipients(
    seen: readonly { readonly key: string | null; readonly value: unknown }[],
  ): Record<string, unknown> {
    const named = seen.map(({ key, value }) => [
      key,
      value === null ? null : (value as { recipientName: string }).recipientName,
    ]);
    return Object.fromEntries(named) as Record<string, unknown>;
  }

  test('are opened in Node by the holder of the private key, tombstones as ever', async () => {
    const seen = await readSealed(swiftpost, topicOf(shipments.name), topicOf('swiftpost.sealed-1'), 4, sealed);
    expect(recipients(seen)).toEqual(expected);
  });

  describeWithPython('in Python', () => {
    test('are opened by the holder of the private key, tombstones as ever', async () => {
      const groupId = topicOf('swiftpost.sealed-2');
      const seen = await pythonClient?.read({
        login: swiftpost,
        topic: topicOf(shipments.name),
        groupId,
        count: 4,
        sealed,
      });
      expect(recipients(seen ?? [])).toEqual(expected);
    });
  });

  test('are opened by nobody else', async () => {
    const other = { ...sealed, privateKey: newKeyPair().privateKey };
    const reading = readSealed(swiftpost, topicOf(shipments.name), topicOf('swiftpost.sealed-3'), 4, other);
    await expect(reading).rejects.toThrow(/authenticate/);
  });

  test('hold no word of an address in their bytes', async () => {
    const records = await readTopic(view.platform.kafka, topicOf(shipments.name));
    const bytes = Buffer.concat(records.flatMap(({ value }) => (value === null ? [] : [value])));
    expect(bytes.length).toBeGreaterThan(500);
    for (const order of orders) {
      const { recipientName, city, addressLines } = blocksOf(order).shipping;
      for (const word of [recipientName, city, ...addressLines]) expect(bytes.includes(word)).toBe(false);
    }
  });
});

function recipientOf(order: PlainOrder | undefined): string | undefined {
  return order === undefined ? undefined : blocksOf(order).shipping.recipientName;
}

/** As a program of somebody else would have them. */
function withoutTypes(orders: readonly OrderPlaced[]): readonly (OrderPlaced & Record<string, unknown>)[] {
  return orders.map((order) => ({ ...order }));
}
