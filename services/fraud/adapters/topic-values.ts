// Everything in a topic, for commands: the newest value of each key, tombstones left out.
import type { TopicHandle } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicLog } from '#shared/kafka/partition-log';
import { readToEnd } from '#shared/kafka/read-to-end';

/**
 * @param name the real name of the topic
 * @param onValue told every value in the order of its partition; null: the key is gone
 * @throws TOPIC_MISSING, INTERNAL_RECORD_UNREADABLE, KAFKA_UNAVAILABLE when the end stays undecided
 */
export async function readTopicValues<T>(
  kafka: KafkaClient,
  codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>,
  handle: TopicHandle<string, T> & { readonly partitions: number },
  name: string,
  onValue: (key: string, value: T | null) => void,
): Promise<void> {
  const topic = await openTopicLog(kafka, name);
  try {
    for (let partition = 0; partition < handle.partitions; partition++) {
      await readToEnd(topic.log(partition), { topic: handle.name, partition }, async (records) => {
        await codec.ensureSchemas(records.map(({ value }) => value));
        for (const { key, value, offset } of records) {
          const read = value === null ? null : codec.decode(value, handle);
          if (read?.kind === 'refused')
            throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: handle.name, partition, offset });
          onValue(key?.toString('utf8') ?? '', read === null ? null : read.value);
        }
      });
    }
  } finally {
    await topic.close();
  }
}
