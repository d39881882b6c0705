// What the assess step says of every order in the end and what a backtest of the same observations says are the same, to the last digit.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Assessment } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { replay } from '#services/fraud/domain/backtest/replay';
import { createAssessor } from '#services/fraud/steps/assess-orders';
import { NO_RECEIPTS } from '#services/fraud/steps/receipts';
import { keptOrder } from '#services/fraud/steps/observation-record';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';
import { observations, seal } from '#test/unit/services/fraud/support/observations';

const { codec } = await givenCodec();
const { ruleSet } = defaultRules();

/** The last assessment of each order, units of `size` in the order given. */
async function live(records: readonly IncomingRecord[], size: number): Promise<Map<string, Assessment>> {
  const assessor = createAssessor({
    codec,
    clock: { nowMs: () => Date.UTC(2026, 1, 1) },
    topicName: (name) => name,
    rules: () => ruleSet,
    receipts: NO_RECEIPTS,
    openOrderId: seal.open,
    readLog: async function* read() {
      yield await Promise.resolve([]);
    },
    readLists: async function* read() {
      yield await Promise.resolve([]);
    },
    keepMs: () => 180 * 86_400_000,
    onAssessed: () => undefined,
  });
  const last = new Map<string, Assessment>();
  for (let at = 0; at < records.length; at += size) {
    const unit = { lane: 0, records: records.slice(at, at + size), isRevoked: () => false };
    for (const { topic, value } of (await assessor.handler(unit)).outputs) {
      if (topic !== topics.fraudAssessments.name || value === null) continue;
      const decoded = codec.decode(value, topics.fraudAssessments);
      if (decoded.kind === 'decoded') last.set(decoded.value.orderRef, decoded.value);
    }
  }
  return last;
}

describe('live and backtest', () => {
  test('agree on score, verdict, reasons, evidence and features of every order, whatever the order of arrival', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 40 }), async (numbers, size) => {
        const random = (below: number): number => Number(numbers.next().value) % below;
        const all = observations(120, random);
        const records = all.map(
          (each, at): IncomingRecord => ({
            topic: topics.fraudObservations.name,
            partition: 0,
            offset: String(at),
            timestampMs: 0,
            key: Buffer.from(each.orderRef),
            value: Buffer.from(codec.encode(topics.fraudObservations, each)),
            headers: {},
          }),
        );
        const last = await live(records, size);
        for (const { order, assessed } of replay(
          all.map((each) => keptOrder(each, seal.open)),
          [ruleSet],
        )) {
          const word = last.get(order.orderRef);
          const reasons = assessed[0]?.reasons.map((reason) => ({
            ...reason,
            state: reason.state.toUpperCase(),
            evidence: reason.evidence.map(({ name, value }) => ({ name, value: String(value) })),
          }));
          expect(word).toMatchObject({ score: assessed[0]?.score, verdict: assessed[0]?.verdict, reasons });
          expect(word?.features).toEqual(assessed[0]?.features);
        }
        expect(last.size).toBe(all.length);
      }),
      { numRuns: 20 },
    );
  });
});
