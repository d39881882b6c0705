// A client, topics and a reader for tests against the real broker: all names are the test file's own.
import { createLogger } from '#shared/logging/logger';
import { createSystemClock } from '#shared/domain/system-clock';
import { createSecret } from '#shared/config/secret';
import type { KafkaConfig } from '#shared/config/kafka';
import { createKafka, type KafkaClient } from '#shared/kafka/create-kafka';
import { createStartLaneConsumer, type LaneConsumerDeps } from '#shared/kafka/lane-consumer';
import type { LaneConsumer, LaneConsumerOptions } from '#shared/kafka/ports';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { isPassing } from '#shared/kafka/client/transient';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { retry } from '#shared/pipeline/retry';
import { createTransactionalWriter, type TransactionalWriter } from '#shared/kafka/writer/transactional-writer';
import { isolate, type Login, stackEnv } from '#test/support/stack';
import { readCommitted, type ReadRecord } from './read-committed.js';

export const LANES = 4;
/** Short, so that a killed instance is noticed soon; the least the broker allows. */
export const QUICK = { sessionTimeoutMs: 6_000, heartbeatMs: 300, idleCommitMs: 500 } as const;

const PATIENCE = { backoff: { firstMs: 50, longestMs: 1_000 }, budgetMs: 20_000, isRetriable: isPassing } as const;

export interface WrittenRecord {
  readonly partition: number;
  readonly key?: string | null;
  readonly value: string | Buffer | null;
}

export interface KafkaBench {
  readonly prefix: string;
  readonly client: KafkaClient;
  readonly logLines: string[];
  /** `name` with the prefix of this file. */
  topic(name: string): string;
  createTopics(
    partitions: Readonly<Record<string, number>>,
    settings?: Readonly<Record<string, string>>,
  ): Promise<void>;
  start(
    options: Partial<LaneConsumerOptions> & Pick<LaneConsumerOptions, 'handler' | 'inputs'>,
    deps?: Partial<LaneConsumerDeps>,
  ): Promise<LaneConsumer>;
  /** Writes records in order, with our own producer and without a transaction. */
  write(name: string, records: readonly WrittenRecord[]): Promise<void>;
  /** First offset that a service has not committed yet, by partition; 0 for none. */
  committed(service: string, name: string): Promise<number[]>;
  /** A writer of the transactional id, with the prefix of this file. */
  writer(transactionalId: string): TransactionalWriter;
  /** All committed records of a topic, in offset order per partition. */
  read(name: string): Promise<ReadRecord[]>;
  close(): Promise<void>;
}

export function kafkaConfig(login: Login | undefined = stackEnv().services): KafkaConfig {
  const sasl = login === undefined ? null : { ...login, password: createSecret(login.password) };
  return { brokers: stackEnv().brokers, ssl: false, sasl };
}

export function createClient(name: string, logLines: string[] = [], login?: Login): KafkaClient {
  const logger = createLogger({ service: name, level: 'info', destination: { write: (line) => logLines.push(line) } });
  const clock = createSystemClock();
  return createKafka({ config: kafkaConfig(login), clientId: name, logger, clock, random: Math.random });
}

export function openKafkaBench(name: string): KafkaBench {
  const prefix = isolate(name).topicPrefix;
  const logLines: string[] = [];
  const client = createClient(name, logLines);
  const running: LaneConsumer[] = [];
  const writers: TransactionalWriter[] = [];
  const topic = (short: string): string => `${prefix}${short}`;
  return {
    prefix,
    client,
    logLines,
    topic,
    createTopics: async (partitions, settings = {}) => {
      const admin = await openTopicAdmin(client);
      const specs = Object.entries(partitions).map(([short, count]) => ({
        name: topic(short),
        partitions: count,
        settings,
      }));
      await admin.ensureTopics(specs);
      await admin.close();
    },
    start: async (options, deps = {}) => {
      const start = createStartLaneConsumer({
        client,
        lanes: LANES,
        prefix,
        ...deps,
        settings: { ...QUICK, ...deps.settings },
      });
      const consumer = await start({ service: 'svc', ...options });
      running.push(consumer);
      return consumer;
    },
    write: async (short, records) => {
      const producer = await startPlainProducer(client);
      await producer.send(
        records.map(({ partition, key = null, value }) => ({
          topic: topic(short),
          partition,
          key,
          value: typeof value === 'string' ? Buffer.from(value) : value,
        })),
      );
      await producer.stop();
    },
    committed: async (service, short) => {
      const admin = client.kafkajs.admin();
      await admin.connect();
      // A fresh broker has nobody who knows of groups until the first one asks.
      const [offsets] = await retry(client.waiting, PATIENCE, () =>
        admin.fetchOffsets({ groupId: `${prefix}${service}`, topics: [topic(short)] }),
      );
      await admin.disconnect();
      const sorted = [...(offsets?.partitions ?? [])].sort((a, b) => a.partition - b.partition);
      return sorted.map(({ offset }) => Math.max(0, Number(offset)));
    },
    writer: (id) => {
      const writer = createTransactionalWriter(client, {
        transactionalId: `${prefix}${id}`,
        transactionTimeoutMs: 10_000,
      });
      writers.push(writer);
      return writer;
    },
    read: (short) => readCommitted(client, topic(short)),
    close: async () => {
      await Promise.all(running.map((consumer) => consumer.stop()));
      await Promise.all(writers.map((writer) => writer.close()));
    },
  };
}
