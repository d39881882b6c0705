// The Fetch call (version 11): what to read from which partition, and what came back, as bytes that are read later.
import type { ByteSink } from './byte-sink.js';
import { putInt8, putInt32, putInt64, putString } from './byte-sink.js';
import { sourceOf, type ByteSource, takeBytes, takeInt16, takeInt32, takeInt64, takeString } from './byte-source.js';
import type { AbortedTransaction } from './record-set-reader.js';

export const FETCH = { apiKey: 1, apiVersion: 11, apiName: 'Fetch' } as const;

export interface FetchRequest {
  readonly maxWaitMs: number;
  readonly minBytes: number;
  /** Of the whole answer; a first record that is larger comes alone. */
  readonly maxBytes: number;
  readonly maxBytesPerPartition: number;
  /** Also what belongs to open and aborted transactions: for whoever asks which bytes are there. Default false. */
  readonly isUncommitted?: boolean;
  /** The first partitions are filled first: rotate them, so that none starves. */
  readonly partitions: readonly { readonly topic: string; readonly partition: number; readonly offset: number }[];
}

export interface FetchedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error number; 0 for none. */
  readonly errorCode: number;
  /** Offset behind the last record that everybody may read. */
  readonly highWatermark: number;
  readonly aborted: readonly AbortedTransaction[];
  readonly bytes: Buffer;
}

export interface FetchResponse {
  readonly errorCode: number;
  readonly partitions: readonly FetchedPartition[];
}

const NO_REPLICA = -1;
const READ_COMMITTED = 1;
const READ_UNCOMMITTED = 0;
const NO_SESSION = 0;
const NO_SESSION_EPOCH = -1;
const UNKNOWN_LEADER_EPOCH = -1;
const UNKNOWN_LOG_START = -1n;

export function putFetchRequest(sink: ByteSink, request: FetchRequest): void {
  putInt32(sink, NO_REPLICA);
  putInt32(sink, request.maxWaitMs);
  putInt32(sink, request.minBytes);
  putInt32(sink, request.maxBytes);
  putInt8(sink, request.isUncommitted === true ? READ_UNCOMMITTED : READ_COMMITTED);
  putInt32(sink, NO_SESSION);
  putInt32(sink, NO_SESSION_EPOCH);
  // One entry per partition keeps their order, which a grouping by topic would not.
  putInt32(sink, request.partitions.length);
  for (const { topic, partition, offset } of request.partitions) {
    putString(sink, topic);
    putInt32(sink, 1);
    putInt32(sink, partition);
    putInt32(sink, UNKNOWN_LEADER_EPOCH);
    putInt64(sink, BigInt(offset));
    putInt64(sink, UNKNOWN_LOG_START);
    putInt32(sink, request.maxBytesPerPartition);
  }
  putInt32(sink, 0);
  putString(sink, '');
}

export function readFetchResponse(bytes: Buffer): FetchResponse {
  const source = sourceOf(bytes);
  source.at += 4;
  const errorCode = takeInt16(source);
  source.at += 4;
  const partitions: FetchedPartition[] = [];
  for (let topics = takeInt32(source); topics > 0; topics--) {
    const topic = takeString(source);
    for (let count = takeInt32(source); count > 0; count--) partitions.push(takePartition(source, topic));
  }
  return { errorCode, partitions };
}

function takePartition(source: ByteSource, topic: string): FetchedPartition {
  const partition = takeInt32(source);
  const errorCode = takeInt16(source);
  const highWatermark = takeInt64(source);
  source.at += 16;
  const aborted: AbortedTransaction[] = [];
  for (let count = takeInt32(source); count > 0; count--) {
    const producerId = source.bytes.readBigInt64BE(source.at);
    source.at += 8;
    aborted.push({ producerId, firstOffset: takeInt64(source) });
  }
  source.at += 4;
  return { topic, partition, errorCode, highWatermark, aborted, bytes: takeBytes(source) };
}
