import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createScaledClock } from '#shared/domain/scaled-clock';

const DAY_MS = 86_400_000;

function at(nowMs: number) {
  return { nowMs: () => nowMs };
}

describe('createScaledClock', () => {
  test('lets a day pass in a second at speed 86400', () => {
    const clock = createScaledClock({ speed: 86_400, originMs: 1_000, base: at(2_000) });
    expect(clock.nowMs()).toBe(1_000 + DAY_MS);
  });

  test('is the base clock at speed 1', () => {
    fc.assert(
      fc.property(fc.nat(), fc.nat(), (originMs, nowMs) => {
        expect(createScaledClock({ speed: 1, originMs, base: at(nowMs) }).nowMs()).toBe(nowMs);
      }),
    );
  });

  test('starts in the past when told so, so that a history can be replayed in its own time', () => {
    const clock = createScaledClock({ speed: 10, originMs: 5_000, startMs: 100, base: at(6_000) });
    expect(clock.nowMs()).toBe(10_100);
  });

  test('two processes with the same settings agree, whenever they were started', () => {
    const options = { speed: 3_600, originMs: 77, base: at(123_456) };
    expect(createScaledClock(options).nowMs()).toBe(createScaledClock({ ...options }).nowMs());
  });

  test('never goes backwards while its base does not', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0.001, max: 1e6, noNaN: true }),
        fc.nat(),
        fc.nat(),
        fc.nat(),
        (speed, originMs, nowMs, passedMs) => {
          const before = createScaledClock({ speed, originMs, base: at(nowMs) }).nowMs();
          const after = createScaledClock({ speed, originMs, base: at(nowMs + passedMs) }).nowMs();
          expect(after).toBeGreaterThanOrEqual(before);
        },
      ),
    );
  });

  test('tells how long to wait in real time, and that what is past needs no wait', () => {
    const clock = createScaledClock({ speed: 86_400, originMs: 0, base: at(0) });
    expect(clock.realMsUntil(DAY_MS)).toBe(1_000);
    expect(clock.realMsUntil(-5)).toBe(0);
  });

  test('after the told wait the instant has come', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 1e6, noNaN: true }), fc.nat({ max: 10 ** 12 }), (speed, untilMs) => {
        const waitMs = createScaledClock({ speed, originMs: 0, base: at(0) }).realMsUntil(untilMs);
        expect(createScaledClock({ speed, originMs: 0, base: at(waitMs) }).nowMs()).toBeGreaterThanOrEqual(untilMs - 1);
      }),
    );
  });

  test.each([0, -1, Number.NaN, Number.POSITIVE_INFINITY])(
    'refuses the speed %d, with which time would stand or turn',
    (speed) => {
      expect(() => createScaledClock({ speed, originMs: 0, base: at(0) })).toThrow(RangeError);
    },
  );
});
