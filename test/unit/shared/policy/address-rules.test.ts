import { describe, expect, test } from '@jest/globals';
import { COUNTRY_CODES } from '#shared/policy/address/country-codes';
import { ADDRESS_LIMITS, type CheckedAddress, findAddressFaults, isCountryCode } from '#shared/policy/address-rules';
import { currentPolicy } from './support/changed-policy.js';
import { SHIPPING } from './support/release-orders.js';
import { openOrders } from './support/scanned-orders.js';

function faultsOf(change: Partial<CheckedAddress>): readonly string[] {
  return findAddressFaults({ ...SHIPPING, ...change }).map(({ code, path }) => `${code} ${path}`);
}

describe('an address is in order', () => {
  test('when it is written as in its country', () => {
    expect(faultsOf({})).toEqual([]);
    for (const { shipping } of openOrders(2_000, 5)) expect(findAddressFaults(shipping)).toEqual([]);
  });

  test.each([
    ['emoji', '🏠 Familie Müller 👨‍👩‍👧'],
    ['right to left', 'محمد بن سلمان'],
    ['right to left with marks', '\u200fדוד כהן\u200f'],
    ['Chinese', '王小明'],
    ['combining marks', 'Zoe\u0308 N\u0303u\u0301n\u0303ez'],
    ['one letter', 'Å'],
  ])('when the name is %s', (_, recipientName) => {
    expect(faultsOf({ recipientName, city: recipientName, addressLines: [recipientName] })).toEqual([]);
  });
});

describe('an address is refused', () => {
  test.each(['XX', 'de', 'DEU', '', 'UK', 'EU'])('for the country %s, which ISO does not know', (countryCode) => {
    expect(faultsOf({ countryCode })).toEqual(['COUNTRY_UNKNOWN shipping.countryCode']);
  });

  test.each([
    ['DE', ['10115', '01067'], ['1011', '101155', '10 115', 'D-10115', '']],
    ['FR', ['75001'], ['7500', '75 001']],
    ['NL', ['1012 AB', '1012AB', '1012ab'], ['0123 AB', '1012', '1012 A1']],
    ['PL', ['00-001', '00001'], ['0-0001', '000-01']],
    ['ES', ['28013', '01001', '52001'], ['00013', '53001', '2801']],
    ['IT', ['00100'], ['0010', 'I-00100']],
    ['BR', ['01310-100', '01310100'], ['01310', '01310-10']],
    ['US', ['10001', '10001-1234'], ['1000', '10001-12']],
    ['PT', ['1000-205', '1000'], ['0000-205', '1000-20']],
    ['MX', ['06000'], ['6000']],
    ['GB', ['SW1A 1AA', 'm1 1ae'], ['12345', 'SW1A']],
    ['CH', ['8001'], ['0001', '80011']],
  ])('for a postal code that %s does not use', (countryCode, right, wrong) => {
    for (const postalCode of right) expect(faultsOf({ countryCode, postalCode })).toEqual([]);
    for (const postalCode of wrong)
      expect(faultsOf({ countryCode, postalCode })).toEqual(['POSTAL_CODE_INVALID shipping.postalCode']);
  });

  test('but not for a postal code of a country whose form we do not know, nor for having none', () => {
    expect(faultsOf({ countryCode: 'JP', postalCode: '100-0001' })).toEqual([]);
    expect(faultsOf({ countryCode: 'DE', postalCode: null })).toEqual([]);
    expect(faultsOf({ countryCode: 'JP', postalCode: ' ' })).toEqual(['FIELD_INVALID shipping.postalCode']);
  });

  test.each([
    ['empty', ''],
    ['blank', '   '],
    ['half a surrogate pair', 'Ana \ud83d'],
    ['the other half', '\ude00 Ana'],
    ['two first halves', '\ud83d\ud83d'],
    ['a control character', 'Ana\u0000'],
    ['a line break', 'Ana\nGasse 1'],
    ['a control character of the second row', 'Ana\u0085'],
    ['the sign that bytes were lost', 'An\ufffd'],
    ['too long', 'a'.repeat(ADDRESS_LIMITS.line + 1)],
  ])('for a text that is %s', (_, text) => {
    expect(faultsOf({ recipientName: text, city: text, region: text, addressLines: ['Weg 1', text] })).toEqual([
      'FIELD_INVALID shipping.recipientName',
      'FIELD_INVALID shipping.addressLines[1]',
      'FIELD_INVALID shipping.city',
      'FIELD_INVALID shipping.region',
    ]);
  });

  test('for too many lines, and for numbers of pick-up points that are none', () => {
    expect(faultsOf({ addressLines: Array.from({ length: 7 }, () => 'Weg 1') })).toEqual([
      'FIELD_INVALID shipping.addressLines',
    ]);
    expect(faultsOf({ pickupPoint: { pointId: '', customerPostNumber: 'x'.repeat(41) } })).toEqual([
      'FIELD_INVALID shipping.pickupPoint.pointId',
      'FIELD_INVALID shipping.pickupPoint.customerPostNumber',
    ]);
  });

  test('under the path its record gives it', () => {
    expect(findAddressFaults({ ...SHIPPING, countryCode: 'XX' }, 'order.to')).toEqual([
      { code: 'COUNTRY_UNKNOWN', path: 'order.to.countryCode' },
    ]);
  });
});

test('all 249 countries are known, and those we serve are among them', () => {
  expect(COUNTRY_CODES.size).toBe(249);
  for (const country of currentPolicy().countries) expect(isCountryCode(country)).toBe(true);
});
