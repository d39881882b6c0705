// What a backtest counts, and that it can't know what came later.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Label, measure, type PastOrder, splitMoment } from '#services/fraud/domain/backtest/measure';
import { replay } from '#services/fraud/domain/backtest/replay';
import { precisionOf, recallOf } from '#shared/domain/analysts/tally';
import type { RuleSet } from '#services/fraud/domain/verdict';
import { arbitraryOrders } from '#test/unit/services/fraud/support/arbitrary-orders';
import { defaultRules } from '#test/unit/services/fraud/support/default-rules';
import { propertyRuns } from '#test/support/property-runs';

const T = Date.UTC(2026, 0, 10);
const MINUTE_MS = 60_000;

function order(n: number, changes: Partial<PastOrder> = {}): PastOrder {
  return {
    orderRef: `r${n}`,
    orderId: `o${n}`,
    placedAt: T + n * MINUTE_MS,
    handles: { device: 'd', account: `a${n}` },
    facts: {},
    amount: '10.10',
    currency: 'EUR',
    ...changes,
  };
}

/** Fires on a device that another account had before. */
const SHARED: RuleSet = {
  name: 'shared',
  version: 1,
  reviewFrom: 40,
  blockFrom: 80,
  rules: [
    {
      code: 'SHARED',
      state: 'active',
      tier: 'note',
      weight: 50,
      evidence: ['device_others_ever'],
      holds: (features) => Number(features['device_others_ever']) >= 1,
    },
    {
      code: 'CROWD',
      state: 'shadow',
      tier: 'note',
      weight: 10,
      evidence: ['device_others_ever'],
      holds: (features) => Number(features['device_others_ever']) >= 3,
    },
  ],
};
const STRICTER: RuleSet = { ...SHARED, version: 2, reviewFrom: 60 };

describe('replaying past orders', () => {
  test('gives each order what it had if the later ones had never been', () => {
    const { ruleSet } = defaultRules();
    fc.assert(
      fc.property(arbitraryOrders(30), fc.nat(200 * 24 * 60), (all, minutes) => {
        const until = T + minutes * MINUTE_MS;
        const words = (orders: typeof all): unknown[] =>
          [...replay(orders, [ruleSet])].map((each) => [each.order.orderRef, each.assessed]);
        const early = words(all.filter(({ placedAt }) => placedAt < until));
        expect(words(all).slice(0, early.length)).toEqual(early);
      }),
      propertyRuns(25, 60),
    );
  });

  test('does not depend on the order in which the file holds them', () => {
    const { ruleSet } = defaultRules();
    fc.assert(
      fc.property(arbitraryOrders(30), (all) => {
        expect([...replay(all.toReversed(), [ruleSet])]).toEqual([...replay(all, [ruleSet])]);
      }),
      { numRuns: 30 },
    );
  });
});

describe('measuring rules', () => {
  const orders = [0, 1, 2, 3, 4, 5].map((n) => order(n));
  const split = T + 3 * MINUTE_MS;
  const labels = new Map<string, Label>([
    ['o1', { truth: 'fraud', knownAt: T + 2 * MINUTE_MS }],
    ['o2', { truth: 'fraud', knownAt: T + 4 * MINUTE_MS }],
    ['o3', { truth: 'good', knownAt: T + 9 * MINUTE_MS }],
    ['o4', { truth: 'fraud', knownAt: T + 9 * MINUTE_MS }],
    ['o0', { truth: 'good', knownAt: T }],
  ]);
  const backtest = measure(orders.toReversed(), [SHARED, STRICTER], labels, split);
  const [set] = backtest.sets;

  test('counts hits, precision and recall on either side of the split, with what was known there', () => {
    const [early, late] = [set?.before.rules.get('SHARED'), set?.after.rules.get('SHARED')];
    // Of o2 nobody knew before the split, though it was placed before.
    expect(early?.hits).toMatchObject({ orders: 2, fraud: 1, good: 0, unknown: 1 });
    expect(late?.hits).toMatchObject({ orders: 3, fraud: 1, good: 1, unknown: 1 });
    expect(late === undefined ? null : precisionOf(late.hits)).toBe(0.5);
    expect(late === undefined || set === undefined ? null : recallOf(late.hits, set.after.all)).toBe(1);
    expect(precisionOf({ fraud: 0, good: 0 })).toBeNull();
  });

  test('tells which rules fire together, and which alone', () => {
    expect(Object.fromEntries(set?.overlaps ?? [])).toEqual({ 'CROWD SHARED': 3 });
    expect(set?.after.rules.get('SHARED')?.alone.orders).toBe(3);
    expect(set?.after.rules.get('CROWD')?.alone.orders).toBe(0);
  });

  test('tells which verdicts would change, and the money, each currency for itself', () => {
    const mixed = [...orders.slice(0, 3), order(3, { currency: 'JPY', amount: '500' }), order(4, { amount: null })];
    const { changes } = measure(mixed, [SHARED, STRICTER], labels, split);
    expect([...changes.keys()]).toEqual(['REVIEW RELEASE']);
    expect(Object.fromEntries(changes.get('REVIEW RELEASE')?.money ?? [])).toEqual({ EUR: 20_200, JPY: 500_000 });
    expect(changes.get('REVIEW RELEASE')).toMatchObject({ orders: 4, fraud: 2, good: 1, unknown: 1 });
  });

  test('finds the moment before which a share of the orders was placed', () => {
    expect(splitMoment(orders, 0.5)).toBe(split);
  });
});
