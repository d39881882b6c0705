// "We respond and process all requests within 3 business days": weekends, holidays, time zones and clock changes,
// checked against a count that walks through time a quarter of an hour at a time and knows no calendar arithmetic.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { BusinessCalendar } from '#services/desk/domain/clock/business-calendar';
import { answerState, nextChangeAtMs, startAnswerClock } from '#services/desk/domain/clock/answer-clock';

const PROMISE = { promisedDays: 3, targetDays: 2 };
const QUARTER_MS = 15 * 60_000;

function calendar(timeZone: string, holidays: readonly string[] = []): BusinessCalendar {
  return { timeZone, weekend: [6, 7], isHoliday: (date) => holidays.includes(date) };
}

const at = (text: string): number => Date.parse(text);

describe('the clock of a request', () => {
  test('does not count the day of receipt, and ends with the third business day of the office', () => {
    const clock = startAnswerClock(calendar('Europe/Berlin'), PROMISE, at('2026-11-24T09:00:00+01:00'));
    expect(clock).toEqual({
      receivedAtMs: at('2026-11-24T09:00:00+01:00'),
      dueSoonAtMs: at('2026-11-26T00:00:00+01:00'),
      overdueAtMs: at('2026-11-27T00:00:00+01:00'),
      breachedAtMs: at('2026-11-28T00:00:00+01:00'),
    });
  });

  test('runs over weekends and holidays without counting them', () => {
    const closed = calendar('Europe/Berlin', ['2026-12-25']);
    const clock = startAnswerClock(closed, PROMISE, at('2026-12-23T23:59:00+01:00'));
    expect(clock.breachedAtMs).toBe(at('2026-12-30T00:00:00+01:00'));
  });

  test('takes the day of the office, not of the person who asks', () => {
    const sent = at('2026-11-23T22:30:00Z');
    expect(startAnswerClock(calendar('Asia/Shanghai'), PROMISE, sent).breachedAtMs).toBe(
      at('2026-11-28T00:00:00+08:00'),
    );
    expect(startAnswerClock(calendar('America/New_York'), PROMISE, sent).breachedAtMs).toBe(
      at('2026-11-27T00:00:00-05:00'),
    );
  });

  test('knows a day of 25 hours, one of 23, and one that begins at one o’clock', () => {
    const berlin = calendar('Europe/Berlin');
    expect(startAnswerClock(berlin, PROMISE, at('2026-10-23T12:00:00+02:00')).breachedAtMs).toBe(
      at('2026-10-29T00:00:00+01:00'),
    );
    expect(startAnswerClock(berlin, PROMISE, at('2026-03-27T12:00:00+01:00')).breachedAtMs).toBe(
      at('2026-04-02T00:00:00+02:00'),
    );
    // Egypt changes its clocks at midnight of a Friday: 24 April 2026 begins at 01:00.
    const cairo: BusinessCalendar = { ...calendar('Africa/Cairo'), weekend: [] };
    expect(startAnswerClock(cairo, PROMISE, at('2026-04-20T12:00:00+02:00')).breachedAtMs).toBe(
      at('2026-04-24T01:00:00+03:00'),
    );
  });

  test('goes from on track to due soon, overdue and breached at the first moment of each', () => {
    const clock = startAnswerClock(calendar('Europe/Berlin'), PROMISE, at('2026-11-24T09:00:00+01:00'));
    const stateAt = (text: string) => answerState(clock, at(text), null);
    expect(stateAt('2026-11-25T23:59:59.999+01:00')).toBe('on-track');
    expect(stateAt('2026-11-26T00:00:00+01:00')).toBe('due-soon');
    expect(stateAt('2026-11-26T23:59:59.999+01:00')).toBe('due-soon');
    expect(stateAt('2026-11-27T00:00:00+01:00')).toBe('overdue');
    expect(stateAt('2026-11-27T23:59:59.999+01:00')).toBe('overdue');
    expect(stateAt('2026-11-28T00:00:00+01:00')).toBe('breached');
  });

  test('is kept by an answer in its last millisecond and broken by one after it, whenever one looks', () => {
    const clock = startAnswerClock(calendar('Europe/Berlin'), PROMISE, at('2026-11-24T09:00:00+01:00'));
    const muchLater = at('2027-01-01T00:00:00Z');
    expect(answerState(clock, muchLater, clock.breachedAtMs - 1)).toBe('kept');
    expect(answerState(clock, muchLater, clock.breachedAtMs)).toBe('broken');
  });

  test('refuses a target that leaves no time to notice, and a calendar that never opens', () => {
    const berlin = calendar('Europe/Berlin');
    expect(() => startAnswerClock(berlin, { promisedDays: 3, targetDays: 3 }, 0)).toThrow(RangeError);
    expect(() => startAnswerClock(berlin, { promisedDays: 3, targetDays: 0 }, 0)).toThrow(RangeError);
    expect(() => startAnswerClock(berlin, { promisedDays: 3, targetDays: 1.5 }, 0)).toThrow(RangeError);
    const never: BusinessCalendar = { timeZone: 'UTC', weekend: [], isHoliday: () => true };
    expect(() => startAnswerClock(never, PROMISE, 0)).toThrow('no business day');
  });
});

