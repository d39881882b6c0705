// Counts the records of a topic that no tombstone has taken back, by reading it whole: what is really there, not what was meant to be.
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { HEARTBEAT_KEY } from '#shared/kafka/heartbeat';
import { openPartitionLog } from '#shared/kafka/partition-log';
import type { TopicAdmin } from '#shared/kafka/topic-admin';

const WAIT_MS = 100;
/** The end may lie behind markers that are no records. */
const EMPTY_READS = 20;

/** 0 for a topic that is not there. */
export async function countLive(
  kafka: KafkaClient,
  admin: Pick<TopicAdmin, 'verifyTopics'>,
  topic: string,
  partitions: number,
): Promise<number> {
  const isThere = await admin.verifyTopics([{ name: topic, partitions }]).then(
    () => true,
    () => false,
  );
  if (!isThere) return 0;
  let live = 0;
  for (let partition = 0; partition < partitions; partition++) live += await liveIn(kafka, topic, partition);
  return live;
}

async function liveIn(kafka: KafkaClient, topic: string, partition: number): Promise<number> {
  const log = await openPartitionLog(kafka, topic, partition);
  try {
    const end = await log.end();
    const keys = new Set<string>();
    let offset = await log.start();
    for (let empty = 0; offset < end && empty < EMPTY_READS; ) {
      const { records, nextOffset } = await log.read(offset, WAIT_MS);
      if (nextOffset === offset) empty++;
      for (const { key, value } of records) {
        const name = key?.toString('utf8') ?? '';
        if (value === null) keys.delete(name);
        else if (name !== HEARTBEAT_KEY) keys.add(name);
      }
      offset = nextOffset;
    }
    return keys.size;
  } finally {
    await log.close();
  }
}
