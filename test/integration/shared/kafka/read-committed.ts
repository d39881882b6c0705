// Reads a topic from its first to its last committed record with kafkajs' own consumer, which is not the code under test.
import type { KafkaClient } from '#shared/kafka/create-kafka';

export interface ReadRecord {
  readonly partition: number;
  readonly offset: number;
  readonly key: string | null;
  readonly value: string | null;
  readonly headers: Readonly<Record<string, string>>;
}

let groups = 0;

/** Writes one plain marker record per partition and reads until all of them have come. The markers are left out. */
export async function readCommitted({ kafkajs: kafka }: KafkaClient, topic: string): Promise<ReadRecord[]> {
  const admin = kafka.admin();
  await admin.connect();
  const { topics } = await admin.fetchTopicMetadata({ topics: [topic] });
  await admin.disconnect();
  const partitions = topics[0]?.partitions.map(({ partitionId }) => partitionId) ?? [];
  const marker = `marker-${process.pid}-${Date.now()}-${groups++}`;
  const producer = kafka.producer({
    createPartitioner:
      () =>
      ({ message }) =>
        message.partition ?? 0,
  });
  await producer.connect();
  await producer.send({ topic, messages: partitions.map((partition) => ({ partition, key: marker, value: marker })) });
  await producer.disconnect();

  const open = new Set(partitions);
  const records: ReadRecord[] = [];
  const consumer = kafka.consumer({ groupId: `${topic}.reader.${marker}`, maxWaitTimeInMs: 50, sessionTimeout: 6_000 });
  await consumer.connect();
  await consumer.subscribe({ topic, fromBeginning: true });
  await new Promise<void>((resolve, reject) => {
    consumer
      .run({
        autoCommit: false,
        eachBatch: async ({ batch }) => {
          for (const { key, value, offset, headers = {} } of batch.messages) {
            if (key?.toString() === marker) open.delete(batch.partition);
            else if (open.has(batch.partition) && !key?.toString().startsWith('marker-')) {
              const texts = Object.entries(headers).map(([name, header]) => [name, String(header)] as const);
              records.push({
                partition: batch.partition,
                offset: Number(offset),
                key: key?.toString() ?? null,
                value: value?.toString() ?? null,
                headers: Object.fromEntries(texts),
              });
            }
          }
          if (open.size === 0) resolve();
          await Promise.resolve();
        },
      })
      .catch(reject);
  });
  await consumer.disconnect();
  return records.sort((a, b) => a.partition - b.partition || a.offset - b.offset);
}
