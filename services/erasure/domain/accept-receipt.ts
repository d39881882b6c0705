// What one receipt does to the erasure it answers.
import { type ErasureSaga, isWholeOrder, LEDGER_PARTICIPANT, withAnswer, withConfirmed } from './erasure-saga.js';
import type { Standing } from './order-standing.js';
import type { FirstDueAt, TrackedOrder } from './tracked-order.js';

export interface Receipt {
  readonly erasureId: string;
  readonly participant: string;
  /** When it was done, ms since the epoch. */
  readonly at: number;
  /** Of an outside store, whose signature was checked: the keys it confirms. */
  readonly confirms?: readonly string[];
  /** Its very position was handled before: what it confirms may be noted already. */
  readonly isRepeat?: boolean;
}

export type Accepted =
  /** Noted; the last one missing makes the erasure complete: ask for the COMPLETED entry. Also when it was complete before: it may have been lost. */
  | { readonly kind: 'noted'; readonly order: TrackedOrder; readonly complete: boolean }
  /** The ledger holds the proof that these categories are gone. */
  | { readonly kind: 'closed'; readonly order: TrackedOrder }
  /**
   * The ledger holds the proof that the whole order is gone: tell it. Nothing is written for it: as long as the telling is not committed
   * the order stays as it is, so that the receipt that comes again tells the same, and afterwards only a guard stays.
   */
  | { readonly kind: 'erased'; readonly tell: Standing }
  /** It answers an erasure that is over. */
  | { readonly kind: 'late' }
  /** It names an erasure or a participant that does not exist. */
  | { readonly kind: 'unknown' }
  /** It confirms what this store was not asked to delete. */
  | { readonly kind: 'foreign' };

/** @param nowMs when the receipt is handled, by the clock that orders live by */
export function acceptReceipt(before: TrackedOrder, receipt: Receipt, nowMs: number, firstDueAt: FirstDueAt): Accepted {
  const { saga, told } = before;
  const { erasureId, participant } = receipt;
  if (saga === null || saga.erasureId !== erasureId) {
    return { kind: before.completedErasures.some((done) => done.erasureId === erasureId) ? 'late' : 'unknown' };
  }
  if (receipt.confirms !== undefined) return acceptConfirmed(before, saga, receipt, receipt.confirms, nowMs);
  if (participant !== LEDGER_PARTICIPANT) {
    // A store outside answers under its signature only.
    if (!saga.participants.includes(participant) || saga.awaited?.[participant] !== undefined)
      return { kind: 'unknown' };
    const answered = withAnswer(saga, participant, nowMs);
    const order = answered === saga ? before : { ...before, saga: answered };
    return { kind: 'noted', order, complete: answered.completedAt !== null };
  }
  // Asked for by an instance that died before it noted the answers: they are asked for again, and then the ledger says so once more.
  if (saga.completedAt === null) return { kind: 'late' };
  if (isWholeOrder(saga)) {
    const { outcome = null } = told ?? {};
    return { kind: 'erased', tell: { status: 'ERASED', outcome, reasonCodes: [], at: saga.completedAt } };
  }
  const completedErasures = [...before.completedErasures, { erasureId, categories: saga.categories }];
  const nextDueAt = firstDueAt({ ...before, completedErasures });
  return { kind: 'closed', order: { ...before, completedErasures, saga: null, nextDueAt, reminder: null } };
}

function acceptConfirmed(
  before: TrackedOrder,
  saga: ErasureSaga,
  { participant, isRepeat }: Receipt,
  keys: readonly string[],
  nowMs: number,
): Accepted {
  const confirmed = withConfirmed(saga, participant, keys, nowMs);
  if (confirmed !== null) {
    return { kind: 'noted', order: { ...before, saga: confirmed }, complete: confirmed.completedAt !== null };
  }
  return isRepeat === true
    ? { kind: 'noted', order: before, complete: saga.completedAt !== null }
    : { kind: 'foreign' };
}
