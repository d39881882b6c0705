// The office is closed on the public holidays of its country, on all days of those that last several, and on its own days.
import { describe, expect, test } from '@jest/globals';
import { createHolidayCalendar } from '#services/desk/adapters/holiday-calendar';

describe('the calendar of an office', () => {
  test('knows the public holidays of the country and those of a state only', () => {
    const germany = createHolidayCalendar({ region: 'DE', timeZone: 'Europe/Berlin' });
    const berlin = createHolidayCalendar({ region: 'DE-BE', timeZone: 'Europe/Berlin' });
    expect([germany.isHoliday('2026-12-25'), berlin.isHoliday('2026-12-25')]).toEqual([true, true]);
    expect([germany.isHoliday('2026-03-08'), berlin.isHoliday('2026-03-08')]).toEqual([false, true]);
    expect(germany.isHoliday('2026-11-24')).toBe(false);
  });

  test('is open on days that are only observed, and on half days: the doubt goes against the office', () => {
    const germany = createHolidayCalendar({ region: 'DE', timeZone: 'Europe/Berlin' });
    expect(germany.isHoliday('2026-02-14')).toBe(false);
    const china = createHolidayCalendar({ region: 'CN', timeZone: 'Asia/Shanghai' });
    expect(china.isHoliday('2026-05-01')).toBe(true);
    expect(china.isHoliday('2026-05-04')).toBe(false);
  });

  test('is closed on the days that the shop names', () => {
    const office = createHolidayCalendar({ region: 'DE', timeZone: 'Europe/Berlin', closedOn: ['2026-12-24'] });
    expect(office.isHoliday('2026-12-24')).toBe(true);
    expect(office.isHoliday('2026-12-23')).toBe(false);
  });

  test('refuses a country, a state or a time zone that does not exist', () => {
    const refusal = expect.objectContaining({ code: 'CALENDAR_UNKNOWN' });
    const attempt = (region: string, timeZone: string) => () => createHolidayCalendar({ region, timeZone });
    expect(attempt('XX', 'UTC')).toThrow(refusal);
    expect(attempt('DE-XX', 'UTC')).toThrow(refusal);
    expect(attempt('DE', 'Europe/Atlantis')).toThrow(refusal);
    expect(attempt('', 'UTC')).toThrow(refusal);
  });
});
