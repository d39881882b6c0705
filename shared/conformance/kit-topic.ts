// The topic of a run: made when it is missing, with a schema of its own, else used with the schema it has.
import { type SchemaRegistry, SchemaType } from '@kafkajs/confluent-schema-registry';
import type { RegistryClient } from '#shared/codec/registry-client';
import { createRegistryClient } from '#shared/codec/registry-client';
import { openSchemaRegistry } from '#shared/codec/open-schema-registry';
import type { RegistryConfig } from '#shared/config/registry';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { MarkedRecord } from './cases.js';
import { markOf } from './run-kit.js';
import { sampleValue } from './sample-value.js';

export interface KitTopic {
  send(lane: number, records: readonly MarkedRecord[]): Promise<void>;
  close(): Promise<void>;
}

const MARKED = {
  type: 'record',
  namespace: 'fulfilment.conformance',
  name: 'Marked',
  fields: [
    { name: 'shipmentRef', type: 'string' },
    { name: 'recipientName', type: ['null', 'string'], default: null },
    { name: 'parcels', type: { type: 'array', items: 'string' } },
    { name: 'releasedAt', type: { type: 'long', logicalType: 'timestamp-millis' } },
  ],
} as const;
const PARTITIONS = 2;

export interface KitTopicOptions {
  readonly kafka: KafkaClient;
  /** As Kafka knows it. */
  readonly topic: string;
  readonly registry: RegistryConfig;
}

export async function openKitTopic({ kafka, topic, registry: config }: KitTopicOptions): Promise<KitTopic> {
  const partitions = await ensureTopic(kafka, topic);
  const subject = `${topic}-value`;
  const client = createRegistryClient(config);
  const registry = openSchemaRegistry(config);
  const { id, schema } = await schemaOf(client, registry, subject);
  const producer = await startPlainProducer(kafka);
  return {
    send: async (lane, records) => {
      const outgoing = await Promise.all(
        records.map(async ({ key, revision }) => ({
          topic,
          partition: lane % partitions,
          key,
          value: revision === null ? null : await registry.encode(id, sampleValue(schema, markOf(key, revision))),
          headers: revision === null ? { reason: 'conformance' } : {},
        })),
      );
      await producer.send(outgoing);
    },
    close: () => producer.stop(),
  };
}

/** A topic that is there stays as it is: it belongs to somebody. @returns its number of partitions */
async function ensureTopic(kafka: KafkaClient, topic: string): Promise<number> {
  const admin = await openTopicAdmin(kafka);
  try {
    if (!(await admin.listTopics(topic)).includes(topic)) {
      await admin.ensureTopics([{ name: topic, partitions: PARTITIONS, settings: { 'cleanup.policy': 'compact' } }]);
      return PARTITIONS;
    }
  } finally {
    await admin.close();
  }
  const cluster = kafka.kafkajs.admin();
  await cluster.connect();
  try {
    const { topics } = await cluster.fetchTopicMetadata({ topics: [topic] });
    return topics[0]?.partitions.length ?? PARTITIONS;
  } finally {
    await cluster.disconnect();
  }
}

async function schemaOf(
  client: RegistryClient,
  registry: SchemaRegistry,
  subject: string,
): Promise<{ id: number; schema: unknown }> {
  const latest = await client.latest(subject);
  if (latest !== null) {
    if (latest.references.length > 0)
      throw new FulfilmentError('SCHEMA_INCOMPATIBLE', { subject, reason: 'has references' });
    return { id: latest.id, schema: latest.schema };
  }
  const { id } = await registry.register({ type: SchemaType.AVRO, schema: JSON.stringify(MARKED) }, { subject });
  return { id, schema: MARKED };
}
