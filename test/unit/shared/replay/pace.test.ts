import { describe, expect, test } from '@jest/globals';
import { placedAfterMs, roomFor, stepAfterMs } from '#shared/replay/pace';

describe('the pace of a replay', () => {
  test('keeps so many orders under way when it follows the system', () => {
    const pace = { kind: 'follow', mostUnderWay: 100 } as const;
    expect(roomFor(pace, { elapsedMs: 0, placed: 0, underWay: 0 })).toBe(100);
    expect(roomFor(pace, { elapsedMs: 9, placed: 900, underWay: 97 })).toBe(3);
    expect(roomFor(pace, { elapsedMs: 9, placed: 900, underWay: 120 })).toBe(0);
  });

  test('places the first order at once and catches up with its rate after a pause', () => {
    const pace = { kind: 'rate', ordersPerSecond: 20, factor: Number.POSITIVE_INFINITY } as const;
    expect(roomFor(pace, { elapsedMs: 0, placed: 0, underWay: 0 })).toBe(1);
    expect(roomFor(pace, { elapsedMs: 1_000, placed: 21, underWay: 0 })).toBe(0);
    expect(roomFor(pace, { elapsedMs: 2_000, placed: 21, underWay: 999 })).toBe(20);
  });

  test('compresses the time line of the history only when asked to', () => {
    const day = 86_400_000;
    expect(placedAfterMs({ kind: 'speed', factor: 86_400 }, 3 * day)).toBe(3_000);
    expect(stepAfterMs({ kind: 'speed', factor: 86_400 }, 3 * day)).toBe(3_000);
    expect(placedAfterMs({ kind: 'rate', ordersPerSecond: 1, factor: 86_400 }, 3 * day)).toBe(0);
    expect(stepAfterMs({ kind: 'rate', ordersPerSecond: 1, factor: 86_400 }, 3 * day)).toBe(3_000);
    expect(stepAfterMs({ kind: 'rate', ordersPerSecond: 1, factor: Number.POSITIVE_INFINITY }, 3 * day)).toBe(0);
    expect(stepAfterMs({ kind: 'follow', mostUnderWay: 1 }, 3 * day)).toBe(0);
    expect(roomFor({ kind: 'speed', factor: 2 }, { elapsedMs: 0, placed: 9, underWay: 9 })).toBe(
      Number.POSITIVE_INFINITY,
    );
  });
});
