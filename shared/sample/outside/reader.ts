// Reads topics as any shop or carrier would: a group and an ordinary Avro client.
// Tombstones and heartbeats are told apart before anything is decoded: an ordinary client fails on a null value.
import type { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import type { Consumer, EachBatchPayload, Kafka, KafkaMessage } from 'kafkajs';
import type { OpenSealed } from '../carrier/open-sealed.js';
import { type OutsideConnection, outsideKafka, outsideRegistry } from './connection.js';
import { createDeferred } from './deferred.js';
import { patiently } from './patiently.js';
import { type ReadingGap, readingGap } from './reading-gap.js';

/** Sent by the broker with a null value so that idle partitions are cleaned; it is no deletion of anything. */
export const HEARTBEAT_KEY = '~hb';

export type SeenRecord =
  | { readonly kind: 'value'; readonly key: string; readonly value: unknown }
  /** Whoever stored the value of this key has to delete it. */
  | { readonly kind: 'tombstone'; readonly key: string };

export interface ReaderOptions {
  readonly connection: OutsideConnection;
  readonly clientId: string;
  /** A group that is new reads from the beginning, else it goes on where it left off. */
  readonly groupId: string;
  readonly topic: string;
  /** For a topic whose values are sealed: what is inside is decoded in their place, and what can't be opened is passed over. */
  readonly openSealed?: OpenSealed | undefined;
  /** The records of one fetch, in the order of their partition; offsets move once it has resolved. */
  readonly onRecords: (records: readonly SeenRecord[]) => Promise<void> | void;
}

export interface OutsideReader {
  /** Resolves when all that the topic held at the start has been handed over. */
  readonly caughtUp: Promise<void>;
  /** Resolves with what ended the reader for good; never for what a retry mended. */
  readonly failed: Promise<Error>;
  stop(): Promise<void>;
}

/** @throws when the login, the group or the topic is refused or missing */
export async function startOutsideReader(
  options: ReaderOptions,
  kafka: Pick<Kafka, 'admin' | 'consumer'> = outsideKafka(options.connection, options.clientId),
  pause?: () => Promise<unknown>,
): Promise<OutsideReader> {
  const { connection, groupId, topic } = options;
  const gap = await patiently(() => readingGap(kafka, groupId, topic), pause);
  const registry = outsideRegistry(connection);
  const failed = createDeferred<Error>();
  const caughtUp = createDeferred<void>();
  if (gap.isClosed()) caughtUp.resolve();
  let consumer: Consumer | null = null;
  let stopping = false;

  async function begin(): Promise<void> {
    await consumer?.disconnect();
    consumer = kafka.consumer({ groupId, sessionTimeout: 30_000, maxWaitTimeInMs: 100, retry: { retries: 5 } });
    watch(consumer, gap, caughtUp.resolve, (error) => void beginAgain(error));
    await consumer.connect();
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await consumer.run({
      eachBatch: async (payload) => {
        const records = await decodeAll(registry, payload, options.openSealed);
        if (records.length > 0) await options.onRecords(records);
      },
    });
  }

  /** Kafka's client gives up for good when it loses the connection while logging in; whoever runs it starts it anew. */
  async function beginAgain(error: Error): Promise<void> {
    let news: Error | null = error;
    try {
      await patiently(async () => {
        const told = news;
        news = null;
        if (told !== null) throw told;
        if (!stopping) await begin();
      }, pause);
    } catch (end) {
      failed.resolve(end as Error);
    }
  }

  await patiently(begin, pause);
  return {
    caughtUp: caughtUp.promise,
    failed: failed.promise,
    stop: async () => {
      stopping = true;
      await consumer?.disconnect();
    },
  };
}

function watch(consumer: Consumer, gap: ReadingGap, onClosed: () => void, onFailed: (error: Error) => void): void {
  consumer.on(consumer.events.END_BATCH_PROCESS, ({ payload }) => {
    gap.advance(payload.partition, BigInt(payload.lastOffset));
    if (gap.isClosed()) onClosed();
  });
  consumer.on(consumer.events.CRASH, ({ payload }) => {
    if (!payload.restart) onFailed(payload.error);
  });
}

async function decodeAll(
  registry: SchemaRegistry,
  { batch }: EachBatchPayload,
  openSealed: OpenSealed | undefined,
): Promise<readonly SeenRecord[]> {
  const records: SeenRecord[] = [];
  for (const message of batch.messages) {
    const record = await decode(registry, message, openSealed);
    if (record !== null) records.push(record);
  }
  return records;
}

async function decode(
  registry: SchemaRegistry,
  message: KafkaMessage,
  openSealed: OpenSealed | undefined,
): Promise<SeenRecord | null> {
  const key = message.key?.toString() ?? '';
  if (message.value === null) return key === HEARTBEAT_KEY ? null : { kind: 'tombstone', key };
  const value = (await registry.decode(message.value)) as unknown;
  const opened = (await openSealed?.(key, value)) ?? 'plain';
  if (opened === 'plain') return { kind: 'value', key, value };
  return opened === 'lost' ? null : { kind: 'value', key, value: (await registry.decode(opened)) as unknown };
}
