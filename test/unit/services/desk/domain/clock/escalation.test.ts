// A request that nobody answers is heard of, once for each state it reaches.
import { describe, expect, test } from '@jest/globals';
import { startAnswerClock } from '#services/desk/domain/clock/answer-clock';
import { dueEscalation, ESCALATION_ROLES } from '#services/desk/domain/clock/escalation';

const office = { timeZone: 'UTC', weekend: [6, 7] as const, isHoliday: () => false };
const clock = startAnswerClock(office, { promisedDays: 3, targetDays: 2 }, Date.parse('2026-11-24T09:00Z'));

describe('an open request', () => {
  test('is nobody’s alarm while it is on track', () => {
    expect(dueEscalation(clock, clock.dueSoonAtMs - 1, [])).toBeNull();
  });

  test('is told of once at each state', () => {
    expect(dueEscalation(clock, clock.dueSoonAtMs, [])).toEqual({ tell: 'due-soon', told: ['due-soon'] });
    expect(dueEscalation(clock, clock.dueSoonAtMs + 1, ['due-soon'])).toBeNull();
    expect(dueEscalation(clock, clock.overdueAtMs, ['due-soon'])).toEqual({
      tell: 'overdue',
      told: ['due-soon', 'overdue'],
    });
  });

  test('is told of at its highest state only, when the desk was down meanwhile', () => {
    const told = ['due-soon', 'overdue', 'breached'];
    expect(dueEscalation(clock, clock.breachedAtMs + 1, [])).toEqual({ tell: 'breached', told });
    expect(dueEscalation(clock, clock.breachedAtMs + 2, ['due-soon', 'overdue', 'breached'])).toBeNull();
  });

  test('reaches the privacy officer before the promise breaks', () => {
    expect(ESCALATION_ROLES.overdue).toContain('privacy-officer');
    expect(clock.overdueAtMs).toBeLessThan(clock.breachedAtMs);
  });
});
