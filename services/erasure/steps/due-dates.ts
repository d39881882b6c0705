// When the parts of an order must be gone: the policy's clocks, run on the life of the order.
import { SEALED_CATEGORIES } from '#schemas/generated/topics';
import type { Policy } from '#shared/policy/policy';
import { dueAt, orderDueAt } from '#shared/policy/retention';
import { type DueDates, firstDueAt } from '../domain/erasure-plan.js';
import type { OrderLife } from '../domain/order-life.js';
import { retentionLifeOf } from '../domain/retention-life.js';

const NEVER: DueDates = { categories: new Map(), wholeOrder: null };

export function dueDatesOf(policy: Policy, life: OrderLife): DueDates {
  // Without the facts there is no order number to tell the end to, and no cancellation or case is known: they are under way.
  if (life.facts === null) return NEVER;
  const retention = retentionLifeOf(life);
  const categories = new Map(SEALED_CATEGORIES.map((category) => [category, dueAt(policy, category, retention)]));
  return { categories, wholeOrder: orderDueAt(policy, retention) };
}

/** The same, as the domain asks for it. */
export function firstDueAtUnder(policy: Policy): (life: OrderLife, erased: readonly string[]) => number | null {
  return (life, erased) => firstDueAt(dueDatesOf(policy, life), erased);
}
