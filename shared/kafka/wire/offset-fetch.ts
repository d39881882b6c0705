// The OffsetFetch call, version 7: it asks for offsets that stand, so that whoever takes a lane over never reads what an unfinished transaction is about
// to change. kafkajs stops at version 5, which answers with the offset from before.
import type { TopicPartition } from './add-partitions-to-txn.js';
import { type ByteSink, putCompactString, putInt8, putInt32, putUvarint } from './byte-sink.js';
import { type ByteSource, sourceOf, takeInt16, takeInt32, takeInt64, takeUvarint, takeView } from './byte-source.js';
import { groupByTopic } from './group-by-topic.js';
import type { Position } from './txn-offset-commit.js';

export const OFFSET_FETCH = { apiKey: 9, apiVersion: 7, apiName: 'OffsetFetch' } as const;

export interface OffsetFetch {
  readonly groupId: string;
  readonly partitions: readonly TopicPartition[];
}

export interface CommittedOffsets {
  /** The first error number of the group or of any partition; 0 for none. */
  readonly errorCode: number;
  /** Offset -1 where the group has committed nothing yet. */
  readonly positions: readonly Position[];
}

const STANDING_ONES = 1;

export function putOffsetFetch(sink: ByteSink, { groupId, partitions }: OffsetFetch): void {
  // The tags that end the request's head: kafkajs writes the older head, which has none.
  putUvarint(sink, 0);
  putCompactString(sink, groupId);
  const byTopic = groupByTopic(partitions);
  putUvarint(sink, byTopic.size + 1);
  for (const [topic, ofTopic] of byTopic) {
    putCompactString(sink, topic);
    putUvarint(sink, ofTopic.length + 1);
    for (const { partition } of ofTopic) putInt32(sink, partition);
    putUvarint(sink, 0);
  }
  putInt8(sink, STANDING_ONES);
  putUvarint(sink, 0);
}

export function readOffsetFetchResponse(bytes: Buffer): CommittedOffsets {
  const source = sourceOf(bytes);
  // No tags of the head, then the throttle time.
  source.at += 1 + 4;
  const positions: Position[] = [];
  let worst = 0;
  for (let topics = takeUvarint(source) - 1; topics > 0; topics--) {
    const topic = takeCompactString(source);
    for (let count = takeUvarint(source) - 1; count > 0; count--) {
      const { errorCode, ...position } = takePartition(source, topic);
      positions.push(position);
      if (worst === 0) worst = errorCode;
    }
    source.at += 1;
  }
  const ofGroup = takeInt16(source);
  return { errorCode: ofGroup === 0 ? worst : ofGroup, positions };
}

function takePartition(source: ByteSource, topic: string): Position & { readonly errorCode: number } {
  const partition = takeInt32(source);
  const offset = takeInt64(source);
  // The epoch of its leader, then what was noted beside it.
  source.at += 4;
  takeCompactString(source);
  const errorCode = takeInt16(source);
  source.at += 1;
  return { topic, partition, offset, errorCode };
}

function takeCompactString(source: ByteSource): string {
  const size = takeUvarint(source) - 1;
  return size <= 0 ? '' : takeView(source, size).toString('utf8');
}
