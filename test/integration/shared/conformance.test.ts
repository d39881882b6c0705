// The kit on a real Kafka against real stores: the mirror and an ordinary Python consumer pass, one that skips nulls does not.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { openKitTopic } from '#shared/conformance/kit-topic';
import { openProbe } from '#shared/conformance/probes';
import { renderCase, renderVerdict } from '#shared/conformance/render-kit';
import { type CaseResult, isConforming, runKit } from '#shared/conformance/run-kit';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka, type KafkaClient } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { followTopic } from '#shared/mirror/follow-topic';
import type { MirrorStore } from '#shared/mirror/mirror-store';
import { createMongoMirrorStore } from '#shared/mirror/mongo-mirror-store';
import { createPostgresMirrorStore } from '#shared/mirror/postgres-mirror-store';
import { postgresBinaries, startPostgres } from '#test/support/postgres';
import { isolate, stackEnv } from '#test/support/stack';
import { preparePython } from '#test/support/third-party/python-client';

jest.setTimeout(300_000);

const { topicPrefix, groupPrefix, databaseName } = isolate('conformance');
const { mongodbUri, registryUrl, variables, services, brokers } = stackEnv();
const mongo = new MongoClient(mongodbUri);
const made: string[] = [];
let kafka: KafkaClient;

beforeAll(() => {
  const { kafka: config } = loadConfig({ kafka: KAFKA }, variables);
  const logger = createLogger({ service: 'test', level: 'silent' });
  kafka = createKafka({ config, clientId: 'kit', logger, clock: createSystemClock(), random: Math.random });
});

afterAll(async () => {
  const admin = kafka.kafkajs.admin();
  await admin.connect();
  await admin.deleteTopics({ topics: made });
  await admin.disconnect();
  await mongo.db(databaseName).dropDatabase();
  await mongo.close();
});

function topicFor(store: string): string {
  const topic = `${topicPrefix}${store}`;
  made.push(topic);
  return topic;
}

async function judge(
  topic: string,
  address: string,
  within?: string,
  restart: (() => Promise<void>) | null = null,
  patienceMs = 20_000,
) {
  const marked = await openKitTopic({ kafka, topic, registryUrl });
  const probe = await openProbe(address, within);
  try {
    return await runKit(
      { send: marked.send, find: probe.find, restart, sleep, nowMs: Date.now },
      { run: randomBytes(3).toString('hex'), patienceMs },
    );
  } finally {
    await probe.close();
    await marked.close();
  }
}

const shown = (results: readonly CaseResult[]): string => results.map(renderCase).join('\n');

async function judgeMirror(topic: string, store: MirrorStore, address: string, within: string) {
  await (await openKitTopic({ kafka, topic, registryUrl })).close();
  const start = () =>
    followTopic({ topic, store, random: Math.random, environment: { ...variables, LOG_LEVEL: 'silent' } });
  let mirror = start();
  try {
    return await judge(topic, address, within, async () => {
      await mirror.stop();
      mirror = start();
    });
  } finally {
    await mirror.stop();
  }
}

describe('the mirror passes', () => {
  test('into MongoDB, restart included', async () => {
    const store = await createMongoMirrorStore(mongo.db(databaseName), 'mirrored');
    const address = mongodbUri.replace('/?', `/${databaseName}?`);
    const results = await judgeMirror(topicFor('mongo'), store, address, 'mirrored');
    expect(shown(results)).not.toMatch(/FAIL|skip/);
    expect(results).toHaveLength(11);
  });

  const binaries = postgresBinaries();
  const inPostgres = binaries === null ? describe.skip : describe;
  inPostgres('and', () => {
    test('into PostgreSQL, restart included', async () => {
      const postgres = await startPostgres(binaries ?? '');
      try {
        const store = await createPostgresMirrorStore(postgres.pool, 'mirrored');
        const results = await judgeMirror(topicFor('postgres'), store, postgres.uri, 'mirrored');
        expect(shown(results)).not.toMatch(/FAIL|skip/);
      } finally {
        await postgres.stop();
      }
    });
  });
});

const python = preparePython();
const withPython = python.kind === 'ready' && services !== undefined ? describe : describe.skip;

withPython('a Python consumer', () => {
  async function judgePython(skipsNulls: boolean) {
    if (python.kind === 'missing' || services === undefined) throw new Error('no Python');
    const topic = topicFor(skipsNulls ? 'python-skipping' : 'python');
    await (await openKitTopic({ kafka, topic, registryUrl })).close();
    const login = { brokers, registryUrl, ...services };
    const store = await python.client.startStore({
      login,
      topic,
      groupId: `${groupPrefix}${String(skipsNulls)}`,
      skipsNulls,
    });
    try {
      // What is never deleted is waited for in vain, case by case.
      return await judge(topic, store.url, undefined, null, skipsNulls ? 5_000 : undefined);
    } finally {
      await store.stop();
    }
  }

  test('that takes a null for a delete passes', async () => {
    expect(shown(await judgePython(false))).not.toContain('FAIL');
  });

  test('that skips nulls fails, and is told what a null is', async () => {
    const results = await judgePython(true);
    expect(isConforming(results)).toBe(false);
    expect(shown(results)).toMatch(
      /FAIL a value that is there is deleted\s+the value is still there: the store ignores deletes/,
    );
    expect(renderVerdict(results)).toContain('a null value is a delete');
  });
});
