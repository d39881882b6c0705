// The mirror on a real topic and a real MongoDB: values and deletes in their order, restarts, long absence, receipts for what was asked.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { Admin } from 'kafkajs';
import { MongoClient } from 'mongodb';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka, type KafkaClient } from '#shared/kafka/create-kafka';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger } from '#shared/logging/logger';
import { type Mirror, type MirrorOptions, type MirrorTrouble, startMirror } from '#shared/mirror/mirror';
import type { MirrorReceipt } from '#shared/mirror/mirror-store';
import { createMongoMirrorStore } from '#shared/mirror/mongo-mirror-store';
import { createTopics } from '#test/support/create-topics';
import { eventually } from '#test/support/eventually';
import { isolate, stackEnv } from '#test/support/stack';

const { topicPrefix, databaseName } = isolate('mirror');
const topic = `${topicPrefix}shipments`;
const mongo = new MongoClient(stackEnv().mongodbUri);
const rows = mongo.db(databaseName).collection<{ _id: string; value: { readonly city: string } }>('shipments');
const clock = createSystemClock();
const troubles: MirrorTrouble[] = [];
const receipts: MirrorReceipt[] = [];
let kafka: KafkaClient;
let admin: Admin;
let mirror: Mirror | null = null;

async function start(changes: Partial<MirrorOptions> = {}): Promise<Mirror> {
  mirror = startMirror({
    kafka,
    topic,
    store: await createMongoMirrorStore(mongo.db(databaseName), 'shipments'),
    decode: async (value) => JSON.parse(value.toString('utf8')) as Record<string, unknown>,
    sendReceipts: async (sent) => void receipts.push(...sent),
    clock,
    onTrouble: (trouble) => troubles.push(trouble),
    everyMs: 50,
    ...changes,
  });
  await mirror.caughtUp();
  return mirror;
}

async function stop(): Promise<void> {
  await mirror?.stop();
  mirror = null;
}

async function send(...records: readonly (readonly [key: string, city: string | null, erasureId?: string])[]) {
  const producer = await startPlainProducer(kafka);
  await producer.send(
    records.map(([key, city, erasureId]) => ({
      topic,
      partition: key.charCodeAt(0) % 2,
      key,
      value: city === null ? null : Buffer.from(city.startsWith('{') ? city : JSON.stringify({ city })),
      ...(erasureId === undefined ? {} : { headers: { 'erasure-id': erasureId, reason: 'RETENTION_ENDED' } }),
    })),
  );
  await producer.stop();
}

const cities = async (): Promise<Record<string, string>> =>
  Object.fromEntries((await rows.find().sort({ _id: 1 }).toArray()).map(({ _id, value }) => [_id, value.city]));

async function makeTopic(): Promise<void> {
  const configEntries = [{ name: 'cleanup.policy', value: 'compact' }];
  await createTopics(admin, [{ topic, numPartitions: 2, configEntries }]);
}

beforeAll(async () => {
  const { kafka: config } = loadConfig({ kafka: KAFKA }, stackEnv().variables);
  const logger = createLogger({ service: 'test', level: 'silent' });
  kafka = createKafka({ config, clientId: 'mirror-test', logger, clock, random: Math.random });
  admin = kafka.kafkajs.admin();
  await admin.connect();
  await makeTopic();
});

afterAll(async () => {
  await stop();
  await admin.deleteTopics({ topics: [topic] });
  await admin.disconnect();
  await mongo.db(databaseName).dropDatabase();
  await mongo.close();
});

test('puts what is new, replaces what changed, deletes what is tombstoned, and passes over heartbeats', async () => {
  const running = await start();
  await send(['a', 'Rome'], ['b', 'Oslo'], ['a', 'Milan'], ['~hb', null], ['c', 'Bern'], ['b', null], ['never', null]);
  await running.caughtUp();
  expect(await cities()).toEqual({ a: 'Milan', c: 'Bern' });
  expect(troubles).toEqual([]);
  expect(receipts).toEqual([]);
});

test('goes on where it was after a restart, with deletes that came meanwhile', async () => {
  await stop();
  await send(['c', null], ['d', 'Wien'], ['a', 'Turin']);
  await start();
  expect(await cities()).toEqual({ a: 'Turin', d: 'Wien' });
});

test('sends a receipt for each delete that an erasure asked for, once, and again when sending failed', async () => {
  await stop();
  let failures = 1;
  await send(['d', null, 'e-1'], ['gone', null, 'e-2']);
  const running = await start({
    sendReceipts: async (sent) => {
      if (failures-- > 0) throw new Error('no way out');
      receipts.push(...sent);
    },
  });
  await running.caughtUp();
  expect(await cities()).toEqual({ a: 'Turin' });
  expect(receipts.toSorted((one, other) => one.erasureId.localeCompare(other.erasureId))).toEqual([
    expect.objectContaining({ erasureId: 'e-1', key: 'd', deletedDocuments: 1 }),
    expect.objectContaining({ erasureId: 'e-2', key: 'gone', deletedDocuments: 0 }),
  ]);
  expect(troubles.map(({ kind }) => kind)).toEqual(['unavailable']);
});

test('a value it cannot read takes the outdated row away instead of leaving it, and holds nothing up', async () => {
  troubles.length = 0;
  await send(['a', '{broken'], ['b', 'Paris']);
  await mirror?.caughtUp();
  expect(await cities()).toEqual({ b: 'Paris' });
  expect(troubles).toMatchObject([{ kind: 'undecodable' }]);
});

test('away for longer than tombstones are kept, it deletes what the topic no longer holds', async () => {
  await stop();
  // As if its tombstone had come and been cleaned away while nobody looked.
  await rows.insertOne({ _id: 'ghost', partition: 0, value: { city: 'Atlantis' } } as never);
  await start({ tombstonesStayMs: -1 });
  expect(await cities()).toEqual({ b: 'Paris' });
});

test('a topic that was made anew is read from its beginning, and what it does not hold is deleted', async () => {
  await stop();
  await admin.deleteTopics({ topics: [topic] });
  await eventually('the topic gone', async () => !(await admin.listTopics()).includes(topic) || undefined);
  await makeTopic();
  await send(['z', 'Lyon']);
  await start();
  expect(await cities()).toEqual({ z: 'Lyon' });
});
