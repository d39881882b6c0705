// Public holidays of the office's country from the data of date-holidays (CC BY 3.0, https://github.com/commenthol/date-holidays),
// and the shop's own closing days beside them.
import Holidays, { type HolidaysTypes } from 'date-holidays';
import { Temporal } from 'temporal-polyfill';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { BusinessCalendar, Weekday } from '../domain/clock/business-calendar.js';

const DAY_MS = 86_400_000;

export interface HolidayCalendarOptions {
  /** ISO 3166-1 alpha-2, and a state of it where its holidays differ: `DE`, `DE-BE`. */
  readonly region: string;
  /** IANA name of the office's time zone. */
  readonly timeZone: string;
  /** Default: Saturday and Sunday. */
  readonly weekend?: readonly Weekday[];
  /** Local dates on which the office is closed besides, for example `2026-12-24`. */
  readonly closedOn?: readonly string[];
}

/** @throws FulfilmentError CALENDAR_UNKNOWN when the region or the time zone does not exist: a promise must not hang on a typing error */
export function createHolidayCalendar(options: HolidayCalendarOptions): BusinessCalendar {
  const [country = '', state] = options.region.split('-');
  const source = new Holidays();
  if (!knows(source, country, state) || !isTimeZone(options.timeZone))
    throw new FulfilmentError('CALENDAR_UNKNOWN', {});
  if (state === undefined) source.init(country);
  else source.init(country, state);
  const closedOn = new Set(options.closedOn);
  const holidaysOf = new Map<number, ReadonlySet<string>>();
  const publicHolidays = (year: number): ReadonlySet<string> => {
    const known = holidaysOf.get(year);
    if (known !== undefined) return known;
    // A half-day is a business day: the doubt goes against the office, never against the person who waits.
    const wholeDays = source.getHolidays(year).filter(({ type, date }) => type === 'public' && date.includes(' 00:00'));
    const found = new Set(wholeDays.flatMap(datesOf));
    holidaysOf.set(year, found);
    return found;
  };
  return {
    timeZone: options.timeZone,
    weekend: options.weekend ?? [6, 7],
    isHoliday: (isoDate) => closedOn.has(isoDate) || publicHolidays(Number(isoDate.slice(0, 4))).has(isoDate),
  };
}

function datesOf({ date, start, end }: HolidaysTypes.Holiday): readonly string[] {
  const first = Temporal.PlainDate.from(date.slice(0, 10));
  const days = Math.max(1, Math.round((end.getTime() - start.getTime()) / DAY_MS));
  return Array.from({ length: days }, (_, index) => first.add({ days: index }).toString());
}

function knows(source: Holidays, country: string, state: string | undefined): boolean {
  if (!Object.hasOwn(source.getCountries(), country)) return false;
  return state === undefined || Object.hasOwn(source.getStates(country) ?? {}, state);
}

function isTimeZone(name: string): boolean {
  try {
    return new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone !== '';
  } catch {
    return false;
  }
}
