// Every retention clock of an order, in words: when it runs out, what stops it, or that it has not begun.
import type { Policy } from '#shared/policy/policy';
import { categoriesOfOrders, dueAt } from '#shared/policy/retention';
import { retentionLifeOf } from '../domain/retention-life.js';
import { erasedCategories, type TrackedOrder } from '../domain/tracked-order.js';

export interface ClockLine {
  readonly category: string;
  readonly says: string;
  readonly isStopped: boolean;
  /** ms since the epoch; null: at no known time. */
  readonly dueAt: number | null;
}

export function clocksOf(policy: Policy, order: TrackedOrder): readonly ClockLine[] {
  const retention = retentionLifeOf(order);
  const gone = [...erasedCategories(order), ...(order.saga?.categories ?? [])];
  return categoriesOfOrders(policy).map((category) => {
    const rule = policy.categories.get(category)?.retention;
    const pausedBy = rule?.kind === 'clocked' ? rule.pausedBy : [];
    const stops = pausedBy.filter((pause) => retention.paused[pause] === true);
    const due = dueAt(policy, category, retention);
    const line = (says: string, isStopped = false): ClockLine => ({ category, says, isStopped, dueAt: due });
    if (gone.includes(category)) return line('erased');
    if (stops.length > 0) return line(`stopped by ${stops.map(nameOfPause).join(' and ')}`, true);
    return due === null
      ? line('has not begun: nothing it counts from has happened')
      : line(`due ${new Date(due).toISOString()}`);
  });
}

function nameOfPause(pause: string): string {
  const names: Readonly<Record<string, string>> = {
    'open-after-sales-case': 'an open after-sales case',
    'legal-hold': 'a legal hold',
    'parcel-under-way': 'a parcel under way',
  };
  return names[pause] ?? pause;
}
