// Heartbeats, truncation and the plain producer, on the real broker.
import { afterAll, describe, expect, test } from '@jest/globals';
import { createHeartbeat, HEARTBEAT_KEY } from '#shared/kafka/heartbeat';
import { createIngressKeeper } from '#shared/kafka/ingress-keeper';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createTruncateBehind } from '#shared/kafka/truncate-behind';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { eventually } from '#test/support/eventually';
import { openKafkaBench } from './kafka-bench.js';

const bench = openKafkaBench('ingress');
const { topic } = bench;
afterAll(() => bench.close());

/** First offset still there, by partition. */
async function lowest(name: string): Promise<number[]> {
  const admin = bench.client.kafkajs.admin();
  await admin.connect();
  const offsets = await admin.fetchTopicOffsets(topic(name));
  await admin.disconnect();
  return offsets.sort((a, b) => a.partition - b.partition).map(({ low }) => Number(low));
}
const values = (count: number, partition: number) =>
  Array.from({ length: count }, (_, place) => ({ partition, key: 'k', value: String(place) }));

describe('the plain producer', () => {
  test('writes what many callers send at once, each record once and in the order of the calls', async () => {
    await bench.createTopics({ plain: 2 });
    const producer = await startPlainProducer(bench.client);
    const sends = Array.from({ length: 300 }, (_, place): OutgoingRecord[] => [
      { topic: topic('plain'), partition: place % 2, key: null, value: Buffer.from(String(place)) },
    ]);
    await Promise.all(sends.map((records) => producer.send(records)));
    await producer.stop();
    const read = await bench.read('plain');
    for (const partition of [0, 1]) {
      const numbers = read.filter((record) => record.partition === partition).map(({ value }) => Number(value));
      expect(numbers).toEqual(Array.from({ length: 150 }, (_, place) => place * 2 + partition));
    }
    await expect(producer.send(sends[0] ?? [])).rejects.toThrow(/stopped/);
  });

  test('names a topic or a partition that does not exist, and goes on with others', async () => {
    await bench.createTopics({ here: 1 });
    const producer = await startPlainProducer(bench.client, { deliveryTimeoutMs: 3_000 });
    const record = (name: string, partition: number): OutgoingRecord[] => [
      { topic: topic(name), partition, key: null, value: null },
    ];
    await expect(producer.send(record('nowhere', 0))).rejects.toThrow(/^TOPIC_MISSING.*nowhere/);
    await expect(producer.send(record('here', 7))).rejects.toThrow(/^TOPIC_MISSING.*partition=7, partitions=1/);
    await expect(producer.send(record('here', 0))).resolves.toBeUndefined();
    await producer.stop();
  });

  test('tells of a record the broker refuses, and writes the next one without a gap in its numbering', async () => {
    await bench.createTopics({ small: 1 }, { 'max.message.bytes': '1000' });
    const producer = await startPlainProducer(bench.client, { deliveryTimeoutMs: 5_000 });
    const record = (size: number): OutgoingRecord[] => [
      { topic: topic('small'), partition: 0, key: null, value: Buffer.alloc(size) },
    ];
    await producer.send(record(10));
    const startedMs = Date.now();
    await expect(producer.send(record(5_000))).rejects.toThrow(/larger than the max message size/);
    expect(Date.now() - startedMs).toBeLessThan(2_000);
    await producer.send(record(20));
    await producer.stop();
    expect((await bench.read('small')).map(({ value }) => value?.length)).toEqual([10, 20]);
  });
});

describe('heartbeats', () => {
  test('reach every partition again and again until they are stopped', async () => {
    await bench.createTopics({ beaten: 3 });
    const heartbeat = createHeartbeat({
      kafka: bench.client,
      topics: () => [{ topic: topic('beaten'), partitions: 3 }],
      everyMs: 100,
    });
    const started = await heartbeat.start();
    await new Promise((resolve) => setTimeout(resolve, 350));
    await started.stop();
    const beats = await bench.read('beaten');
    expect(new Set(beats.map(({ key, value }) => `${key} ${value}`))).toEqual(new Set(['~hb null']));
    for (const partition of [0, 1, 2]) {
      expect(beats.filter((beat) => beat.partition === partition).length).toBeGreaterThan(1);
    }
  });
});

