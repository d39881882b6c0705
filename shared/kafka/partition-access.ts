// What everybody needs who reads a partition without a consumer group: who leads it, where it begins and ends, and what lies at an offset.
import { retry, type RetryDeps } from '#shared/pipeline/retry';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { callBroker } from './client/call-broker.js';
import { type Broker, type KafkaCluster, leaderOf } from './client/cluster.js';
import { errorOfCode, troubleOf } from './client/transient.js';
import { createByteSink } from './wire/byte-sink.js';
import { FETCH, type FetchedPartition, putFetchRequest, readFetchResponse } from './wire/fetch.js';
import { readRecordSet } from './wire/record-set-reader.js';

export interface PartitionPlace {
  readonly topic: string;
  readonly partition: number;
}

export interface LogPiece {
  readonly records: readonly IncomingRecord[];
  /** Where the next piece begins; gaps and markers are passed over. */
  readonly nextOffset: number;
}

export interface PieceWanted {
  readonly from: number;
  /** When nothing lies there, so long is waited for it. */
  readonly waitMs: number;
  /** Also records of open and aborted transactions. */
  readonly isUncommitted?: boolean;
}

const EARLIEST = -2;
const LATEST = -1;
const LEADER_NOT_AVAILABLE = 5;
const FETCH_BYTES = 1024 * 1024;
const ALL = Number.MAX_SAFE_INTEGER;

/** Rejects while the partition has no leader; that passes. */
async function leaderFor(cluster: KafkaCluster, { topic, partition }: PartitionPlace): Promise<Broker> {
  const nodeId = leaderOf(cluster, topic, partition);
  if (nodeId === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
  return cluster.findBroker({ nodeId });
}

/** A topic that was just made is led by nobody for a moment, whatever the metadata say, and a restart of a broker moves leaders: no reason to give up. */
const AFTER_THE_LEADER = {
  backoff: { firstMs: 20, longestMs: 1_000 },
  budgetMs: 10_000,
  isRetriable: (error: unknown) => troubleOf(error) === 'moved',
} as const;

/** Asks whoever leads the partition, and while that is another one by now, the one that the cluster says it is. @param question may be asked again */
export function askLeader<T>(
  waiting: RetryDeps,
  cluster: KafkaCluster,
  place: PartitionPlace,
  question: (leader: Broker) => Promise<T>,
): Promise<T> {
  return retry(waiting, AFTER_THE_LEADER, async (attempt) => {
    if (attempt > 1) await cluster.refreshMetadata();
    return question(await leaderFor(cluster, place));
  });
}

/** Offset of the first record there is. */
export function startOf(broker: Broker, place: PartitionPlace): Promise<number> {
  return edgeOf(broker, place, EARLIEST);
}

/** Offset behind the last record, those of open transactions included. */
export function endOf(broker: Broker, place: PartitionPlace): Promise<number> {
  return edgeOf(broker, place, LATEST);
}

async function edgeOf(broker: Broker, { topic, partition }: PartitionPlace, timestamp: number): Promise<number> {
  const { responses } = await broker.listOffsets({ topics: [{ topic, partitions: [{ partition, timestamp }] }] });
  return Number(responses[0]?.partitions[0]?.offset ?? 0);
}

/** Heartbeats are left out; an empty piece that does not move on means that nothing came. */
export async function readPiece(broker: Broker, place: PartitionPlace, wanted: PieceWanted): Promise<LogPiece> {
  const { from, isUncommitted = false } = wanted;
  const { bytes, aborted } = await fetchFrom(broker, place, wanted);
  const reader = readRecordSet({ ...place, fromOffset: from, bytes, aborted: isUncommitted ? [] : aborted });
  const records: IncomingRecord[] = [];
  reader.read(ALL, records);
  return { records, nextOffset: reader.nextOffset };
}

async function fetchFrom(
  broker: Broker,
  { topic, partition }: PartitionPlace,
  { from, waitMs, isUncommitted = false }: PieceWanted,
): Promise<FetchedPartition> {
  const request = {
    maxWaitMs: waitMs,
    minBytes: 1,
    maxBytes: FETCH_BYTES,
    maxBytesPerPartition: FETCH_BYTES,
    isUncommitted,
    partitions: [{ topic, partition, offset: from }],
  };
  const { errorCode, partitions } = await callBroker(broker, {
    api: FETCH,
    sink: createByteSink(512),
    put: (sink) => putFetchRequest(sink, request),
    read: readFetchResponse,
    brokerWaitsMs: waitMs,
  });
  if (errorCode !== 0) throw errorOfCode(errorCode);
  const [fetched] = partitions;
  if (fetched === undefined || fetched.errorCode !== 0) throw errorOfCode(fetched?.errorCode ?? LEADER_NOT_AVAILABLE);
  return fetched;
}
