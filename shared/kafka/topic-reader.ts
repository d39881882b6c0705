// Reads topics from outside, without a group: partition by partition, from any offset to what was the end. For tools and audits.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { loadTopics, partitionCountOf } from './client/cluster.js';
import { settlesBy } from './client/settles-by.js';
import type { KafkaClient } from './create-kafka.js';
import { askLeader, endOf, readPiece, startOf } from './partition-access.js';

export interface ReadRange {
  /** Default: the oldest record there is. */
  readonly from?: number;
  /** First offset left out. Default: the end as it is when the reading begins. */
  readonly to?: number;
  /** Also records of open and aborted transactions: what lies on the disk. Default false. */
  readonly isUncommitted?: boolean;
}

export interface PartitionEdges {
  readonly start: number;
  readonly end: number;
}

export interface TopicReader {
  partitions(topic: string): number;
  edges(topic: string, partition: number): Promise<PartitionEdges>;
  /** Batches of records, tombstones included, heartbeats left out. A committed read waits for open transactions to be decided. */
  read(topic: string, partition: number, range?: ReadRange): AsyncGenerator<readonly IncomingRecord[]>;
  close(): Promise<void>;
}

const WAIT_MS = 100;
const CLOSE_MS = 1_000;
/** Above the 10 s after which a broker gives up a transaction that was left open. */
const UNDECIDED_MS = 20_000;

/** @throws TOPIC_MISSING, KAFKA_DENIED, or kafkajs' errors, which may be tried again. @param topics as Kafka knows them */
export async function openTopicReader(client: KafkaClient, topics: readonly string[]): Promise<TopicReader> {
  const cluster = client.openCluster();
  try {
    await cluster.connect();
    await loadTopics(cluster, topics);
  } catch (error) {
    await settlesBy(cluster.disconnect(), CLOSE_MS);
    throw error;
  }
  const edges = (topic: string, partition: number): Promise<PartitionEdges> => {
    const place = { topic, partition };
    return askLeader(client.waiting, cluster, place, async (leader) => {
      return { start: await startOf(leader, place), end: await endOf(leader, place) };
    });
  };
  return {
    partitions: (topic) => partitionCountOf(cluster, topic),
    edges,
    read: async function* read(topic, partition, range = {}) {
      const { start, end } = await edges(topic, partition);
      const to = range.to ?? end;
      const isUncommitted = range.isUncommitted === true;
      const place = { topic, partition };
      const { clock } = client.waiting;
      let offset = Math.max(range.from ?? start, start);
      let movedMs = clock.nowMs();
      while (offset < to) {
        const wanted = { from: offset, waitMs: WAIT_MS, isUncommitted };
        const { records, nextOffset } = await askLeader(client.waiting, cluster, place, (leader) =>
          readPiece(leader, place, wanted),
        );
        if (nextOffset > offset) {
          offset = nextOffset;
          movedMs = clock.nowMs();
          const within = records.filter((record) => Number(record.offset) < to);
          if (within.length > 0) yield within;
        } else if (clock.nowMs() - movedMs > UNDECIDED_MS) {
          throw new FulfilmentError('KAFKA_UNAVAILABLE', { topic, partition, undecidedFrom: offset });
        }
      }
    },
    close: () => settlesBy(cluster.disconnect(), CLOSE_MS).then(() => undefined),
  };
}
