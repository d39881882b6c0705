import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { formatDuration, parseDuration } from '#shared/domain/duration';

describe('parseDuration', () => {
  test.each([
    ['P7D', 604_800_000],
    ['P2W', 1_209_600_000],
    ['PT15M', 900_000],
    ['PT60S', 60_000],
    ['P1DT2H3M4.5S', 93_784_500],
    ['PT0.05S', 50],
    ['PT0S', 0],
    ['PT36H', 129_600_000],
  ])('reads %s as %d ms', (text, durationMs) => {
    expect(parseDuration(text)).toBe(durationMs);
  });

  test.each([
    '',
    'P',
    'PT',
    'P1DT',
    'P1Y',
    'P1M',
    '7D',
    'p7d',
    'P-1D',
    'PT1.S',
    'PT.5S',
    'P1W1D',
    'PT1S1M',
    ' P1D',
    'P1D\n',
    'PT1.2345S',
  ])('answers null to %j, whose length is not fixed or not readable', (text) => {
    expect(parseDuration(text)).toBeNull();
  });

  test('answers null rather than a wrong figure when the duration is too long to be exact', () => {
    expect(parseDuration(`P${'9'.repeat(20)}D`)).toBeNull();
  });

  test('never throws, whatever the text', () => {
    fc.assert(fc.property(fc.string(), (text) => [null, parseDuration(text)].includes(parseDuration(text))));
  });
});

describe('formatDuration', () => {
  test('is read back as the same duration', () => {
    fc.assert(
      fc.property(fc.nat({ max: 10 ** 13 }), (durationMs) => {
        expect(parseDuration(formatDuration(durationMs))).toBe(durationMs);
      }),
    );
  });

  test.each([
    [604_800_000, 'P7D'],
    [900_000, 'PT15M'],
    [1_500, 'PT1.5S'],
    [0, 'PT0S'],
  ])('writes %d ms as %s', (durationMs, text) => {
    expect(formatDuration(durationMs)).toBe(text);
  });

  test.each([-1, 0.5, Number.NaN, Number.POSITIVE_INFINITY])('refuses %d, which is no duration', (durationMs) => {
    expect(() => formatDuration(durationMs)).toThrow(RangeError);
  });
});
