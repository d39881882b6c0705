import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { categoriesOfOrders, dueAt, type Lifecycle, orderDueAt } from '#shared/policy/retention';
import { CATEGORIES, MOMENTS, PAUSES } from '#shared/policy/vocabulary';
import { changedPolicy, currentPolicy, put } from './support/changed-policy.js';

const policy = currentPolicy();
const DAY_MS = 86_400_000;
const T = Date.UTC(2026, 0, 10);

function life(moments: Lifecycle['moments'], paused: Lifecycle['paused'] = {}): Lifecycle {
  return { moments, paused };
}

describe('data of a category is due', () => {
  test('a week after delivery', () => {
    expect(dueAt(policy, 'shipping', life({ delivered: T }))).toBe(T + 7 * DAY_MS);
  });

  test('a day after cancellation or refusal, two weeks after loss', () => {
    expect(dueAt(policy, 'payment', life({ cancelled: T }))).toBe(T + DAY_MS);
    expect(dueAt(policy, 'order-content', life({ refused: T }))).toBe(T + DAY_MS);
    expect(dueAt(policy, 'shipping', life({ lost: T }))).toBe(T + 14 * DAY_MS);
  });

  test('by the clock that ends last, so that a late return or a closed case is not cut short', () => {
    expect(dueAt(policy, 'shipping', life({ delivered: T, returned: T + 5 * DAY_MS }))).toBe(T + 12 * DAY_MS);
    expect(dueAt(policy, 'shipping', life({ delivered: T, 'after-sales-closed': T + DAY_MS }))).toBe(T + 8 * DAY_MS);
    expect(dueAt(policy, 'shipping', life({ lost: T, delivered: T + DAY_MS }))).toBe(T + 14 * DAY_MS);
  });

  test('never while nothing has started a clock', () => {
    expect(dueAt(policy, 'shipping', life({}))).toBeNull();
    expect(dueAt(policy, 'account', life({ delivered: T }))).toBeNull();
  });

  test.each(PAUSES)('not while %s', (pause) => {
    expect(dueAt(policy, 'shipping', life({ delivered: T }, { [pause]: true }))).toBeNull();
    expect(dueAt(policy, 'shipping', life({ delivered: T }, { [pause]: false }))).toBe(T + 7 * DAY_MS);
  });

  test('never when it is no personal data', () => {
    expect(dueAt(policy, 'none', life({ delivered: T }))).toBeNull();
  });

  test('two years after the last sign-in for accounts, and a month after deactivation', () => {
    expect(dueAt(policy, 'account', life({ 'last-sign-in': T }))).toBe(T + 730 * DAY_MS);
    expect(dueAt(policy, 'account', life({ deactivated: T }))).toBe(T + 30 * DAY_MS);
  });

  test('as the version in force says, not as the program thinks', () => {
    const shorter = changedPolicy((tree) => put(tree, 'categories/signals/retention/clocks/delivered', 'P1D'));
    expect(dueAt(shorter, 'signals', life({ delivered: T }))).toBe(T + DAY_MS);
    expect(dueAt(shorter, 'shipping', life({ delivered: T }))).toBe(T + 7 * DAY_MS);
  });
});

describe('the whole order is due', () => {
  test('when the last of its categories is', () => {
    expect(orderDueAt(policy, life({ delivered: T }))).toBe(T + 7 * DAY_MS);
    const longer = changedPolicy((tree) => put(tree, 'categories/payment/retention/clocks/delivered', 'P9D'));
    expect(orderDueAt(longer, life({ delivered: T }))).toBe(T + 9 * DAY_MS);
    expect(orderDueAt(longer, life({ delivered: T }), ['shipping'])).toBe(T + 7 * DAY_MS);
  });

  test('covers what belongs to orders, and not accounts', () => {
    expect(categoriesOfOrders(policy)).toEqual([
      'order-reference',
      'order-content',
      'shipping',
      'contact',
      'payment',
      'signals',
      'after-sales',
    ]);
  });

  test('not while one of its categories is paused, nor before anything ended it', () => {
    expect(orderDueAt(policy, life({ delivered: T }, { 'legal-hold': true }))).toBeNull();
    expect(orderDueAt(policy, life({}))).toBeNull();
    // A case that was closed while a second parcel is still on its way: the photos could go, the address may not.
    const underWay = life({ 'after-sales-closed': T }, { 'parcel-under-way': true });
    expect(dueAt(policy, 'after-sales', underWay)).toBe(T + 7 * DAY_MS);
    expect(orderDueAt(policy, underWay)).toBeNull();
  });

  test('never before any of its categories, whatever its life', () => {
    const moments = fc.dictionary(fc.constantFrom(...MOMENTS), fc.integer({ min: 0, max: 1e12 }));
    fc.assert(
      fc.property(moments, (drawn) => {
        const all = life(drawn);
        const due = orderDueAt(policy, all);
        const dues = categoriesOfOrders(policy).map((id) => dueAt(policy, id, all));
        expect(due).toBe(dues.reduce((last, at) => (at !== null && (last === null || at > last) ? at : last), null));
      }),
    );
  });
});

test('every category is either due one day or no personal data', () => {
  const everything = life(Object.fromEntries(MOMENTS.map((moment) => [moment, T])));
  for (const id of CATEGORIES) {
    const isPersonal = policy.categories.get(id)?.personal;
    expect([id, dueAt(policy, id, everything) !== null]).toEqual([id, isPersonal]);
  }
});
