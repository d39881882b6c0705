// Begins the erasure that is due for an order, or sets its clock anew when nothing is due (any more).
import { type DueDates, planErasure } from './erasure-plan.js';
import { type ErasureSaga, overdueAt, startSaga } from './erasure-saga.js';
import { keysFor, type OutsideStore } from './outside-stores.js';
import { erasedCategories, type TrackedOrder } from './tracked-order.js';

export interface ErasureTerms {
  /** Makes the id of an erasure: the same arguments give the same id, so that a repetition after a crash is the same erasure. */
  readonly erasureIdOf: (orderRef: string, categories: readonly string[], ordinal: number) => string;
  /** Why, unless an operator ordered it and said so. */
  readonly reason: string;
  readonly policyVersion: number;
  /** Services of the broker that have to answer to every erasure. */
  readonly participants: readonly string[];
  /** Registered stores outside: those it concerns have to answer, too. */
  readonly stores: readonly OutsideStore[];
  /** How long each may take, machine time. */
  readonly deadlineOf: (participant: string) => number;
  /** Now, by the clock that orders live by. */
  readonly nowMs: number;
  /** Now, by the clock of the machine. */
  readonly machineNowMs: number;
  /** How long to wait for the first answers before reminding. */
  readonly firstReminderMs: number;
}

/** @returns the order with a saga, or with a later `nextDueAt` when the policy or its life has moved the date meanwhile */
export function beginErasure(order: TrackedOrder, dates: DueDates, terms: ErasureTerms): TrackedOrder {
  const plan = planErasure(dates, erasedCategories(order), terms.nowMs);
  if (plan.kind === 'wait') return { ...order, nextDueAt: plan.nextDueAt };
  const categories = plan.kind === 'erase-order' ? [] : plan.categories;
  // A command that a hold keeps waiting has no part in this.
  const commanded = order.legalHolds.length === 0 ? order.commanded : null;
  const saga: ErasureSaga = startSaga({
    erasureId: terms.erasureIdOf(order.orderRef, categories, order.completedErasures.length),
    categories,
    reason: commanded?.reason ?? terms.reason,
    policyVersion: terms.policyVersion,
    startedAt: terms.nowMs,
    ...askedFor(order, categories, terms),
  });
  const sinceMs = terms.machineNowMs;
  const overdueAtMs = overdueAt(saga, sinceMs, terms.deadlineOf);
  const reminder = { atMs: sinceMs + terms.firstReminderMs, sinceMs, count: 0, overdueAtMs };
  return { ...order, saga, nextDueAt: null, commanded: commanded === null ? order.commanded : null, reminder };
}

/** Whom the erasure concerns, and what the outside ones of them have to confirm. */
function askedFor(
  order: TrackedOrder,
  categories: readonly string[],
  { participants, stores }: ErasureTerms,
): Pick<ErasureSaga, 'participants' | 'awaited'> {
  const concerned = stores.flatMap((store) => {
    const keys = keysFor(store, order, categories);
    return keys.length === 0 ? [] : [[store.name, keys] as const];
  });
  if (concerned.length === 0) return { participants };
  return {
    participants: [...participants, ...concerned.map(([name]) => name)],
    awaited: Object.fromEntries(concerned),
  };
}
