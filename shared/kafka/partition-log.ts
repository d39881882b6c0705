// Reads one partition without a consumer group: all of it, or from an offset on as records come. Committed records only.
// For logs that every process reads whole for itself, such as the versions of the policy.
import type { IncomingRecord } from '#shared/pipeline/unit';
import { callBroker } from './client/call-broker.js';
import { type Broker, type KafkaCluster, leaderOf, loadTopics } from './client/cluster.js';
import { errorOfCode } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import { createByteSink } from './wire/byte-sink.js';
import { FETCH, type FetchedPartition, putFetchRequest, readFetchResponse } from './wire/fetch.js';
import { readRecordSet } from './wire/record-set-reader.js';

export interface LogPiece {
  readonly records: readonly IncomingRecord[];
  /** Where the next piece begins; gaps and markers are passed over. */
  readonly nextOffset: number;
}

export interface PartitionLog {
  /** Offset of the first record there is. */
  start(): Promise<number>;
  /** Offset behind the last record, those of open transactions included. */
  end(): Promise<number>;
  /** What lies at `from` and behind it; when that is nothing, waits for it so long. An empty piece means none came. */
  read(from: number, waitMs: number): Promise<LogPiece>;
  /** After an error: looks for the leader anew before the next call. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

const EARLIEST = -2;
const LATEST = -1;
const LEADER_NOT_AVAILABLE = 5;
const FETCH_BYTES = 1024 * 1024;
const ALL = Number.MAX_SAFE_INTEGER;

/** All calls reject with TOPIC_MISSING or with kafkajs' errors, of which the passing ones may be tried again. */
export async function openPartitionLog(client: KafkaClient, topic: string, partition: number): Promise<PartitionLog> {
  const { close, log } = await openTopicLog(client, topic);
  return { ...log(partition), close };
}

export interface TopicLog {
  /** One partition, over the connections that all of them share. */
  log(partition: number): Omit<PartitionLog, 'close'>;
  close(): Promise<void>;
}

export async function openTopicLog(client: KafkaClient, topic: string): Promise<TopicLog> {
  const cluster = client.openCluster();
  try {
    await cluster.connect();
    await loadTopics(cluster, [topic]);
  } catch (error) {
    await cluster.disconnect();
    throw error;
  }
  return { log: (partition) => logOf(cluster, topic, partition), close: () => cluster.disconnect() };
}

function logOf(cluster: KafkaCluster, topic: string, partition: number): Omit<PartitionLog, 'close'> {
  async function edge(timestamp: number): Promise<number> {
    const broker = await leader(cluster, topic, partition);
    const { responses } = await broker.listOffsets({ topics: [{ topic, partitions: [{ partition, timestamp }] }] });
    return Number(responses[0]?.partitions[0]?.offset ?? 0);
  }

  return {
    start: () => edge(EARLIEST),
    end: () => edge(LATEST),
    read: async (from, waitMs) => {
      const { bytes, aborted } = await fetchFrom(
        await leader(cluster, topic, partition),
        topic,
        partition,
        from,
        waitMs,
      );
      const reader = readRecordSet({ topic, partition, fromOffset: from, bytes, aborted });
      const records: IncomingRecord[] = [];
      reader.read(ALL, records);
      return { records, nextOffset: reader.nextOffset };
    },
    refresh: async () => {
      if (!cluster.isConnected()) await cluster.connect();
      await cluster.refreshMetadata();
    },
  };
}

async function leader(cluster: KafkaCluster, topic: string, partition: number): Promise<Broker> {
  const nodeId = leaderOf(cluster, topic, partition);
  if (nodeId === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
  return cluster.findBroker({ nodeId });
}

async function fetchFrom(
  broker: Broker,
  topic: string,
  partition: number,
  offset: number,
  waitMs: number,
): Promise<FetchedPartition> {
  const { errorCode, partitions } = await callBroker(broker, {
    api: FETCH,
    sink: createByteSink(256),
    put: (sink) =>
      putFetchRequest(sink, {
        maxWaitMs: waitMs,
        minBytes: 1,
        maxBytes: FETCH_BYTES,
        maxBytesPerPartition: FETCH_BYTES,
        partitions: [{ topic, partition, offset }],
      }),
    read: readFetchResponse,
    brokerWaitsMs: waitMs,
  });
  if (errorCode !== 0) throw errorOfCode(errorCode);
  const [fetched] = partitions;
  if (fetched === undefined || fetched.errorCode !== 0) throw errorOfCode(fetched?.errorCode ?? LEADER_NOT_AVAILABLE);
  return fetched;
}
