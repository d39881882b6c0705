// When an erasure that waits is looked at again, and whether its being overdue is to be told now. Pure.
import type { Reminder } from './tracked-order.js';

/** @param backoffAtMs when it would be reminded next; its deadline comes first if that lies before, so that the alarm is in time */
export function nextReminder(
  before: Reminder,
  machineNowMs: number,
  backoffAtMs: number,
): { readonly reminder: Reminder; readonly isAlarm: boolean } {
  const { overdueAtMs } = before;
  const isOverdue = machineNowMs >= overdueAtMs;
  const atMs = isOverdue ? backoffAtMs : Math.min(backoffAtMs, overdueAtMs);
  const isAlarm = isOverdue && before.alarmed !== true;
  const reminder = { ...before, count: before.count + 1, atMs };
  return { reminder: isAlarm ? { ...reminder, alarmed: true } : reminder, isAlarm };
}
