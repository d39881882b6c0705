// Reads the shipments topics of carriers back from Kafka, without a consumer group: they are the service's own output.
import { carrierTopics, topics } from '#schemas/generated/topics';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicLog, type TopicLog } from '#shared/kafka/partition-log';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { ShipmentsLog } from '../steps/shipments-log.js';

const WAIT_MS = 200;
/** Other lanes' transactions below the end are decided within their time-out of 10 s. */
const EMPTY_READS = 100;

export function createKafkaShipmentsLog(
  kafka: KafkaClient,
  topicName: (name: string) => string,
  prefix: string,
): ShipmentsLog {
  return {
    carrierIds: async () => {
      const admin = await openTopicAdmin(kafka);
      try {
        const names = await admin.listTopics(`${prefix}carriers.`);
        return names.flatMap(
          (name) => /^carriers\.([a-z][a-z0-9]*)\.shipments$/.exec(name.slice(prefix.length))?.[1] ?? [],
        );
      } finally {
        await admin.close();
      }
    },
    facts: async function* facts(lane) {
      const name = topicName(topics.ordersFacts.name);
      const opened = await openTopicLog(kafka, name);
      try {
        yield* readAll(opened.log(lane), name, lane);
      } finally {
        await opened.close();
      }
    },
    records: async function* records(carrierId) {
      const { name, partitions } = carrierTopics(carrierId).shipments;
      const opened = await openTopicLog(kafka, topicName(name));
      try {
        for (let partition = 0; partition < partitions; partition++)
          yield* readAll(opened.log(partition), topicName(name), partition);
      } finally {
        await opened.close();
      }
    },
  };
}

async function* readAll(
  log: ReturnType<TopicLog['log']>,
  topic: string,
  partition: number,
): AsyncGenerator<readonly IncomingRecord[]> {
  const end = await log.end();
  let offset = await log.start();
  for (let empty = 0; offset < end; ) {
    const { records, nextOffset } = await log.read(offset, WAIT_MS);
    if (nextOffset > offset) empty = 0;
    else if (++empty > EMPTY_READS)
      throw new FulfilmentError('KAFKA_UNAVAILABLE', { topic, partition, undecidedFrom: offset });
    offset = nextOffset;
    if (records.length > 0) yield records;
  }
}
