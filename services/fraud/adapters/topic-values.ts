// Everything in a topic, for commands: the newest value of each key, tombstones left out.
import type { TopicHandle } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicLog } from '#shared/kafka/partition-log';

const WAIT_MS = 200;
/** An open transaction below the end is decided within its time-out of 10 s. */
const EMPTY_READS = 100;

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
      const log = topic.log(partition);
      const end = await log.end();
      let offset = await log.start();
      for (let empty = 0; offset < end; ) {
        const { records, nextOffset } = await log.read(offset, WAIT_MS);
        if (nextOffset === offset && ++empty > EMPTY_READS)
          throw new FulfilmentError('KAFKA_UNAVAILABLE', { topic: handle.name, partition, undecidedFrom: offset });
        offset = nextOffset;
        await codec.ensureSchemas(records.map(({ value }) => value));
        for (const { key, value, offset: at } of records) {
          const read = value === null ? null : codec.decode(value, handle);
          if (read?.kind === 'refused')
            throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: handle.name, partition, offset: at });
          onValue(key?.toString('utf8') ?? '', read === null ? null : read.value);
        }
      }
    }
  } finally {
    await topic.close();
  }
}
