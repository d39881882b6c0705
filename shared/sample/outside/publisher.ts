// Publishes Avro records as any shop or carrier would: the schema the registry has for the subject, the key's own partition.
import type { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import type { Producer } from 'kafkajs';
import { patiently } from './patiently.js';
import { type OutsideConnection, outsideKafka, outsideRegistry } from './connection.js';

export interface OutsideRecord {
  readonly topic: string;
  /** `<topic>-value`, or `<topic>-<namespace>.<Record>` on topics of several types. */
  readonly subject: string;
  readonly key: string;
  readonly value: unknown;
  /** Default: the key's own. */
  readonly partition?: number;
}

export interface OutsidePublisher {
  /** Writes the records in this order; resolves once all of them are acknowledged. Calls are carried out one after another. */
  publish(records: readonly OutsideRecord[]): Promise<void>;
  stop(): Promise<void>;
}

/** Keeps one request below what a broker takes. */
const RECORDS_PER_REQUEST = 2_000;

export async function startOutsidePublisher(
  connection: OutsideConnection,
  clientId: string,
): Promise<OutsidePublisher> {
  // Idempotent, as a careful shop would: a retry after a lost answer must not place an order twice.
  const producer = outsideKafka(connection, clientId).producer({ idempotent: true, maxInFlightRequests: 1 });
  await producer.connect();
  const schemaIds = createSchemaIds(outsideRegistry(connection));
  let tail: Promise<unknown> = Promise.resolve();
  return {
    publish: (records) => {
      const turn = tail.then(() => patiently(() => send(producer, schemaIds, records)));
      tail = turn.catch(() => undefined);
      return turn;
    },
    stop: async () => {
      await tail;
      await producer.disconnect();
    },
  };
}

async function send(producer: Producer, schemaIds: SchemaIds, records: readonly OutsideRecord[]): Promise<void> {
  for (let start = 0; start < records.length; start += RECORDS_PER_REQUEST) {
    const byTopic = new Map<string, { key: string; value: Buffer; partition?: number }[]>();
    for (const { topic, subject, key, value, partition } of records.slice(start, start + RECORDS_PER_REQUEST)) {
      const messages = byTopic.get(topic) ?? [];
      if (messages.length === 0) byTopic.set(topic, messages);
      const bytes = await schemaIds.encode(subject, value);
      messages.push(partition === undefined ? { key, value: bytes } : { key, value: bytes, partition });
    }
    const topicMessages = [...byTopic].map(([topic, messages]) => ({ topic, messages }));
    await producer.sendBatch({ topicMessages, acks: -1 });
  }
}

interface SchemaIds {
  encode(subject: string, value: unknown): Promise<Buffer>;
}

/** The newest schema of each subject, asked for once. */
function createSchemaIds(registry: SchemaRegistry): SchemaIds {
  const known = new Map<string, number>();
  return {
    encode: async (subject, value) => {
      let id = known.get(subject);
      if (id === undefined) {
        id = await registry.getLatestSchemaId(subject);
        known.set(subject, id);
      }
      return registry.encode(id, value);
    },
  };
}