/** Walks from the receipt, looks at the date on the wall of the office, and counts the open days it sees begin. */
function countedDeadlineMs(office: BusinessCalendar, receivedAtMs: number, days: number): number {
  const wall = new Intl.DateTimeFormat('en-CA', {
    timeZone: office.timeZone,
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    weekday: 'short',
  });
  const look = (ms: number): { date: string; open: boolean } => {
    const parts = Object.fromEntries(wall.formatToParts(ms).map(({ type, value }) => [type, value]));
    const date = `${parts['year']}-${parts['month']}-${parts['day']}`;
    return { date, open: !['Sat', 'Sun'].includes(parts['weekday'] ?? '') && !office.isHoliday(date) };
  };
  let seen = look(receivedAtMs).date;
  let counted = 0;
  for (let ms = Math.floor(receivedAtMs / QUARTER_MS) * QUARTER_MS + QUARTER_MS; ; ms += QUARTER_MS) {
    const { date, open } = look(ms);
    if (date === seen) continue;
    if (counted === days) return ms;
    seen = date;
    if (open) counted += 1;
  }
}

const ZONES = [
  'Europe/Berlin',
  'Asia/Shanghai',
  'America/New_York',
  'Africa/Cairo',
  'Australia/Lord_Howe',
  'Asia/Kathmandu',
];
const receipts = fc.date({ min: new Date('2021-01-01'), max: new Date('2034-12-31'), noInvalidDate: true });
const holidayOffsets = fc.array(fc.integer({ min: -1, max: 12 }), { maxLength: 6 });

describe('for any moment, office and holidays', () => {
  test('each end is where a count on the wall calendar puts it', () => {
    fc.assert(
      fc.property(receipts, fc.constantFrom(...ZONES), holidayOffsets, (received, timeZone, offsets) => {
        const holidays = offsets.map((days) =>
          new Date(received.getTime() + days * 86_400_000).toISOString().slice(0, 10),
        );
        const office = calendar(timeZone, holidays);
        const clock = startAnswerClock(office, PROMISE, received.getTime());
        expect(clock.breachedAtMs).toBe(countedDeadlineMs(office, received.getTime(), 3));
        expect(clock.overdueAtMs).toBe(countedDeadlineMs(office, received.getTime(), 2));
      }),
      { numRuns: 25 },
    );
  });

  test('the states follow one another, and each timer is set to the very moment of the next', () => {
    fc.assert(
      fc.property(receipts, fc.constantFrom(...ZONES), (received, timeZone) => {
        const clock = startAnswerClock(calendar(timeZone), PROMISE, received.getTime());
        const states: string[] = [];
        let nowMs: number | null = clock.receivedAtMs;
        for (; nowMs !== null; nowMs = nextChangeAtMs(clock, nowMs)) {
          if (nowMs > clock.receivedAtMs) expect(answerState(clock, nowMs - 1, null)).toBe(states.at(-1));
          states.push(answerState(clock, nowMs, null));
        }
        expect(states).toEqual(['on-track', 'due-soon', 'overdue', 'breached']);
      }),
    );
  });
});
