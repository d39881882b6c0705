// Which days count when the shop promises an answer "within 3 business days". Pure: holidays are handed in.
import { Temporal } from 'temporal-polyfill';

/** 1 = Monday … 7 = Sunday, as ISO 8601 numbers them. */
export type Weekday = 1 | 2 | 3 | 4 | 5 | 6 | 7;

export interface BusinessCalendar {
  /** IANA name of the office's time zone, for example `Europe/Berlin`: a day begins and ends there. */
  readonly timeZone: string;
  readonly weekend: readonly Weekday[];
  /** Whether the office is closed on this local date (`2026-12-25`), weekends aside. */
  isHoliday(isoDate: string): boolean;
}

/** More closed days in a row than this are no calendar but a mistake in its data. */
const LONGEST_CLOSURE_DAYS = 60;

/** Whether people work on the local date. */
function isBusinessDay(calendar: BusinessCalendar, date: Temporal.PlainDate): boolean {
  return !calendar.weekend.includes(date.dayOfWeek as Weekday) && !calendar.isHoliday(date.toString());
}

/** The local date of an instant (ms since 1970-01-01T00:00Z) at the office. */
export function localDate(calendar: BusinessCalendar, instantMs: number): Temporal.PlainDate {
  return Temporal.Instant.fromEpochMilliseconds(instantMs).toZonedDateTimeISO(calendar.timeZone).toPlainDate();
}

/**
 * The `count`-th business day after a local date; the date itself never counts.
 * @throws RangeError when the calendar has no business day for 60 days
 */
export function businessDayAfter(
  calendar: BusinessCalendar,
  date: Temporal.PlainDate,
  count: number,
): Temporal.PlainDate {
  let day = date;
  for (let found = 0, closed = 0; found < count; ) {
    day = day.add({ days: 1 });
    if (isBusinessDay(calendar, day)) {
      found += 1;
      closed = 0;
    } else if (++closed > LONGEST_CLOSURE_DAYS) {
      throw new RangeError(`the calendar has no business day in ${LONGEST_CLOSURE_DAYS} days`);
    }
  }
  return day;
}

/** The instant (ms) at which a local date begins: 00:00, or the first moment there is where clocks skip midnight. */
export function startOfDayMs(calendar: BusinessCalendar, date: Temporal.PlainDate): number {
  return date.toZonedDateTime({ timeZone: calendar.timeZone }).startOfDay().epochMilliseconds;
}

/** The instant (ms) at which a local date is over: the beginning of the next one. */
export function endOfDayMs(calendar: BusinessCalendar, date: Temporal.PlainDate): number {
  return startOfDayMs(calendar, date.add({ days: 1 }));
}
