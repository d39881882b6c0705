// When data of a category must be gone, from the life of its order or account. Pure: the same moments give the same answer.
import type { CategoryRule, Policy } from './policy.js';
import type { CategoryId, MomentId, PauseId } from './vocabulary.js';

/** The life of one order (or account) so far. */
export interface Lifecycle {
  /** When each moment happened last, ms since the epoch; of several parcels the last one counts. Left out: it has not happened. */
  readonly moments: Readonly<Partial<Record<MomentId, number>>>;
  /** What is the case right now. */
  readonly paused: Readonly<Partial<Record<PauseId, boolean>>>;
}

/**
 * The instant from which data of `category` must be gone, ms since the epoch: of all clocks that run, the one that ends last.
 * Null: nothing started a clock, something pauses them, or the category is kept without end.
 */
export function dueAt(policy: Policy, category: CategoryId, life: Lifecycle): number | null {
  const rule = policy.categories.get(category);
  // The compiled policy has all categories; one that it lacks is never due rather than due at once.
  return rule === undefined ? null : dueOf(rule, life);
}

/** The longest clock of a category, for what is known by one moment only; null: it has none, or is kept without end. */
export function longestClockMs({ categories }: Pick<Policy, 'categories'>, category: CategoryId): number | null {
  const retention = categories.get(category)?.retention;
  return retention?.kind === 'clocked' ? Math.max(...retention.clocks.values()) : null;
}

/** The categories that an order's own clocks run for, sealed or not: what the erasure of the whole order covers. */
export function categoriesOfOrders(policy: Policy): readonly CategoryId[] {
  return [...policy.categories.values()]
    .filter(({ retention }) => retention.kind === 'clocked' && retention.of === 'order')
    .map(({ id }) => id);
}

/**
 * The instant from which the whole order must be gone: when the last of `categories` is due. Null while one of them that has a clock
 * running is paused, and when no clock runs at all. A category without a clock of its own (no after-sales case, so no photos) does not wait.
 */
export function orderDueAt(policy: Policy, life: Lifecycle, categories = categoriesOfOrders(policy)): number | null {
  let lastMs: number | null = null;
  for (const id of categories) {
    const rule = policy.categories.get(id);
    if (rule === undefined || isPaused(rule, life)) return null;
    const due = dueOf(rule, life);
    if (due !== null && (lastMs === null || due > lastMs)) lastMs = due;
  }
  return lastMs;
}

function dueOf({ retention }: CategoryRule, life: Lifecycle): number | null {
  if (retention.kind === 'unlimited') return null;
  for (const pause of retention.pausedBy) if (life.paused[pause] === true) return null;
  let lastMs: number | null = null;
  for (const [moment, keepMs] of retention.clocks) {
    const atMs = life.moments[moment];
    if (atMs !== undefined && (lastMs === null || atMs + keepMs > lastMs)) lastMs = atMs + keepMs;
  }
  return lastMs;
}

function isPaused({ retention }: CategoryRule, life: Lifecycle): boolean {
  return retention.kind === 'clocked' && retention.pausedBy.some((pause) => life.paused[pause] === true);
}
