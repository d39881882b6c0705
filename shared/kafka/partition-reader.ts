// Reads one partition without a consumer group: its last record, or all of it.
// Committed records only; where a transaction is still open below the end, it waits until it is decided.
import type { IncomingRecord } from '#shared/pipeline/unit';
import { callBroker } from './client/call-broker.js';
import { type Broker, type KafkaCluster, leaderOf, loadTopics } from './client/cluster.js';
import { errorOfCode } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import { createByteSink } from './wire/byte-sink.js';
import { FETCH, type FetchedPartition, putFetchRequest, readFetchResponse } from './wire/fetch.js';
import { readRecordSet } from './wire/record-set-reader.js';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

const PARTITION = 0;
const EARLIEST = -2;
const LATEST = -1;
const LEADER_NOT_AVAILABLE = 5;
/** Offsets before the end to look for the last record at first: markers lie between them. */
const FIRST_WINDOW = 64;
const FETCH_BYTES = 1024 * 1024;
const FETCH_WAIT_MS = 100;
/** Above the 10 s after which the broker aborts what was left open. */
const UNDECIDED_MS = 20_000;
const ALL = Number.MAX_SAFE_INTEGER;

export interface PartitionReader {
  /** The last record; null while there is none. */
  last(): Promise<IncomingRecord | null>;
  /** All records from `fromOffset` (by default the first one) to what was the end when the reading began, in batches. */
  all(fromOffset?: number): AsyncIterable<readonly IncomingRecord[]>;
}

/** @param topic the real name of a topic; its first partition is read. All calls reject with TOPIC_MISSING or kafkajs' errors, which may be tried again. */
export function createPartitionReader(client: KafkaClient, topic: string): PartitionReader {
  async function withCluster<T>(work: (cluster: KafkaCluster) => Promise<T>): Promise<T> {
    const cluster = client.openCluster();
    try {
      await cluster.connect();
      await loadTopics(cluster, [topic]);
      return await work(cluster);
    } finally {
      await cluster.disconnect();
    }
  }

  async function leader(cluster: KafkaCluster): Promise<Broker> {
    const nodeId = leaderOf(cluster, topic, PARTITION);
    if (nodeId === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
    return cluster.findBroker({ nodeId });
  }

  async function edge(broker: Broker, timestamp: number): Promise<number> {
    const { responses } = await broker.listOffsets({
      topics: [{ topic, partitions: [{ partition: PARTITION, timestamp }] }],
    });
    return Number(responses[0]?.partitions[0]?.offset ?? 0);
  }

  async function fetchFrom(broker: Broker, offset: number): Promise<FetchedPartition> {
    const { errorCode, partitions } = await callBroker(broker, {
      api: FETCH,
      sink: createByteSink(256),
      put: (sink) =>
        putFetchRequest(sink, {
          maxWaitMs: FETCH_WAIT_MS,
          minBytes: 1,
          maxBytes: FETCH_BYTES,
          maxBytesPerPartition: FETCH_BYTES,
          partitions: [{ topic, partition: PARTITION, offset }],
        }),
      read: readFetchResponse,
      brokerWaitsMs: FETCH_WAIT_MS,
    });
    if (errorCode !== 0) throw errorOfCode(errorCode);
    const [fetched] = partitions;
    if (fetched === undefined || fetched.errorCode !== 0) throw errorOfCode(fetched?.errorCode ?? LEADER_NOT_AVAILABLE);
    return fetched;
  }

  /** The records of [from, to), batch by batch. */
  async function* read(broker: Broker, from: number, to: number): AsyncGenerator<readonly IncomingRecord[]> {
    const { clock } = client.waiting;
    let offset = from;
    let movedMs = clock.nowMs();
    while (offset < to) {
      const { bytes, aborted } = await fetchFrom(broker, offset);
      const reader = readRecordSet({ topic, partition: PARTITION, fromOffset: offset, bytes, aborted });
      const records: IncomingRecord[] = [];
      reader.read(ALL, records);
      if (reader.nextOffset > offset) {
        offset = reader.nextOffset;
        movedMs = clock.nowMs();
        yield records.filter((record) => Number(record.offset) < to);
      } else if (clock.nowMs() - movedMs > UNDECIDED_MS) {
        throw new FulfilmentError('KAFKA_UNAVAILABLE', { topic, partition: PARTITION, undecidedFrom: offset });
      }
    }
  }

  async function lastOf(broker: Broker, from: number, to: number): Promise<IncomingRecord | null> {
    let last: IncomingRecord | null = null;
    for await (const records of read(broker, from, to)) last = records.at(-1) ?? last;
    return last;
  }

  return {
    last: () =>
      withCluster(async (cluster) => {
        const broker = await leader(cluster);
        const [start, end] = [await edge(broker, EARLIEST), await edge(broker, LATEST)];
        for (let window = FIRST_WINDOW; ; window *= 16) {
          const from = Math.max(start, end - window);
          const last = await lastOf(broker, from, end);
          if (last !== null || from <= start) return last;
        }
      }),
    all: async function* all(fromOffset = 0) {
      const cluster = client.openCluster();
      try {
        await cluster.connect();
        await loadTopics(cluster, [topic]);
        const broker = await leader(cluster);
        const start = Math.max(fromOffset, await edge(broker, EARLIEST));
        yield* read(broker, start, await edge(broker, LATEST));
      } finally {
        await cluster.disconnect();
      }
    },
  };
}
