// Looks into a world from outside of its services: topics decoded, database, keys, and the ledger's own check. Cleans up behind itself.
import type { TopicHandle } from '#schemas/generated/topics';
import { createLogger } from '#shared/logging/logger';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { openPlatform } from '#shared/platform/open-platform';
import type { Platform } from '#shared/platform/platform';
import { allTopics, prepareTopics } from '#shared/platform/prepare-topics';
import { compose } from '#shared/runtime/compose';
import { readLatest, readLiveKeys, readTopic } from './read-topic.js';
import { runProgram } from './run-program.js';
import type { TestWorld } from './services-under-test.js';

export interface Seen<T> {
  readonly key: string;
  /** null for a tombstone. */
  readonly value: T | null;
  readonly record: IncomingRecord;
}

export interface WorldView {
  readonly platform: Platform;
  /** Every record of a topic, decoded. */
  all<T>(topic: TopicHandle<string, T>): Promise<readonly Seen<T>[]>;
  /** The last record of each key, decoded. */
  latest<T>(topic: TopicHandle<string, T>): Promise<ReadonlyMap<string, Seen<T>>>;
  /** The keys that have a value. */
  liveKeys(topic: TopicHandle): Promise<string[]>;
  /** All documents of a collection. */
  documents(collection: string): Promise<readonly Readonly<Record<string, unknown>>[]>;
  /** `npm run ledger -- verify` in this world. */
  verifyLedger(): Promise<{ readonly code: number | null; readonly text: string }>;
  /** Deletes the topics and the database, and closes. */
  close(): Promise<void>;
}

/** Makes the topics and their access rules, as any service would at its start. */
export async function openWorldView(world: TestWorld): Promise<WorldView> {
  const opened = await compose('world-view', async (use) => {
    const logger = createLogger({ service: 'world-view', level: 'error' });
    const platform = await openPlatform(use, { name: 'world-view', environment: world.env, logger });
    await prepareTopics(platform);
    return platform;
  }).start();
  const platform = opened.value;
  const { codec, kafka, topicName, database } = platform;

  async function decode<T>(topic: TopicHandle<string, T>, records: readonly IncomingRecord[]): Promise<Seen<T>[]> {
    await codec.ensureSchemas(records.map(({ value }) => value));
    return records.map((record) => {
      const key = record.key?.toString('utf8') ?? '';
      if (record.value === null) return { key, value: null, record };
      const decoded = codec.decode(record.value, topic);
      if (decoded.kind === 'refused') throw new Error(`${topic.name} holds what is not readable: ${decoded.code}`);
      return { key, value: decoded.value, record };
    });
  }

  return {
    platform,
    all: async (topic) => decode(topic, await readTopic(kafka, topicName(topic.name))),
    latest: async (topic) => {
      const records = await readLatest(kafka, topicName(topic.name));
      return new Map((await decode(topic, [...records.values()])).map((seen) => [seen.key, seen]));
    },
    liveKeys: (topic) => readLiveKeys(kafka, topicName(topic.name)),
    documents: (collection) => database.collection(collection).find({}, { promoteBuffers: true }).toArray(),
    verifyLedger: () => runProgram('services/erasure/ledger/cli.ts', ['verify'], world.env),
    close: async () => {
      const admin = kafka.kafkajs.admin();
      await admin.connect();
      await admin
        .deleteTopics({ topics: allTopics(platform).map(({ name }) => topicName(name)) })
        .catch(() => undefined);
      await admin.disconnect();
      await database.dropDatabase();
      await opened.stop();
    },
  };
}
