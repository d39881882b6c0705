import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { carrierAccess, orderServiceAccess } from '#shared/kafka/access-rules';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { openTopicAdmin, type TopicAdmin } from '#shared/kafka/topic-admin';
import { eventually } from '#test/support/eventually';
import { stackEnv } from '#test/support/stack';
import { createClient, openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('topic-admin');
const { topic, prefix } = bench;
let admin: TopicAdmin;
beforeAll(async () => {
  admin = await openTopicAdmin(bench.client);
});
afterAll(async () => {
  await admin.close();
  await bench.close();
});

async function settingsOf(name: string): Promise<Record<string, string>> {
  const kafka = bench.client.kafkajs.admin();
  await kafka.connect();
  const { resources } = await kafka.describeConfigs({ includeSynonyms: false, resources: [{ type: 2, name }] });
  await kafka.disconnect();
  const own = resources[0]?.configEntries.filter(({ configSource }) => Number(configSource) === 1) ?? [];
  return Object.fromEntries(own.map(({ configName, configValue }) => [configName, configValue]));
}

describe('topics', () => {
  test('are created with their partitions and settings, and a second time changes nothing', async () => {
    const specs = [
      { name: topic('facts'), partitions: 4, settings: { 'cleanup.policy': 'compact', 'segment.ms': '10000' } },
      { name: topic('ledger'), partitions: 1, settings: {} },
    ];
    expect(await admin.ensureTopics(specs)).toEqual({ created: [topic('facts'), topic('ledger')], altered: [] });
    expect(await settingsOf(topic('facts'))).toEqual({ 'cleanup.policy': 'compact', 'segment.ms': '10000' });
    expect(await admin.ensureTopics(specs)).toEqual({ created: [], altered: [] });
    await expect(admin.verifyTopics(specs)).resolves.toBeUndefined();
  });

  test('that are there keep their settings when a command only makes what is missing', async () => {
    const [there, missing] = [topic('promised'), topic('missing')];
    await admin.ensureTopics([{ name: there, partitions: 1, settings: { 'segment.ms': '10000' } }]);
    const specs = [there, missing].map((name) => ({ name, partitions: 1, settings: { 'segment.ms': '300000' } }));
    expect(await admin.createMissing(specs)).toEqual([missing]);
    expect(await settingsOf(missing)).toEqual({ 'segment.ms': '300000' });
    expect(await settingsOf(there)).toEqual({ 'segment.ms': '10000' });
    await expect(admin.createMissing([{ name: there, partitions: 2, settings: {} }])).rejects.toMatchObject({
      code: 'TOPIC_MISSING',
    });
  });

  test('get the settings of the catalogue when theirs differ, and lose those it does not name', async () => {
    const name = topic('changing');
    const become = async (settings: Record<string, string>): Promise<void> => {
      await eventually('the settings', async () =>
        JSON.stringify(await settingsOf(name)) === JSON.stringify(settings) ? true : undefined,
      );
    };
    const ensure = (settings: Record<string, string>) => admin.ensureTopics([{ name, partitions: 1, settings }]);
    await ensure({ 'retention.ms': '5000', 'segment.ms': '10000' });
    expect(await ensure({ 'retention.ms': '5000', 'segment.ms': '20000' })).toEqual({ created: [], altered: [name] });
    await become({ 'retention.ms': '5000', 'segment.ms': '20000' });
    expect(await ensure({ 'segment.ms': '20000' })).toEqual({ created: [], altered: [name] });
    await become({ 'segment.ms': '20000' });
    expect(await ensure({ 'cleanup.policy': 'compact', 'segment.ms': '20000' })).toEqual({
      created: [],
      altered: [name],
    });
    await become({ 'cleanup.policy': 'compact', 'segment.ms': '20000' });
  });

  test('may be ensured from several processes at once', async () => {
    const specs = [{ name: topic('raced'), partitions: 4, settings: {} }];
    const others = await Promise.all([1, 2, 3].map(() => openTopicAdmin(bench.client)));
    await Promise.all(others.map((other) => other.ensureTopics(specs)));
    await Promise.all(others.map((other) => other.close()));
    await expect(admin.verifyTopics(specs)).resolves.toBeUndefined();
  });

  test('that are missing or have another number of partitions are named, all of them', async () => {
    await admin.ensureTopics([{ name: topic('narrow'), partitions: 2, settings: {} }]);
    const specs = [
      { name: topic('narrow'), partitions: 4, settings: {} },
      { name: topic('nowhere'), partitions: 1, settings: {} },
    ];
    const message = new RegExp(`^TOPIC_MISSING.*narrow \\(2 of 4 partitions\\), .*nowhere \\(0 of 1 partitions\\)`);
    await expect(admin.verifyTopics(specs)).rejects.toThrow(message);
    await expect(admin.ensureTopics([specs[0] as never])).rejects.toThrow(/^TOPIC_MISSING.*narrow/);
  });
});

const { carriers, orderService } = stackEnv();
const withLogins = carriers.swiftpost && orderService ? describe : describe.skip;

withLogins('access', () => {
  const send = async (login: typeof orderService, name: string): Promise<void> => {
    const producer = await startPlainProducer(createClient('outsider', [], login), { deliveryTimeoutMs: 5_000 });
    try {
      await producer.send([{ topic: name, partition: 0, key: 'k', value: Buffer.from('v') }]);
    } finally {
      await producer.stop();
    }
  };
  /** How many records it could read; an error when it may not. */
  async function read(login: typeof orderService, name: string, groupId: string): Promise<number> {
    const consumer = createClient('outsider', [], login).kafkajs.consumer({ groupId, retry: { retries: 0 } });
    await consumer.connect();
    try {
      await consumer.subscribe({ topic: name, fromBeginning: true });
      return await new Promise<number>((resolve, reject) => {
        consumer.on(consumer.events.CRASH, ({ payload }) => reject(payload.error));
        consumer.run({ eachBatch: ({ batch }) => Promise.resolve(resolve(batch.messages.length)) }).catch(reject);
      });
    } finally {
      await consumer.disconnect();
    }
  }
  const own = { shipments: topic('carriers.swiftpost.shipments'), statuses: topic('carriers.swiftpost.statuses') };
  const foreign = topic('carriers.parcelway.shipments');

  beforeAll(async () => {
    const names = [own.shipments, own.statuses, foreign, topic('orders.events'), topic('orders.statuses')];
    await admin.ensureTopics(names.map((name) => ({ name, partitions: 1, settings: {} })));
    for (const name of names) await send(stackEnv().services, name);
    for (const access of [carrierAccess('swiftpost', prefix), orderServiceAccess(prefix)]) {
      await admin.ensureAccess(access.user, access.rules, prefix);
    }
  });

  test('lets a carrier read its shipments and write its statuses, in groups of its own name', async () => {
    expect(await read(carriers.swiftpost, own.shipments, `${prefix}swiftpost.reader`)).toBe(1);
    await expect(send(carriers.swiftpost, own.statuses)).resolves.toBeUndefined();
  });

  test.each([
    ["read another carrier's shipments", () => read(carriers.swiftpost, foreign, `${prefix}swiftpost.reader`)],
    [
      'read its shipments in the group of another',
      () => read(carriers.swiftpost, own.shipments, `${prefix}parcelway.reader`),
    ],
    ['write to its shipments', () => send(carriers.swiftpost, own.shipments)],
    ['read the orders', () => read(carriers.swiftpost, topic('orders.events'), `${prefix}swiftpost.reader`)],
  ])('does not let a carrier %s', async (_, act) => {
    // kafkajs does not say why it found no coordinator for a group it may not use.
    await expect(act()).rejects.toThrow(/authoriz|group coordinator/i);
  });

  test('lets the order service write its events and read its statuses, and nothing else', async () => {
    await expect(send(orderService, topic('orders.events'))).resolves.toBeUndefined();
    expect(await read(orderService, topic('orders.statuses'), `${prefix}order-service.reader`)).toBe(1);
    await expect(read(orderService, topic('orders.events'), `${prefix}order-service.reader`)).rejects.toThrow(
      /authoriz/i,
    );
    await expect(send(orderService, topic('orders.statuses'))).rejects.toThrow(/authoriz/i);
  });

  test('is granted once, and withdrawn when the rules no longer name it', async () => {
    const { user, rules } = carrierAccess('swiftpost', prefix);
    expect(await admin.ensureAccess(user, rules, prefix)).toEqual({ granted: 0, withdrawn: 0 });
    const fewer = rules.filter(({ name }) => name !== own.statuses);
    expect(await admin.ensureAccess(user, fewer, `${prefix}other.`)).toEqual({ granted: 0, withdrawn: 0 });
    expect(await admin.ensureAccess(user, fewer, prefix)).toEqual({ granted: 0, withdrawn: 2 });
    await eventually('the write is refused', () =>
      send(carriers.swiftpost, own.statuses).then(
        () => undefined,
        () => true,
      ),
    );
    expect(await admin.ensureAccess(user, rules, prefix)).toEqual({ granted: 2, withdrawn: 0 });
  });
});
