// What one receipt does to the erasure it answers.
import { isWholeOrder, LEDGER_PARTICIPANT, withAnswer } from './erasure-saga.js';
import type { OrderLife } from './order-life.js';
import type { TrackedOrder } from './tracked-order.js';

export interface Receipt {
  readonly erasureId: string;
  readonly participant: string;
  /** When it was done, ms since the epoch. */
  readonly at: number;
}

export type Accepted =
  /** Noted; the last one missing makes the erasure complete: ask for the COMPLETED entry. Also when it was complete before: it may have been lost. */
  | { readonly kind: 'noted'; readonly order: TrackedOrder; readonly complete: boolean }
  /** The ledger holds the proof: the erasure is over. `erased`: tell it, the whole order is gone. */
  | { readonly kind: 'closed'; readonly order: TrackedOrder; readonly erased: boolean }
  /** It answers an erasure that is over. */
  | { readonly kind: 'late' }
  /** It names an erasure or a participant that does not exist. */
  | { readonly kind: 'unknown' };

/**
 * @param nowMs when the receipt is handled, by the clock that orders live by
 * @param firstDueAt when the first thing of such a life falls due, null: never
 */
export function acceptReceipt(
  before: TrackedOrder,
  receipt: Receipt,
  nowMs: number,
  firstDueAt: (life: OrderLife, erased: readonly string[]) => number | null,
): Accepted {
  const { saga } = before;
  const { erasureId, participant } = receipt;
  if (saga === null || saga.erasureId !== erasureId) {
    if (!before.completedErasures.includes(erasureId)) return { kind: 'unknown' };
    // The answer of the ledger again: its outputs may have been lost with a crash.
    if (before.closing && participant === LEDGER_PARTICIPANT) return { kind: 'closed', order: before, erased: true };
    return { kind: 'late' };
  }
  if (participant === LEDGER_PARTICIPANT) {
    // The ledger can't hold a completion that was never asked for.
    if (saga.completedAt === null) return { kind: 'unknown' };
    return close(before, saga.completedAt, firstDueAt);
  }
  if (!saga.participants.includes(participant)) return { kind: 'unknown' };
  const answered = withAnswer(saga, participant, nowMs);
  const order = answered === saga ? before : { ...before, saga: answered };
  return { kind: 'noted', order, complete: answered.completedAt !== null };
}

function close(
  before: TrackedOrder,
  completedAt: number,
  firstDueAt: (life: OrderLife, erased: readonly string[]) => number | null,
): Accepted {
  const { saga, told } = before;
  if (saga === null) return { kind: 'late' };
  const completedErasures = [...before.completedErasures, saga.erasureId];
  if (isWholeOrder(saga)) {
    const erased = { status: 'ERASED', outcome: told?.outcome ?? null, reasonCodes: [], at: completedAt } as const;
    const order = { ...before, completedErasures, saga: null, closing: true, told: erased, nextDueAt: null };
    return { kind: 'closed', order, erased: true };
  }
  const erasedCategories = [...before.erasedCategories, ...saga.categories];
  const nextDueAt = firstDueAt(before.life, erasedCategories);
  const order = { ...before, completedErasures, erasedCategories, saga: null, nextDueAt, reminder: null };
  return { kind: 'closed', order, erased: false };
}
