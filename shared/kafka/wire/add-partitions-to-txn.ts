// The AddPartitionsToTxn call (version 0). Own reading, because kafkajs throws the first error of the answer, which often
// is only "not attempted" and hides the partition that was refused.
import { type ByteSink, putInt16, putInt32, putInt64, putString } from './byte-sink.js';
import { sourceOf, takeInt16, takeInt32, takeString } from './byte-source.js';
import { groupByTopic } from './group-by-topic.js';

export const ADD_PARTITIONS_TO_TXN = { apiKey: 24, apiVersion: 0, apiName: 'AddPartitionsToTxn' } as const;

export interface TopicPartition {
  readonly topic: string;
  readonly partition: number;
}

export interface AddPartitionsToTxn {
  readonly transactionalId: string;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly partitions: readonly TopicPartition[];
}

const NOT_ATTEMPTED = 55;

export function putAddPartitionsToTxn(sink: ByteSink, request: AddPartitionsToTxn): void {
  putString(sink, request.transactionalId);
  putInt64(sink, request.producerId);
  putInt16(sink, request.producerEpoch);
  const byTopic = groupByTopic(request.partitions);
  putInt32(sink, byTopic.size);
  for (const [topic, partitions] of byTopic) {
    putString(sink, topic);
    putInt32(sink, partitions.length);
    for (const { partition } of partitions) putInt32(sink, partition);
  }
}

/** The error number that says most; 0 for none. */
export function readAddPartitionsToTxnResponse(bytes: Buffer): number {
  const source = sourceOf(bytes);
  source.at += 4;
  let worst = 0;
  for (let topics = takeInt32(source); topics > 0; topics--) {
    takeString(source);
    for (let count = takeInt32(source); count > 0; count--) {
      takeInt32(source);
      const code = takeInt16(source);
      if (code !== 0 && (worst === 0 || worst === NOT_ATTEMPTED)) worst = code;
    }
  }
  return worst;
}
