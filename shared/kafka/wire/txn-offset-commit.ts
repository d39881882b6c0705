// The TxnOffsetCommit call, version 3: it names member and generation, so that the group refuses offsets of a member that
// was put out of it. kafkajs stops at version 1, which lets any producer commit for any group.
import { type ByteSink, putCompactString, putInt16, putInt32, putInt64, putUvarint } from './byte-sink.js';
import { sourceOf, takeInt16, takeInt32, takeUvarint } from './byte-source.js';
import { groupByTopic } from './group-by-topic.js';

export const TXN_OFFSET_COMMIT = { apiKey: 28, apiVersion: 3, apiName: 'TxnOffsetCommit' } as const;

/** First offset that is not handled yet. */
export interface Position {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

export interface GroupMember {
  readonly groupId: string;
  readonly memberId: string;
  readonly generationId: number;
}

export interface TxnOffsetCommit {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly member: GroupMember;
  readonly positions: readonly Position[];
}

const UNKNOWN_LEADER_EPOCH = -1;

export function putTxnOffsetCommit(sink: ByteSink, request: TxnOffsetCommit): void {
  // The tags that end the request's head: kafkajs writes the older head, which has none.
  putUvarint(sink, 0);
  putCompactString(sink, request.transactionalId);
  putCompactString(sink, request.member.groupId);
  putInt64(sink, request.producerId);
  putInt16(sink, request.producerEpoch);
  putInt32(sink, request.member.generationId);
  putCompactString(sink, request.member.memberId);
  putCompactString(sink, null);
  const byTopic = groupByTopic(request.positions);
  putUvarint(sink, byTopic.size + 1);
  for (const [topic, positions] of byTopic) {
    putCompactString(sink, topic);
    putUvarint(sink, positions.length + 1);
    for (const { partition, offset } of positions) {
      putInt32(sink, partition);
      putInt64(sink, BigInt(offset));
      putInt32(sink, UNKNOWN_LEADER_EPOCH);
      putCompactString(sink, '');
      putUvarint(sink, 0);
    }
    putUvarint(sink, 0);
  }
  putUvarint(sink, 0);
}

/** The first error number of any partition; 0 for none. */
export function readTxnOffsetCommitResponse(bytes: Buffer): number {
  const source = sourceOf(bytes);
  // No tags of the head, then the throttle time.
  source.at += 1 + 4;
  for (let topics = takeUvarint(source) - 1; topics > 0; topics--) {
    const nameBytes = takeUvarint(source) - 1;
    source.at += nameBytes;
    for (let count = takeUvarint(source) - 1; count > 0; count--) {
      takeInt32(source);
      const errorCode = takeInt16(source);
      if (errorCode !== 0) return errorCode;
      source.at += 1;
    }
    source.at += 1;
  }
  return 0;
}
