// What the assess step says of every order in the end and what a backtest of the same observations, sign-ins and rulings says are the same, to the last
// digit.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Assessment } from '#schemas/generated/records';
import { replay } from '#services/fraud/domain/backtest/replay';
import { EntityLists } from '#services/fraud/domain/entity-lists';
import { keptOrder } from '#services/fraud/steps/observation-record';
import { listEntry } from '#services/fraud/steps/read-lists';
import { signInOf } from '#services/fraud/steps/sign-in-record';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { givenCodec } from '#test/unit/shared/codec/support/given-codec';
import { givenAssessorWorld } from '#test/unit/services/fraud/support/assessor-world';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';
import { asRecords, liveWorld } from '#test/unit/services/fraud/support/live-world';
import { seal } from '#test/unit/services/fraud/support/observations';
import { propertyRuns } from '#test/support/property-runs';

const { codec } = await givenCodec();
const { ruleSet } = defaultRules();

/** The last assessment of each order, units of `size` in the order given; some are tried in vain, and others take over. */
async function live(
  records: readonly IncomingRecord[],
  size: number,
  random: (below: number) => number,
): Promise<ReadonlyMap<string, Assessment>> {
  const world = givenAssessorWorld(codec);
  const appended = world.append(records);
  for (let at = 0; at < appended.length; at += size) {
    const unit = appended.slice(at, at + size);
    const fate = random(5);
    if (fate === 0) await world.workInVain(unit);
    if (fate === 1) world.compact();
    if (fate <= 1) await world.succeed();
    await world.work(unit);
  }
  return world.assessments;
}

describe('live and backtest', () => {
  test('agree on score, verdict, reasons, evidence and features of every order, whatever the order in which orders, sign-ins and rulings arrive', async () => {
    await fc.assert(
      fc.asyncProperty(fc.infiniteStream(fc.nat()), fc.integer({ min: 1, max: 40 }), async (numbers, size) => {
        const random = (below: number): number => Number(numbers.next().value) % below;
        const world = liveWorld(120, random);
        const last = await live(asRecords(codec, world, random), size, random);
        const lists = new EntityLists();
        for (const entry of world.entries) lists.put(listEntry(entry));
        for (const { order, assessed } of replay(
          world.orders.map((each) => keptOrder(each, seal.open)),
          [ruleSet],
          lists,
          world.signIns.map(signInOf),
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
        expect(last.size).toBe(world.orders.length);
      }),
      propertyRuns(4, 8),
    );
  });
});
