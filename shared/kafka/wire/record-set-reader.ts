// Reads the bytes fetched from one partition, record by record and only as far as asked: what waits in a lane stays bytes.
// Aborted transactions are left out here, batch by batch. (kafkajs expects the broker to list them by first offset; the
// broker lists them by their end, so with two writers on a partition it hands out aborted records.)
import type { IncomingRecord } from '#shared/pipeline/unit';
import { decompress } from './decompress.js';
import {
  BATCH_HEADER_BYTES,
  batchEnd,
  COMPRESSION,
  CONTROL,
  checkBatch,
  LOG_APPEND_TIME,
  TRANSACTIONAL,
} from './batch-header.js';
import { int64At, sourceOf } from './byte-source.js';
import { isHeartbeat, type OpenBatch, takeRecord } from './take-record.js';

export interface AbortedTransaction {
  readonly producerId: bigint;
  readonly firstOffset: number;
}

/** What one fetch brought of one partition. */
export interface FetchedRecords {
  readonly topic: string;
  readonly partition: number;
  /** Records before this offset are left out: a batch may begin earlier. */
  readonly fromOffset: number;
  readonly bytes: Buffer;
  readonly aborted: readonly AbortedTransaction[];
}

export interface RecordSetReader {
  /** Appends up to `limit` records to `into`, and returns how many. Heartbeats and markers count for nothing but their offset. */
  read(limit: number, into: IncomingRecord[]): number;
  /** First offset that is not read yet, gaps and markers included: what may be committed once all before it is handled. */
  readonly nextOffset: number;
  readonly isDone: boolean;
}

/** @throws FulfilmentError KAFKA_REFUSED (crash) for bytes that are no sound record batch of format 2 */
export function readRecordSet(fetched: FetchedRecords): RecordSetReader {
  const { topic, partition, fromOffset, bytes } = fetched;
  const waiting = [...fetched.aborted].sort((a, b) => a.firstOffset - b.firstOffset);
  const abortedProducers = new Set<bigint>();
  let at = 0;
  let nextOffset = fromOffset;
  let open: OpenBatch | null = null;

  /** Opens the next batch with records for us; null at the end. */
  function openNext(): OpenBatch | null {
    while (at < bytes.length) {
      const end = batchEnd(bytes, at);
      // The broker cuts the last batch off where its limit ends: the next fetch brings it whole.
      if (end === null) break;
      const batch = bytes.subarray(at, end);
      at = end;
      const opened = openBatch(batch);
      if (opened !== null) return opened;
    }
    at = bytes.length;
    return null;
  }

  function openBatch(batch: Buffer): OpenBatch | null {
    checkBatch(batch, topic, partition);
    const baseOffset = int64At(batch, 0);
    const attributes = batch.readInt16BE(21);
    const endOffset = baseOffset + batch.readInt32BE(23) + 1;
    const isAborted = (attributes & TRANSACTIONAL) !== 0 && belongsToAborted(batch, attributes, endOffset);
    if (isAborted || (attributes & CONTROL) !== 0 || endOffset <= nextOffset) {
      nextOffset = Math.max(nextOffset, endOffset);
      return null;
    }
    const packed = batch.subarray(BATCH_HEADER_BYTES);
    const codec = attributes & COMPRESSION;
    return {
      baseOffset,
      baseTimestampMs: int64At(batch, 27),
      appendTimestampMs: (attributes & LOG_APPEND_TIME) === 0 ? null : int64At(batch, 35),
      endOffset,
      records: sourceOf(codec === 0 ? packed : decompress(codec, packed)),
      left: batch.readInt32BE(57),
    };
  }

  function belongsToAborted(batch: Buffer, attributes: number, endOffset: number): boolean {
    if (waiting.length === 0 && abortedProducers.size === 0) return false;
    for (let first = waiting[0]; first !== undefined && first.firstOffset < endOffset; first = waiting[0]) {
      abortedProducers.add(first.producerId);
      waiting.shift();
    }
    const producerId = batch.readBigInt64BE(43);
    if ((attributes & CONTROL) === 0) return abortedProducers.has(producerId);
    // A marker, of whatever kind, ends the only transaction its producer can have open.
    abortedProducers.delete(producerId);
    return false;
  }

  function read(limit: number, into: IncomingRecord[]): number {
    let count = 0;
    while (count < limit) {
      open ??= openNext();
      if (open === null) break;
      while (open.left > 0 && count < limit) {
        const record = takeRecord(open, topic, partition, nextOffset);
        if (record === null) continue;
        nextOffset = Number(record.offset) + 1;
        if (isHeartbeat(record)) continue;
        into.push(record);
        count++;
      }
      if (open.left > 0) break;
      // Compaction may have taken the last records of a batch: its end counts, not the last record.
      nextOffset = open.endOffset;
      open = null;
    }
    return count;
  }

  return {
    read,
    get nextOffset() {
      return nextOffset;
    },
    get isDone() {
      return open === null && at >= bytes.length;
    },
  };
}

/** Where the fetch after this one begins, without reading any record: behind the last whole batch. */
export function endOffsetOf({ bytes, fromOffset }: FetchedRecords): number {
  let endOffset = fromOffset;
  for (let at = 0, end = batchEnd(bytes, 0); end !== null; at = end, end = batchEnd(bytes, at)) {
    endOffset = Math.max(endOffset, int64At(bytes, at) + bytes.readInt32BE(at + 23) + 1);
  }
  return endOffset;
}
