// The same orders (a) in order through one process, (b) shuffled within an hour through three at once, of which two are killed, (c) by one computation
// in event time: the last assessment of each order is the same, byte for byte apart from revision and time of assessing. And nobody who copies
// the topics of fraud control finds an address, a device, a mail address or a name in them.
// In full: FRAUD_ORDERS=50000.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { Assessment } from '#schemas/generated/records';
import { type TopicHandle, topics } from '#schemas/generated/topics';
import { assess } from '#services/fraud/domain/assess';
import { byPlacing } from '#services/fraud/domain/observed-order';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { assessmentOf } from '#services/fraud/steps/assessment-record';
import { type KeptOrder, keptOrder } from '#services/fraud/steps/observation-record';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { openTopicReader } from '#shared/kafka/topic-reader';
import { createLogger } from '#shared/logging/logger';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { prepareTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { readLatest, readTopic } from '#test/support/read-topic';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';

const ORDERS = Number(process.env['FRAUD_ORDERS'] ?? 120);
const PATIENCE_MS = 60_000 + ORDERS * 20;
const BATCH = 2_000;
const HOUR_MS = 3_600_000;
const MINUTE_MS = 60_000;
const { ruleSet } = defaultRules();
const OWN_TOPICS = [topics.fraudObservations, topics.fraudAssessments, topics.fraudFlags] as const;

jest.setTimeout(120_000 + ORDERS * 60);

/** A minute apart, with shared devices and addresses among them; every tenth comes from one of a few that many have. */
function ordersInOrder(): PlainOrder[] {
  const start = Date.now() - ORDERS * MINUTE_MS - 24 * HOUR_MS;
  const many = Math.max(23, ORDERS >> 4);
  return [...generateOrders({ seed: 'fraud-killed', count: ORDERS })].map((order, n) => {
    const of = n % 10 === 0 ? 7 : many;
    const deviceId = `device-of-test-${(n * 7) % of}`;
    const ipAddress = `93.${184 + (n % 3)}.${(n * 5) % Math.min(of, 250)}.${(n * 3) % 11}`;
    const moved = withBlocks(order, { signals: { ...blocksOf(order).signals, deviceId, ipAddress } });
    return { ...moved, occurredAt: start + n * MINUTE_MS };
  });
}

function shuffled(orders: readonly PlainOrder[]): PlainOrder[] {
  return orders
    .map((order, n) => ({ order, arrivesAt: order.occurredAt + ((n * 7919) % 60) * MINUTE_MS }))
    .sort((one, other) => one.arrivesAt - other.arrivesAt)
    .map(({ order }) => order);
}

interface Opened {
  readonly world: TestWorld;
  readonly platform: Platform;
  close(): Promise<void>;
}

async function open(world: TestWorld): Promise<Opened> {
  const opened = await compose('fraud-test', async (use) => {
    const logger = createLogger({ service: 'fraud-test', level: 'error' });
    const made = await openPlatform(use, { name: 'fraud-test', environment: world.env, logger });
    await prepareTopics(made);
    return made;
  }).start();
  return { world, platform: opened.value, close: () => opened.stop() };
}

async function latest<Value>({ platform }: Opened, topic: TopicHandle<string, Value>): Promise<Value[]> {
  const records = [...(await readLatest(platform.kafka, platform.topicName(topic.name))).values()];
  await platform.codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ value }) => {
    const decoded =
      value === null ? undefined : (platform.codec.decode(value, topic) as { kind: string; value: Value });
    return decoded?.kind === 'decoded' ? [decoded.value] : [];
  });
}

async function publish({ platform }: Opened, orders: readonly PlainOrder[]): Promise<void> {
  const producer = await startPlainProducer(platform.kafka);
  for (let from = 0; from < orders.length; from += BATCH) {
    await producer.send(
      orders.slice(from, from + BATCH).map((order) => ({
        topic: platform.topicName(topics.ordersEvents.name),
        partition: order.orderId.length % 4,
        key: order.orderId,
        value: platform.codec.encode(topics.ordersEvents, order, 'fulfilment.orders.OrderPlaced'),
      })),
    );
  }
  await producer.stop();
}

/** Waits until so many orders are assessed. What was read once is not read again: it takes the machine from what is waited for. */
async function watchAssessed({ platform }: Opened) {
  const topic = platform.topicName(topics.fraudAssessments.name);
  const reader = await openTopicReader(platform.kafka, [topic]);
  const ends = Array.from({ length: reader.partitions(topic) }, () => 0);
  const seen = new Set<string>();
  const readOn = async (from: number, partition: number): Promise<void> => {
    for await (const batch of reader.read(topic, partition, { from })) {
      for (const { key } of batch) seen.add(key?.toString('utf8') ?? '');
      ends[partition] = Math.max(ends[partition] ?? 0, Number(batch.at(-1)?.offset ?? -1) + 1);
    }
  };
  const look = async (orders: number): Promise<true> => {
    await Promise.all(ends.map(readOn));
    if (seen.size < orders) throw new Error(`${seen.size} are`);
    return true;
  };
  return {
    atLeast: (orders: number) => eventually(`${orders} are assessed`, () => look(orders), PATIENCE_MS),
    close: () => reader.close(),
  };
}

