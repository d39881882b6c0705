// Orders and their erasures in words, for operators.
import type { ErrorCode } from '#shared/errors/catalogue';
import { CATALOGUE } from '#shared/errors/catalogue';
import { missingParticipants, type ErasureSaga } from '../domain/erasure-saga.js';
import type { TrackedOrder } from '../domain/tracked-order.js';

const LABEL = 13;
/** Categories have longer names than what is done: `order-reference`. */
const CATEGORY = 17;

export function row(label: string, text: string): string {
  return `  ${label.padEnd(LABEL)}${text}`;
}

/** What is said of each category, under one another. */
export function categoryRow(category: string, text: string): string {
  return `  ${category.padEnd(CATEGORY)}${text}`;
}

/** `the whole order`, or its categories by name. */
export function whatOf(categories: readonly string[]): string {
  return categories.length === 0 ? 'the whole order' : categories.join(', ');
}

export function instant(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** `3 min`, `2 h`, `5 d`: one unit is enough to judge by. */
export function span(ms: number): string {
  const seconds = Math.max(0, Math.round(ms / 1_000));
  if (seconds < 120) return `${seconds} s`;
  const minutes = Math.round(seconds / 60);
  if (minutes < 120) return `${minutes} min`;
  const hours = Math.round(minutes / 60);
  return hours < 48 ? `${hours} h` : `${Math.round(hours / 24)} d`;
}

export function refusalText(code: string): string {
  const known = (CATALOGUE as Readonly<Record<string, (typeof CATALOGUE)[ErrorCode]>>)[code];
  return known === undefined ? code : `${code}: ${known.summary}\n${row('what to do', known.whatToDo)}`;
}

export function nameOf({ life, orderRef }: Pick<TrackedOrder, 'life' | 'orderRef'>): string {
  return life.facts === null ? orderRef : `${life.facts.orderId} (${orderRef})`;
}

/** One erasure under way, in a line: which, what, since when, who has not answered. */
export function runningLine(order: TrackedOrder, saga: ErasureSaga, machineNowMs: number): string {
  const sinceMs = order.reminder === null ? 0 : machineNowMs - order.reminder.sinceMs;
  const missing = missingParticipants(saga);
  const state = order.reminder !== null && machineNowMs > order.reminder.overdueAtMs ? 'OVERDUE' : 'running';
  const waits = missing.length === 0 ? 'for the ledger' : `for ${missing.join(', ')}`;
  const reminded = order.reminder === null || order.reminder.count === 0 ? '' : `, reminded ${order.reminder.count}×`;
  return `  ${state}  ${saga.erasureId}  ${nameOf(order)}: ${whatOf(saga.categories)}, ${saga.reason}; waits ${span(sinceMs)} ${waits}${reminded}`;
}