describe('truncation', () => {
  test('deletes what lies before the given offsets and nothing else, on a client that knows nothing of the topic yet', async () => {
    await bench.createTopics({ cut: 2 });
    await bench.write('cut', [...values(10, 0), ...values(10, 1)]);
    const truncate = createTruncateBehind(bench.client);
    truncate.behind([{ topic: topic('cut'), partition: 1, offset: 4 }]);
    await eventually('the deletion', async () => ((await lowest('cut'))[1] === 4 ? true : undefined));
    expect(await lowest('cut')).toEqual([0, 4]);
    await truncate.stop();
  });

  test('asks the broker once a second at most, with the furthest offset of each partition', async () => {
    await bench.createTopics({ often: 1 });
    await bench.write('often', values(100, 0));
    const truncate = createTruncateBehind(bench.client, { everyMs: 400 });
    truncate.behind([{ topic: topic('often'), partition: 0, offset: 1 }]);
    await eventually('the first one', async () => ((await lowest('often'))[0] === 1 ? true : undefined));
    for (const offset of [50, 90, 20]) truncate.behind([{ topic: topic('often'), partition: 0, offset }]);
    expect(await lowest('often')).toEqual([1]);
    await eventually('the second one', async () => ((await lowest('often'))[0] === 90 ? true : undefined));
    await truncate.stop();
  });

  test('does what is left when it is stopped', async () => {
    await bench.createTopics({ last: 1 });
    await bench.write('last', values(5, 0));
    const truncate = createTruncateBehind(bench.client);
    truncate.behind([{ topic: topic('last'), partition: 0, offset: 2 }]);
    await eventually('the first one', async () => ((await lowest('last'))[0] === 2 ? true : undefined));
    truncate.behind([{ topic: topic('last'), partition: 0, offset: 5 }]);
    await truncate.stop();
    expect(await lowest('last')).toEqual([5]);
  });
});

describe('the ingress keeper', () => {
  test('truncates behind committed records, and at the start behind what the group had committed before a crash', async () => {
    await bench.createTopics({ orders: 4 });
    await bench.write('orders', [...values(6, 1), ...values(6, 2)]);
    const groupId = `${bench.prefix}intake`;
    const writer = bench.writer('intake.1');
    await writer.initialise();
    await writer.commit([], [{ topic: topic('orders'), partition: 1, offset: 5 }], {
      groupId,
      memberId: '',
      generationId: -1,
    });
    const keeper = createIngressKeeper({ kafka: bench.client, topic: topic('orders'), heartbeatMs: 60_000, groupId });
    const started = await keeper.start();
    await eventually('what was committed before', async () => ((await lowest('orders'))[1] === 5 ? true : undefined));
    const reached = (name: string, partition: number, offset: number) => ({ topic: topic(name), partition, offset });
    started.value.committed([reached('orders', 2, 2), reached('orders', 2, 4), reached('other', 1, 6)]);
    await eventually('what was committed now', async () => ((await lowest('orders'))[2] === 4 ? true : undefined));
    expect(await lowest('orders')).toEqual([0, 5, 4, 0]);
    await started.stop();
  });

  test('of a topic that others read, too, waits for each of them', async () => {
    await bench.createTopics({ shared: 2 });
    await bench.write('shared', [...values(5, 0), ...values(5, 1)]);
    const at = (partition: number, offset: number) => ({ topic: topic('shared'), partition, offset });
    const truncate = createTruncateBehind(bench.client, { everyMs: 50, otherGroups: [`${bench.prefix}desk`] });
    truncate.behind([at(0, 5), at(1, 5)]);
    const writer = bench.writer('desk.0');
    await writer.initialise();
    const commit = (position: ReturnType<typeof at>) =>
      writer.commit([], [position], { groupId: `${bench.prefix}desk`, memberId: '', generationId: -1 });
    await commit(at(1, 2));
    await eventually('what both have read', async () => ((await lowest('shared'))[1] === 2 ? true : undefined));
    expect(await lowest('shared')).toEqual([0, 2]);
    await commit(at(0, 5));
    await eventually('the rest of it', async () => ((await lowest('shared'))[0] === 5 ? true : undefined));
    await truncate.stop();
    expect(await lowest('shared')).toEqual([5, 2]);
  });

  test('leaves nothing of the last order standing in its segment when a heartbeat is all that comes behind it', async () => {
    await bench.createTopics({ quiet: 4 });
    const inputs = [{ topic: topic('quiet'), layout: 'by-lane' as const }];
    const keeper = createIngressKeeper({ kafka: bench.client, topic: topic('quiet'), heartbeatMs: 60_000 });
    const started = await keeper.start();
    const consumer = await bench.start({
      service: 'quiet',
      inputs,
      handler: () => Promise.resolve({ outputs: [] }),
      onCommitted: (_lane, positions) => started.value.committed(positions),
    });
    await consumer.ready;
    await bench.write('quiet', values(3, 2));
    await eventually('the records', async () => ((await lowest('quiet'))[2] === 4 ? true : undefined));
    await bench.write('quiet', [{ partition: 2, key: HEARTBEAT_KEY, value: null }]);
    // One from the keeper's start came first.
    await eventually('the heartbeat behind them', async () => ((await lowest('quiet'))[2] === 5 ? true : undefined));
    await consumer.stop();
    await started.stop();
  });
});
