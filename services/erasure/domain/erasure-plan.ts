// What of an order is to be erased now, and when it is to be looked at again. The due dates come from the policy.

/** When each part of an order must be gone, ms since the epoch; null: not due at any known time. */
export interface DueDates {
  /** Per sealed category, in the order in which categories are always named. */
  readonly categories: ReadonlyMap<string, number | null>;
  readonly wholeOrder: number | null;
}

export type ErasurePlan =
  /** Nothing is left to do before this instant; null: nothing is due at any known time. */
  | { readonly kind: 'wait'; readonly nextDueAt: number | null }
  | { readonly kind: 'erase-categories'; readonly categories: readonly string[] }
  | { readonly kind: 'erase-order' };

/** @param erased categories whose keys are destroyed already */
export function planErasure(
  { categories, wholeOrder }: DueDates,
  erased: readonly string[],
  nowMs: number,
): ErasurePlan {
  // The order takes everything with it, so what falls due together is one erasure.
  if (wholeOrder !== null && wholeOrder <= nowMs) return { kind: 'erase-order' };
  const due: string[] = [];
  let nextDueAt = wholeOrder;
  for (const [category, dueAt] of categories) {
    if (dueAt === null || erased.includes(category)) continue;
    if (dueAt <= nowMs) due.push(category);
    else if (nextDueAt === null || dueAt < nextDueAt) nextDueAt = dueAt;
  }
  return due.length > 0 ? { kind: 'erase-categories', categories: due } : { kind: 'wait', nextDueAt };
}

/** The first instant at which anything of the order is due, past or future; null: none is known. */
export function firstDueAt(dates: DueDates, erased: readonly string[]): number | null {
  const plan = planErasure(dates, erased, Number.NEGATIVE_INFINITY);
  return plan.kind === 'wait' ? plan.nextDueAt : null;
}
