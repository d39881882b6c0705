// The clock of a subject request. Source: the privacy policy, "We respond and process all requests within 3 business days".
import { type BusinessCalendar, businessDayAfter, endOfDayMs, localDate, startOfDayMs } from './business-calendar.js';

export interface AnswerPromise {
  /** Business days after the day of receipt until whose end every request is answered. The policy says 3. */
  readonly promisedDays: number;
  /** Business days the desk sets itself, fewer than promised, so that being late is seen before the promise breaks. */
  readonly targetDays: number;
}

/** The instants (ms since 1970-01-01T00:00Z) at which a request changes its state; each is the first moment of the new one. */
export interface AnswerClock {
  readonly receivedAtMs: number;
  /** The last day of the desk's own target begins. */
  readonly dueSoonAtMs: number;
  /** The desk's own target is missed. */
  readonly overdueAtMs: number;
  /** The promise is broken. An answer before this instant keeps it. */
  readonly breachedAtMs: number;
}

export type RunningState = 'on-track' | 'due-soon' | 'overdue' | 'breached';
/** `kept` and `broken` are final: the answer was given in time, or was not. */
export type AnswerState = RunningState | 'kept' | 'broken';

/**
 * Starts the clock of a request. The day of receipt does not count; it is the local day of the office.
 * @throws RangeError when the target is not at least one day and shorter than the promise
 */
export function startAnswerClock(
  calendar: BusinessCalendar,
  promise: AnswerPromise,
  receivedAtMs: number,
): AnswerClock {
  const { promisedDays, targetDays } = promise;
  if (!Number.isSafeInteger(promisedDays) || !Number.isSafeInteger(targetDays))
    throw new RangeError('days of a promise are whole numbers');
  if (targetDays < 1 || targetDays >= promisedDays)
    throw new RangeError('the target must be at least one day and shorter than the promise');
  const received = localDate(calendar, receivedAtMs);
  const target = businessDayAfter(calendar, received, targetDays);
  const promised = businessDayAfter(calendar, received, promisedDays);
  return {
    receivedAtMs,
    dueSoonAtMs: startOfDayMs(calendar, target),
    overdueAtMs: endOfDayMs(calendar, target),
    breachedAtMs: endOfDayMs(calendar, promised),
  };
}

/** Where a request stands; `answeredAtMs` null: it is still open. */
export function answerState(clock: AnswerClock, nowMs: number, answeredAtMs: number | null): AnswerState {
  if (answeredAtMs !== null) return answeredAtMs < clock.breachedAtMs ? 'kept' : 'broken';
  if (nowMs >= clock.breachedAtMs) return 'breached';
  if (nowMs >= clock.overdueAtMs) return 'overdue';
  return nowMs >= clock.dueSoonAtMs ? 'due-soon' : 'on-track';
}

/** When the state of an open request changes next; null once the promise is broken. Timers are set to it. */
export function nextChangeAtMs(clock: AnswerClock, nowMs: number): number | null {
  const changes = [clock.dueSoonAtMs, clock.overdueAtMs, clock.breachedAtMs];
  return changes.find((changeMs) => changeMs > nowMs) ?? null;
}
