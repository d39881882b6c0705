// The scanner against masses: realistic orders raise no alarm, and each forbidden thing planted in one is found where it was planted.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { findForbidden } from '#shared/policy/forbidden-data';
import { propertyRuns } from '#test/support/property-runs';
import { currentPolicy } from './support/changed-policy.js';
import { cardOf, openOrders, planted, withLookalikes } from './support/scanned-orders.js';

const policy = currentPolicy();

describe('realistic orders', () => {
  test('raise no false alarm, 10,000 of them', () => {
    const alarms = openOrders(10_000, 11).flatMap((order) => findForbidden(policy, order));
    expect(alarms).toEqual([]);
  });

  test('raise none either when they hold what only looks forbidden: article numbers, sizes, years, door codes, fabrics, long phone numbers', () => {
    const alarms = openOrders(5_000, 12).flatMap((order, index) => {
      const changed = withLookalikes(order, index);
      return findForbidden(policy, changed).map((finding) => ({ ...finding, index }));
    });
    expect(alarms).toEqual([]);
  });
});

/** Where people and programs could put something, and whether it is an identifier or a phone number. */
const PATHS = [
  'items[0].description',
  'shipping.recipientName',
  'shipping.addressLines[0]',
  'shipping.city',
  'shipping.region',
  'shipping.email',
  'contact.email',
  'payment.method',
] as const;
const IDENTIFIER_PATHS = [
  'orderId',
  'customerId',
  'items[0].sku',
  'payment.reference',
  'payment.cardLast4',
  'signals.deviceId',
] as const;

const digits = (count: number) =>
  fc.array(fc.integer({ min: 0, max: 9 }), { minLength: count, maxLength: count }).map((all) => all.join(''));
const cards = fc
  .tuple(
    fc.constantFrom(['4', 16], ['51', 16], ['2221', 16], ['34', 15], ['6011', 16], ['3530', 16], ['62', 19]),
    digits(19),
  )
  .map(([[prefix, length], filling]) => cardOf(`${prefix}${filling}`.slice(0, Number(length) - 1)));
const groupedCards = fc
  .tuple(cards, fc.constantFrom('', ' ', '-', '.'))
  .map(([card, separator]) =>
    (card.length === 15 ? [card.slice(0, 4), card.slice(4, 10), card.slice(10)] : (card.match(/.{1,4}/g) ?? [])).join(
      separator,
    ),
  );
const codes = fc
  .tuple(
    fc.constantFrom(
      'CVV',
      'cvv2',
      'CVC:',
      'Card security code is',
      'Kartenprüfnummer',
      'código de segurança do cartão',
      'cryptogramme',
    ),
    digits(3),
  )
  .map(([word, code]) => `${word} ${code}`);
const places = fc
  .tuple(
    fc.double({ min: -90, max: 90, noNaN: true }),
    fc.double({ min: -180, max: 180, noNaN: true }),
    fc.constantFrom(', ', ' ', ';', '/'),
  )
  .map(([north, east, separator]) => `${north.toFixed(5)}${separator}${east.toFixed(5)}`);
const albums = fc.constantFrom(
  'file:///DCIM/1.jpg',
  'content://media/1',
  'IMG_20260101.heic',
  'https://photos.app.goo.gl/x',
);
const around = fc.constantFrom<[string, string]>(
  ['', ''],
  ['Please note: ', ''],
  ['', ' thanks'],
  ['ring twice, ', ', 3rd floor'],
);

describe('a forbidden thing planted in any text of an order', () => {
  const orders = openOrders(50, 13);
  const order = fc.constantFrom(...orders);

  test.each([
    ['a card number', groupedCards, 'FORBIDDEN_CARD_NUMBER'],
    ['a card security code', codes, 'FORBIDDEN_CARD_SECURITY_CODE'],
    ['a location', places, 'FORBIDDEN_LOCATION'],
    ['an album', albums, 'FORBIDDEN_ALBUM'],
  ] as const)('%s is found there and nowhere else', (_, things, code) => {
    fc.assert(
      fc.property(
        order,
        fc.constantFrom(...PATHS),
        things as fc.Arbitrary<string>,
        around,
        (clean, path, thing, [before, after]) => {
          const found = findForbidden(policy, planted(clean, path, `${before}${thing}${after}`));
          expect(found).toEqual([{ code, path }]);
        },
      ),
      propertyRuns(200, 500),
    );
  });

  test('a card number is found in identifiers, too', () => {
    fc.assert(
      fc.property(order, fc.constantFrom(...IDENTIFIER_PATHS), cards, (clean, path, card) => {
        expect(findForbidden(policy, planted(clean, path, card))).toEqual([{ code: 'FORBIDDEN_CARD_NUMBER', path }]);
      }),
      propertyRuns(120, 300),
    );
  });
});
