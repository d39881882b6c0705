import { expect, test } from '@jest/globals';
import { dueBy } from '#shared/sample/order-service/pace';

test('orders are due at their rate, the first one at once, and never fewer than a moment before', () => {
  expect([0, 999, 1_000, 10_000].map((ms) => dueBy(ms, { ordersPerSecond: 1 }))).toEqual([1, 1, 2, 11]);
  expect(dueBy(0, { ordersPerSecond: Number.POSITIVE_INFINITY })).toBe(Number.POSITIVE_INFINITY);
});

test('after the rush the shop goes on more slowly, without a jump', () => {
  const pace = { ordersPerSecond: 50, afterwards: { orders: 500, perSecond: 0.5 } };
  const due = Array.from({ length: 200 }, (_, step) => dueBy(step * 100, pace));
  expect(due.toSorted((one, other) => one - other)).toEqual(due);
  expect([dueBy(9_000, pace), dueBy(10_000, pace), dueBy(12_000, pace), dueBy(70_000, pace)]).toEqual([
    451, 500, 501, 530,
  ]);
});
