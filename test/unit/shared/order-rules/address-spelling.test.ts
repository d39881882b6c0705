// The table of letters gives what the rules of Unicode give, for any text.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { addressSpelling, spelledByRule } from '#shared/order-rules/address-spelling';
import { propertyRuns } from '#test/support/property-runs';

const european = fc.string({
  unit: fc.integer({ min: 0, max: 0x24f }).map((code) => String.fromCharCode(code)),
  maxLength: 60,
});
const anything = fc.string({ unit: 'binary', maxLength: 60 });
const parts = fc.array(fc.oneof(european, anything, fc.string()), { maxLength: 8 });

const byRule = (texts: readonly string[]): string =>
  texts
    .map(spelledByRule)
    .filter((text) => text !== '')
    .join('|');

describe('the one spelling of an address', () => {
  test('is letter by letter what the rules of Unicode give', () => {
    fc.assert(
      fc.property(parts, (texts) => addressSpelling(texts) === byRule(texts)),
      propertyRuns(300, 5_000),
    );
  });

  test('is so for every letter that has a place in the table', () => {
    for (let code = 0; code < 0x300; code++) {
      const text = `x${String.fromCharCode(code)}y`;
      expect([code, addressSpelling([text])]).toEqual([code, byRule([text])]);
    }
  });

  test.each([
    ['accents, capitals and stops', ['12, Rue de l’Été', 'PARIS'], '12ruedelete|paris'],
    ['letters that are none of the Latin ones', ['улица Ленина 5', '東京'], 'улицаленина5|東京'],
    ['parts that say nothing', ['', ' - ', 'A1', ''], 'a1'],
    ['a ligature of many letters', ['ﷺ'], spelledByRule('ﷺ')],
  ])('takes %s', (_, texts, spelled) => {
    expect(addressSpelling(texts)).toBe(spelled);
  });

  test('has no longest address', () => {
    const long = ['Ä'.repeat(5_000), 'ﷺ'.repeat(900), 'b'];
    expect(addressSpelling(long)).toBe(byRule(long));
  });
});
