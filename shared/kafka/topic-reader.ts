// Reads topics from outside, without a group: partition by partition, from any offset to what was the end. For tools and audits.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { callBroker } from './client/call-broker.js';
import { type Broker, type KafkaCluster, leaderOf, loadTopics, partitionCountOf } from './client/cluster.js';
import { settlesBy } from './client/settles-by.js';
import { errorOfCode } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import { createByteSink } from './wire/byte-sink.js';
import { FETCH, type FetchedPartition, putFetchRequest, readFetchResponse } from './wire/fetch.js';
import { readRecordSet } from './wire/record-set-reader.js';

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

const EARLIEST = -2;
const LATEST = -1;
const LEADER_NOT_AVAILABLE = 5;
const FETCH_BYTES = 1024 * 1024;
const WAIT_MS = 100;
const CLOSE_MS = 1_000;
const ALL = Number.MAX_SAFE_INTEGER;
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
  const edges = async (topic: string, partition: number): Promise<PartitionEdges> => {
    const broker = await leader(cluster, topic, partition);
    const start = await edge(broker, topic, partition, EARLIEST);
    return { start, end: await edge(broker, topic, partition, LATEST) };
  };
  return {
    partitions: (topic) => partitionCountOf(cluster, topic),
    edges,
    read: async function* read(topic, partition, range = {}) {
      const { start, end } = await edges(topic, partition);
      const to = range.to ?? end;
      const broker = await leader(cluster, topic, partition);
      const { clock } = client.waiting;
      let offset = Math.max(range.from ?? start, start);
      let movedMs = clock.nowMs();
      while (offset < to) {
        const { bytes, aborted } = await fetchFrom(broker, topic, partition, offset, range.isUncommitted === true);
        const reader = readRecordSet({
          topic,
          partition,
          fromOffset: offset,
          bytes,
          aborted: range.isUncommitted === true ? [] : aborted,
        });
        const records: IncomingRecord[] = [];
        reader.read(ALL, records);
        if (reader.nextOffset > offset) {
          offset = reader.nextOffset;
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

async function leader(cluster: KafkaCluster, topic: string, partition: number): Promise<Broker> {
  const nodeId = leaderOf(cluster, topic, partition);
  if (nodeId === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
  return cluster.findBroker({ nodeId });
}

async function edge(broker: Broker, topic: string, partition: number, timestamp: number): Promise<number> {
  const { responses } = await broker.listOffsets({ topics: [{ topic, partitions: [{ partition, timestamp }] }] });
  return Number(responses[0]?.partitions[0]?.offset ?? 0);
}

async function fetchFrom(
  broker: Broker,
  topic: string,
  partition: number,
  offset: number,
  isUncommitted: boolean,
): Promise<FetchedPartition> {
  const request = {
    maxWaitMs: WAIT_MS,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_BYTES,
    isUncommitted,
    partitions: [{ topic, partition, offset }],
  };
  const { errorCode, partitions } = await callBroker(broker, {
    api: FETCH,
    sink: createByteSink(512),
    put: (sink) => putFetchRequest(sink, request),
    read: readFetchResponse,
    brokerWaitsMs: WAIT_MS,
  });
  if (errorCode !== 0) throw errorOfCode(errorCode);
  const [fetched] = partitions;
  if (fetched === undefined || fetched.errorCode !== 0) throw errorOfCode(fetched?.errorCode ?? LEADER_NOT_AVAILABLE);
  return fetched;
}
