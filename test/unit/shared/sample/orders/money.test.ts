import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { centsOf, decimalOf } from '#shared/sample/orders/money';

describe('money in the sample', () => {
  test('survives being written down and read again', () => {
    fc.assert(
      fc.property(fc.nat(), (cents) => {
        expect(centsOf(decimalOf(cents))).toBe(cents);
      }),
    );
  });

  test('reads the short forms of history files', () => {
    expect(centsOf('35.9')).toBe(3_590);
    expect(centsOf('541')).toBe(54_100);
    expect(decimalOf(7)).toBe('0.07');
  });

  test.each(['', '1.234', '-1', 'abc', '1,5'])('refuses %s rather than guess', (text) => {
    expect(() => centsOf(text)).toThrow('not an amount');
  });
});
