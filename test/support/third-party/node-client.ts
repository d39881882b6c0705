// A shop's publisher and a carrier's reader in Node, as somebody else would write them: kafkajs and confluent-schema-registry, nothing of ours.
import { SchemaRegistry } from '@kafkajs/confluent-schema-registry';
import { CompressionTypes, Kafka, type KafkaConfig, logLevel } from 'kafkajs';
import type { OutsiderLogin } from './outsider.js';

function kafkaOf({ brokers, mechanism, username, password }: OutsiderLogin): Kafka {
  const sasl = { mechanism, username, password } as NonNullable<KafkaConfig['sasl']>;
  const retry = { retries: 3 };
  return new Kafka({ clientId: 'third-party-node', brokers: [...brokers], sasl, retry, logLevel: logLevel.NOTHING });
}

/** @param subject what the schema is registered under: `<topic>-value`, or `<topic>-<namespace>.<Record>` on topics of several types */
export async function publishAvro(
  login: OutsiderLogin,
  topic: string,
  subject: string,
  records: readonly { readonly key: string; readonly value: unknown }[],
  compression: 'none' | 'gzip' = 'none',
): Promise<void> {
  const registry = new SchemaRegistry({ host: login.registryUrl });
  const id = await registry.getLatestSchemaId(subject);
  const messages = await Promise.all(
    records.map(async ({ key, value }) => ({ key, value: await registry.encode(id, value) })),
  );
  const producer = kafkaOf(login).producer();
  await producer.connect();
  try {
    await producer.send({
      topic,
      messages,
      compression: compression === 'gzip' ? CompressionTypes.GZIP : CompressionTypes.None,
    });
  } finally {
    await producer.disconnect();
  }
}

/** Reads from the beginning of the topic until `count` records were seen, tombstones (null) and heartbeats included. */
export async function readAvro(
  login: OutsiderLogin,
  topic: string,
  groupId: string,
  count: number,
  timeoutMs = 30_000,
): Promise<readonly { readonly key: string | null; readonly value: unknown }[]> {
  const registry = new SchemaRegistry({ host: login.registryUrl });
  const consumer = kafkaOf(login).consumer({ groupId, maxWaitTimeInMs: 100, retry: { retries: 2 } });
  const seen: { key: string | null; value: unknown }[] = [];
  await consumer.connect();
  try {
    await consumer.subscribe({ topics: [topic], fromBeginning: true });
    await new Promise<void>((resolve, reject) => {
      const limit = setTimeout(() => reject(new Error(`only ${seen.length} of ${count} records in time`)), timeoutMs);
      consumer.on(consumer.events.CRASH, ({ payload: { error } }) => {
        clearTimeout(limit);
        reject(error);
      });
      consumer
        .run({
          eachMessage: async ({ message: { key, value } }) => {
            const decoded = value === null ? null : ((await registry.decode(value)) as unknown);
            if (seen.length < count) seen.push({ key: key === null ? null : key.toString(), value: decoded });
            if (seen.length < count) return;
            clearTimeout(limit);
            resolve();
          },
        })
        .catch(reject);
    });
    return seen;
  } finally {
    await consumer.disconnect();
  }
}
