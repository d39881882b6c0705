import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { afterHandOver, plainStatus } from '#services/notifications/domain/delivery';

const RULES = { firstWaitMs: 1_000, longestWaitMs: 60_000, longestAgeMs: 3_600_000 };
const tried = (tries: number, nowMs = 0, random = 0.5) => ({ tries, notedAtMs: 0, nowMs, random });

test('what was taken is sent, what was refused for good is not tried again', () => {
  expect(afterHandOver({ kind: 'taken' }, tried(1), RULES)).toEqual({ kind: 'sent' });
  const refused = { kind: 'refused', status: '5.1.1' } as const;
  expect(afterHandOver(refused, tried(1), RULES)).toEqual({ kind: 'undeliverable', status: '5.1.1' });
});

test('what has to wait waits longer each time, never past the age at which news is no news', () => {
  const later = { kind: 'later', status: '4.2.2' } as const;
  fc.assert(
    fc.property(
      fc.integer({ min: 1, max: 60 }),
      fc.integer({ min: 0, max: 4_000_000 }),
      fc.nat(99),
      (tries, nowMs, percent) => {
        const next = afterHandOver(later, tried(tries, nowMs, percent / 100), RULES);
        if (next.kind === 'again') {
          expect(next.atMs).toBeGreaterThan(nowMs);
          expect(next.atMs - nowMs).toBeLessThanOrEqual(RULES.longestWaitMs);
          expect(next.atMs).toBeLessThanOrEqual(RULES.longestAgeMs);
        } else {
          expect(next).toEqual({ kind: 'undeliverable', status: '4.2.2' });
          expect(nowMs + RULES.longestWaitMs).toBeGreaterThan(RULES.longestAgeMs);
        }
      },
    ),
  );
  expect(afterHandOver(later, tried(1), RULES)).toMatchObject({ kind: 'again', atMs: 750 });
  expect(afterHandOver(later, tried(3), RULES)).toMatchObject({ kind: 'again', atMs: 3_000 });
});

test('of an answer only its number is kept: the words beside it may name the recipient', () => {
  expect(plainStatus('5.1.1')).toBe('5.1.1');
  expect(plainStatus('550')).toBe('550');
  for (const text of ['550 <ana@example.org>: no such user', '', '1.2.3', undefined])
    expect(plainStatus(text)).toBe('unknown');
});
