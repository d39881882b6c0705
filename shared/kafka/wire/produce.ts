// The Produce call (version 7): one record batch per partition, and what the broker said of each.
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { type ByteSink, putInt16, putInt32, putString, reserve } from './byte-sink.js';
import { sourceOf, takeInt16, takeInt32, takeString } from './byte-source.js';
import { groupByTopic } from './group-by-topic.js';
import { type BatchStamp, putRecordBatch } from './record-batch-writer.js';

export const PRODUCE = { apiKey: 0, apiVersion: 7, apiName: 'Produce' } as const;

/** Records `from` … `to - 1` of a partition's records, as one batch. */
export interface PartitionBatch {
  readonly topic: string;
  readonly partition: number;
  readonly records: readonly OutgoingRecord[];
  readonly from: number;
  readonly to: number;
  readonly firstSequence: number;
}

export interface ProduceRequest {
  readonly transactionalId: string | null;
  readonly timeoutMs: number;
  readonly stamp: Omit<BatchStamp, 'firstSequence'>;
  /** At most one per partition. */
  readonly batches: readonly PartitionBatch[];
}

export interface ProducedPartition {
  readonly topic: string;
  readonly partition: number;
  /** Kafka's error number; 0 for none. */
  readonly errorCode: number;
}

const ALL_REPLICAS = -1;

export function putProduceRequest(sink: ByteSink, request: ProduceRequest): void {
  putString(sink, request.transactionalId);
  putInt16(sink, ALL_REPLICAS);
  putInt32(sink, request.timeoutMs);
  const byTopic = groupByTopic(request.batches);
  putInt32(sink, byTopic.size);
  for (const [topic, batches] of byTopic) {
    putString(sink, topic);
    putInt32(sink, batches.length);
    for (const batch of batches) putPartition(sink, batch, { firstSequence: batch.firstSequence, ...request.stamp });
  }
}

function putPartition(sink: ByteSink, { partition, records, from, to }: PartitionBatch, stamp: BatchStamp): void {
  putInt32(sink, partition);
  const lengthAt = sink.length;
  reserve(sink, 4);
  sink.length += 4;
  putRecordBatch(sink, records, from, to, stamp);
  sink.bytes.writeInt32BE(sink.length - lengthAt - 4, lengthAt);
}

export function readProduceResponse(bytes: Buffer): ProducedPartition[] {
  const source = sourceOf(bytes);
  const partitions: ProducedPartition[] = [];
  for (let topics = takeInt32(source); topics > 0; topics--) {
    const topic = takeString(source);
    for (let count = takeInt32(source); count > 0; count--) {
      partitions.push({ topic, partition: takeInt32(source), errorCode: takeInt16(source) });
      // Base offset, append time and log start offset.
      source.at += 24;
    }
  }
  return partitions;
}
