// What one command of an operator does to an order. Pure, and harmless to repeat: the same command again finds its work done.
import { isWholeOrder } from './erasure-saga.js';
import { erasedCategories, type FirstDueAt, type TrackedOrder } from './tracked-order.js';

/** Reasons an operator may give: a closed list, so that nothing of a person gets into the ledger. */
export const COMMAND_REASONS = [
  'SUBJECT_REQUEST',
  'ACCOUNT_CLOSED',
  'AUTHORITY_ORDER',
  'COLLECTED_IN_ERROR',
  'OPERATOR_DECISION',
] as const;

export type OrderCommand =
  | {
      readonly kind: 'erase';
      /** Empty: the whole order. */
      readonly categories: readonly string[];
      readonly reason: string;
      /** Although it is not finished, or a case is open. */
      readonly evenUnderWay: boolean;
    }
  | { readonly kind: 'place-hold'; readonly reference: string; readonly givenBy: string }
  | { readonly kind: 'lift-hold'; readonly reference: string };

export type CommandRefusal =
  | 'COMMAND_ORDER_UNKNOWN'
  | 'COMMAND_ORDER_HELD'
  | 'COMMAND_ORDER_UNDER_WAY'
  | 'COMMAND_TOO_LATE';

export type Obeyed =
  | { readonly kind: 'done'; readonly order: TrackedOrder }
  /** Nothing to do: it was so before, or is on its way there. */
  | { readonly kind: 'was-so' }
  | { readonly kind: 'refused'; readonly code: CommandRefusal };

/** @param nowMs when the command is handled, by the clock that orders live by */
export function obeyCommand(order: TrackedOrder, command: OrderCommand, nowMs: number, firstDueAt: FirstDueAt): Obeyed {
  if (command.kind === 'erase') return eraseEarly(order, command, nowMs, firstDueAt);
  const placed = order.legalHolds.some(({ reference }) => reference === command.reference);
  if (command.kind === 'lift-hold') {
    if (!placed) return WAS_SO;
    const legalHolds = order.legalHolds.filter(({ reference }) => reference !== command.reference);
    return { kind: 'done', order: withDates({ ...order, legalHolds }, firstDueAt) };
  }
  if (placed) return WAS_SO;
  // Its keys are gone: a hold would promise what nobody can keep.
  if (order.saga !== null && isWholeOrder(order.saga)) return { kind: 'refused', code: 'COMMAND_TOO_LATE' };
  const { reference, givenBy } = command;
  const legalHolds = [...order.legalHolds, { reference, placedAt: nowMs, placedBy: givenBy }];
  return { kind: 'done', order: withDates({ ...order, legalHolds }, firstDueAt) };
}

const WAS_SO: Obeyed = Object.freeze({ kind: 'was-so' });

function eraseEarly(
  order: TrackedOrder,
  { categories, reason, evenUnderWay }: Extract<OrderCommand, { kind: 'erase' }>,
  nowMs: number,
  firstDueAt: FirstDueAt,
): Obeyed {
  const { saga, commanded: before, told } = order;
  const isWhole = categories.length === 0;
  if (saga !== null && isWholeOrder(saga)) return WAS_SO;
  if (order.legalHolds.length > 0) return { kind: 'refused', code: 'COMMAND_ORDER_HELD' };
  if (before !== null && before.categories.length === 0) return WAS_SO;
  const gone = [...erasedCategories(order), ...(saga?.categories ?? []), ...(before?.categories ?? [])];
  const left = categories.filter((category) => !gone.includes(category));
  if (!isWhole && left.length === 0) return WAS_SO;
  if (!evenUnderWay && told?.status !== 'FINISHED') return { kind: 'refused', code: 'COMMAND_ORDER_UNDER_WAY' };
  const all = isWhole ? [] : [...(before?.categories ?? []), ...left];
  return {
    kind: 'done',
    order: withDates({ ...order, commanded: { categories: all, reason, at: nowMs } }, firstDueAt),
  };
}

function withDates(order: TrackedOrder, firstDueAt: FirstDueAt): TrackedOrder {
  return { ...order, nextDueAt: order.saga === null ? firstDueAt(order) : null };
}
