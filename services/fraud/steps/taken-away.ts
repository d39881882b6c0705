// What was concluded of an order, and decided about it, goes with what was observed of it; whoever asked for it is told.
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import { erasureHeaders, type OwnRecord } from './own-record.js';
import type { Receipts } from './receipts.js';

/** All that is kept of an order beside its observation. */
const CONCLUSIONS = [topics.fraudAssessments, topics.fraudFlags, topics.fraudDecisions];

export function takenAway(
  { topicName, receipts }: { readonly topicName: (name: string) => string; readonly receipts: Receipts },
  records: readonly OwnRecord[],
): readonly OutgoingRecord[] {
  return records.flatMap(({ key: orderRef, value, headers: told }): readonly OutgoingRecord[] => {
    if (value !== null) return [];
    const headers = erasureHeaders(told);
    const partition = lane(orderRef as OrderRef);
    const tombstones = CONCLUSIONS.map(({ name }) => {
      return { topic: topicName(name), partition, key: orderRef, value: null, headers };
    });
    const { 'erasure-id': erasureId } = headers;
    return erasureId === undefined
      ? tombstones
      : [...tombstones, ...receipts.of(erasureId, orderRef, tombstones.length + 1)];
  });
}
