// Sorts outgoing records into batches: one batch per partition and request, within the size a broker takes.
// The order of the records of a partition is kept.
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { PartitionBatch } from '../wire/produce.js';
import { recordBytesAtMost } from '../wire/record-batch-writer.js';

export type PlannedBatch = Omit<PartitionBatch, 'firstSequence'>;

export interface BatchLimits {
  /** Of one batch, unless a single record is larger. Below Kafka's default of 1,048,588. */
  readonly batchBytes: number;
  /** Of one request, roughly. */
  readonly requestBytes: number;
}

const BATCH_LIMITS: BatchLimits = { batchBytes: 900_000, requestBytes: 8_000_000 };

interface Open {
  readonly topic: string;
  readonly partition: number;
  readonly records: OutgoingRecord[];
}

/** @returns rounds, to be sent one after another; within a round each partition has at most one batch */
export function planBatches(outputs: readonly OutgoingRecord[], limits: BatchLimits = BATCH_LIMITS): PlannedBatch[][] {
  const rounds: PlannedBatch[][] = [];
  const roundBytes: number[] = [];
  for (const group of groupByPartition(outputs)) {
    let round = 0;
    for (const { batch, bytes } of split(group, limits.batchBytes)) {
      while ((roundBytes[round] ?? 0) > 0 && (roundBytes[round] ?? 0) + bytes > limits.requestBytes) round++;
      (rounds[round] ??= []).push(batch);
      roundBytes[round] = (roundBytes[round] ?? 0) + bytes;
      // The next batch of this partition must come later: the broker wants its sequence without gaps.
      round++;
    }
  }
  return rounds;
}

function groupByPartition(outputs: readonly OutgoingRecord[]): Open[] {
  const topics = new Map<string, Map<number, Open>>();
  const groups: Open[] = [];
  for (const record of outputs) {
    let partitions = topics.get(record.topic);
    if (partitions === undefined) topics.set(record.topic, (partitions = new Map<number, Open>()));
    let group = partitions.get(record.partition);
    if (group === undefined) {
      group = { topic: record.topic, partition: record.partition, records: [] };
      partitions.set(record.partition, group);
      groups.push(group);
    }
    group.records.push(record);
  }
  return groups;
}

function* split(
  { topic, partition, records }: Open,
  batchBytes: number,
): Iterable<{ batch: PlannedBatch; bytes: number }> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < records.length; at++) {
    const more = recordBytesAtMost(records[at] as OutgoingRecord);
    if (at > from && bytes + more > batchBytes) {
      yield { batch: { topic, partition, records, from, to: at }, bytes };
      from = at;
      bytes = 0;
    }
    bytes += more;
  }
  yield { batch: { topic, partition, records, from, to: records.length }, bytes };
}
