import { describe, expect, test } from '@jest/globals';
import { holdsCardNumber, satisfiesLuhn } from '#shared/sample/digit-runs';

// Numbers that card issuers publish for tests.
describe('a text that could hold a card number', () => {
  test.each(['4242424242424242', '3782 822463 10005', 'ref 5555-5555.5555 4444!', '0004222222222222'])(
    'is found: %s',
    (text) => {
      expect(holdsCardNumber(text)).toBe(true);
    },
  );

  test.each(['3334445556667', '424242424242', '4242 4242 x 4242 4242', '', '+49 151 23456789'])(
    'is not seen in %s, so that ordinary numbers stay usable',
    (text) => {
      expect(holdsCardNumber(text)).toBe(false);
    },
  );

  test('satisfies the Luhn sum from the right, whatever its length', () => {
    expect(satisfiesLuhn('79927398713')).toBe(true);
    expect(satisfiesLuhn('79927398710')).toBe(false);
  });
});
