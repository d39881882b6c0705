// When the parts of an order must be gone: the policy's clocks, run on the life of the order, and what an operator ordered before them.
import type { Policy } from '#shared/policy/policy';
import { dueAt, orderDueAt } from '#shared/policy/retention';
import { type DueDates, firstDueAt } from '../domain/erasure-plan.js';
import { retentionLifeOf } from '../domain/retention-life.js';
import { type Clocked, erasedCategories, type FirstDueAt } from '../domain/tracked-order.js';
import { ERASABLE_CATEGORIES } from './erasable-categories.js';

export function dueDatesOf(policy: Policy, order: Clocked): DueDates {
  const commanded = order.legalHolds.length === 0 ? order.commanded : null;
  const scheduled = scheduledDates(policy, order);
  if (commanded === null) return scheduled;
  const { categories, at } = commanded;
  if (categories.length === 0) return { ...scheduled, wholeOrder: earlier(scheduled.wholeOrder, at) };
  const dates = [...scheduled.categories].map(
    ([category, due]) => [category, categories.includes(category) ? earlier(due, at) : due] as const,
  );
  return { ...scheduled, categories: new Map(dates) };
}

/** The same, as the domain asks for it. */
export function firstDueAtUnder(policy: Policy): FirstDueAt {
  return (order) => firstDueAt(dueDatesOf(policy, order), erasedCategories(order));
}

function scheduledDates(policy: Policy, order: Clocked): DueDates {
  // Without the facts there is no order number to tell the end to, and no cancellation or case is known: they are under way.
  if (order.life.facts === null) {
    return { categories: new Map(ERASABLE_CATEGORIES.map((category) => [category, null])), wholeOrder: null };
  }
  const retention = retentionLifeOf(order);
  const categories = new Map(ERASABLE_CATEGORIES.map((category) => [category, dueAt(policy, category, retention)]));
  return { categories, wholeOrder: orderDueAt(policy, retention) };
}

function earlier(due: number | null, at: number): number {
  return due === null ? at : Math.min(due, at);
}
