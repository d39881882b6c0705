// The MongoDB sink of Kafka Connect, set up as our page tells its owner to: it ends with exactly the live rows. With the default setting it does
// not delete, and the kit finds that out. One more mistake is tried where CONNECT_ALL is set: each costs a start of Kafka Connect.
import { randomBytes } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { type KitTopic, openKitTopic } from '#shared/conformance/kit-topic';
import { openProbe } from '#shared/conformance/probes';
import { renderCase } from '#shared/conformance/render-kit';
import { type CaseResult, isConforming, runKit } from '#shared/conformance/run-kit';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka, type KafkaClient } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { createRandom } from '#shared/sample/seeded-random';
import { eventually } from '#test/support/eventually';
import { startMongoSink, type TestSink } from '#test/support/kafka-connect';
import { isolate, stackEnv } from '#test/support/stack';

jest.setTimeout(600_000);

const KEYS = 60;
const { topicPrefix, groupPrefix, databaseName } = isolate('kafka-connect');
const { mongodbUri, registryUrl, variables } = stackEnv();
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

interface Running {
  readonly marked: KitTopic;
  readonly sink: TestSink;
  readonly collection: string;
}

async function withSink(
  name: string,
  mistaken: ((settings: string) => string) | undefined,
  work: (running: Running) => Promise<void>,
) {
  const topic = `${topicPrefix}${name}`;
  made.push(topic);
  const marked = await openKitTopic({ kafka, topic, registryUrl });
  const options = { variables, topic, group: `${groupPrefix}${name}`, database: databaseName, collection: name };
  const sink = await startMongoSink({ ...options, ...(mistaken && { mistaken }) });
  try {
    await work({ marked, sink, collection: name });
  } finally {
    await sink.stop();
    await marked.close();
  }
}

async function judge({ marked, sink, collection }: Running, patienceMs: number): Promise<readonly CaseResult[]> {
  const probe = await openProbe(mongodbUri.replace('/?', `/${databaseName}?`), collection);
  try {
    return await runKit(
      { send: marked.send, find: probe.find, restart: sink.restart, sleep, nowMs: Date.now },
      { run: randomBytes(3).toString('hex'), patienceMs },
    );
  } finally {
    await probe.close();
  }
}

test('with the settings of our page it passes the kit and ends with exactly the live rows', async () => {
  await withSink('parcels', undefined, async (running) => {
    const results = await judge(running, 60_000);
    expect(results.map(renderCase).join('\n')).not.toMatch(/FAIL|skip/);

    const random = createRandom('kafka-connect');
    const live = new Map<string, number>();
    for (let step = 1; step <= KEYS * 6; step++) {
      const number = random.below(KEYS);
      const key = `row-${number}`;
      const revision = random.below(3) === 0 ? null : step;
      await running.marked.send(number, [{ key, revision }]);
      if (revision === null) live.delete(key);
      else live.set(key, revision);
    }
    // One key per partition comes last: once both are there, all before them was worked off.
    for (const lane of [0, 1]) await running.marked.send(lane, [{ key: `end-${lane}`, revision: 1 }]);
    const rows = mongo.db(databaseName).collection<{ _id: string }>(running.collection);
    await eventually(
      'the last rows',
      async () => (await rows.countDocuments({ _id: /^end-/ })) === 2 || undefined,
      60_000,
    );
    const there = await rows.find({ _id: /^row-/ }).toArray();
    expect(there.map(({ _id }) => _id).sort()).toEqual([...live.keys()].sort());
    for (const row of there) expect(JSON.stringify(row)).toMatch(new RegExp(`${row._id}\\D+${live.get(row._id)}\\b`));
  });
});

test('with delete.on.null.values=false the kit fails it: it stops at the first delete', async () => {
  const mistaken = (settings: string): string =>
    settings.replace('delete.on.null.values=true', 'delete.on.null.values=false');
  await withSink('forgotten', mistaken, async (running) => {
    const results = await judge(running, 4_000);
    expect(isConforming(results)).toBe(false);
    expect(results.map(renderCase).join('\n')).toMatch(/FAIL a value that is there is deleted/);
  });
});

const inFull = process.env['CONNECT_ALL'] === undefined ? describe.skip : describe;

inFull('in full', () => {
  test('with errors.tolerance=all on top it never deletes and says nothing; the kit fails it all the same', async () => {
    const mistaken = (settings: string): string =>
      settings
        .replace('delete.on.null.values=true', 'delete.on.null.values=false')
        .replace('errors.tolerance=none', 'errors.tolerance=all');
    await withSink('silent', mistaken, async (running) => {
      const results = await judge(running, 4_000);
      expect(results.map(renderCase).join('\n')).toMatch(
        /FAIL a value that is there is deleted\s+the value is still there/,
      );
    });
  });
});