/** What counts: all but revision and time of assessing, as bytes. */
function bytesOf({ platform }: Opened, assessments: readonly Assessment[]): Map<string, string> {
  return new Map(
    assessments
      .map((one) => {
        const bytes = platform.codec.encode(topics.fraudAssessments, { ...one, revision: 0, assessedAt: 0 });
        return [one.orderRef, bytes.toString('base64')] as const;
      })
      .sort(([one], [other]) => (one < other ? -1 : 1)),
  );
}

/** What one computation in event time says of what was observed. */
async function inEventTime(opened: Opened): Promise<Assessment[]> {
  const history = new OrderHistory<KeptOrder>();
  const kept = (await latest(opened, topics.fraudObservations))
    .map((one) => keptOrder(one, opened.platform.fraudSeal.open))
    .sort(byPlacing);
  return kept.map((order) => {
    history.put([order]);
    return assessmentOf(order, assess(history, ruleSet, order), ruleSet, 0, 0);
  });
}

describe('assessments of several processes', () => {
  const orders = ordersInOrder();
  const running: ServicesUnderTest[] = [];
  let several: Opened;
  let single: Opened;

  beforeAll(async () => {
    const world = createTestWorld('fraud-killed');
    several = await open(world);
    single = await open(createTestWorld('fraud-in-order', { keyringDirectory: world.keyringDirectory }));
  }, 120_000);

  afterAll(async () => {
    for (const services of running) services.kill('SIGKILL');
    await Promise.all([several.close(), single.close()]);
  });

  const start = async ({ world }: Opened, names: readonly string[]): Promise<ServicesUnderTest> => {
    const services = await startServices(world, names);
    running.push(services);
    return services;
  };

  test('are in the end those of one process in order, and of one computation in event time', async () => {
    const mixed = shuffled(orders);
    const third = Math.floor(ORDERS / 3);
    const { atLeast, close } = await watchAssessed(several);
    const [intake, first, second] = await Promise.all([
      start(several, ['intake']),
      ...[1, 2, 3].map(() => start(several, ['fraud'])),
    ]);
    await publish(several, mixed.slice(0, third));
    await atLeast(third >> 1);
    first?.kill('SIGKILL');
    await publish(several, mixed.slice(third, 2 * third));
    await atLeast(third + (third >> 1));
    second?.kill('SIGKILL');
    // While the last one takes over, another one joins: everything is divided anew.
    await Promise.all([publish(several, mixed.slice(2 * third)), start(several, ['fraud'])]);
    await atLeast(ORDERS);
    await Promise.all([intake.stop(), close()]);

    await eventually(
      'the last revisions are those of event time',
      async () => {
        const last = bytesOf(several, await latest(several, topics.fraudAssessments));
        expect(last).toEqual(bytesOf(several, await inEventTime(several)));
        return true;
      },
      PATIENCE_MS,
    );
    for (const services of running) services.kill('SIGKILL');

    const one = await start(single, ['intake', 'fraud']);
    await publish(single, orders);
    const watched = await watchAssessed(single);
    await watched.atLeast(ORDERS);
    await Promise.all([one.stop(), watched.close()]);
    const inOrder = await latest(single, topics.fraudAssessments);
    expect(bytesOf(single, inOrder)).toEqual(bytesOf(several, await latest(several, topics.fraudAssessments)));
    expect(inOrder).toHaveLength(ORDERS);
    expect(new Set(inOrder.map(({ verdict }) => verdict)).size).toBeGreaterThan(1);
  });

  test('say nothing in clear of those who ordered: no address, device, mail address or name on any topic of fraud control', async () => {
    const { platform } = several;
    const records = await Promise.all(
      OWN_TOPICS.map(({ name }) => readTopic(platform.kafka, platform.topicName(name))),
    );
    // Of each topic as much as one text can hold; the orders looked for are the first that came.
    const looked = records.flatMap((ofTopic) => ofTopic.slice(0, MOST_LOOKED_AT));
    const copy = Buffer.concat(looked.flatMap(({ key, value }) => [key, value].map((part) => part ?? NOTHING)));
    const text = copy.toString('latin1').toLowerCase();
    const checked = orders.slice(0, 300).flatMap((order) => {
      const { signals, contact, shipping } = blocksOf(order);
      const personal = [signals.deviceId, signals.ipAddress, contact.email, contact.phone, shipping.recipientName];
      return [...personal, ...shipping.addressLines, order.customerId, order.orderId].filter((value) => value !== null);
    });
    expect(checked.filter((value) => text.includes(Buffer.from(value.toLowerCase()).toString('latin1')))).toEqual([]);
    // The search would find them: what stands for the orders is there.
    const refs = orders.slice(0, 300).map(({ orderId }) => platform.refs.orderRef(orderId).toLowerCase());
    expect(refs.every((ref) => text.includes(ref))).toBe(true);
  });
});

const NOTHING = Buffer.alloc(0);
const MOST_LOOKED_AT = 20_000;
