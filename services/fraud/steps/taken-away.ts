// What was concluded of an order, and decided about it, goes with what was observed of it; whoever asked for it is told.
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { lane } from '#shared/refs/lane';
import type { Receipts } from './receipts.js';

/** All that is kept of an order beside its observation. */
const CONCLUSIONS = [topics.fraudAssessments, topics.fraudFlags, topics.fraudDecisions];

export function takenAway(
  { topicName, receipts }: { readonly topicName: (name: string) => string; readonly receipts: Receipts },
  records: readonly IncomingRecord[],
): readonly OutgoingRecord[] {
  return records.flatMap(({ key, value, headers: told }): readonly OutgoingRecord[] => {
    if (value !== null || key === null) return [];
    const orderRef = key.toString('utf8');
    const headers = headersOf(told);
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

/** Erasure, reason and version of the policy; empty when the clock of fraud control itself has run. */
export function headersOf(headers: IncomingRecord['headers']): Record<string, string> {
  return Object.fromEntries(
    ['erasure-id', 'reason', 'policy-version'].flatMap((name) => {
      const value = headers[name];
      return value === undefined ? [] : [[name, value.toString('utf8')]];
    }),
  );
}
