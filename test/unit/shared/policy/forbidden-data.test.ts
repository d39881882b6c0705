import { describe, expect, test } from '@jest/globals';
import { findForbidden } from '#shared/policy/forbidden-data';
import type { Manner } from '#shared/policy/forbidden/manner';
import { currentPolicy } from './support/changed-policy.js';
import { openOrders } from './support/scanned-orders.js';

const { forbidden } = currentPolicy();

function codesIn(text: string, manner: Manner = 'text'): readonly string[] {
  return forbidden.findInText(text, manner, 'x').map(({ code }) => code);
}

describe('a text made to keep the scanner busy', () => {
  test.each([
    ['digits and blanks', '1 '.repeat(1_000)],
    ['digits and dashes before a letter', `${'1-1 '.repeat(500)}a`],
    ['decimals', '1.11 '.repeat(400)],
    ['degrees', `${'1° '.repeat(600)}N`],
    ['blanks behind a number', `52.5200${' '.repeat(1_900)}x`],
    ['words for cards', 'card code '.repeat(200)],
    ['announcements', 'cvv is my '.repeat(200)],
    ['a megabyte', '4 '.repeat(500_000)],
    ['exotic characters', '٤ '.repeat(1_000)],
  ])('is judged in milliseconds all the same: %s', (_, text) => {
    const started = process.cpuUsage();
    for (const manner of ['text', 'address', 'identifier', 'phone'] as const) codesIn(text, manner);
    const { user } = process.cpuUsage(started);
    expect(user / 1_000).toBeLessThan(300);
  });
});

describe('what is found', () => {
  test('is told by code and path, and never by value', () => {
    const [order] = openOrders(1, 3);
    if (order === undefined) throw new TypeError('no order');
    const item = { ...(order.items[0] as object), sku: 'S-1', description: 'cvv 123' } as (typeof order.items)[number];
    const bad = {
      ...order,
      items: [{ ...item, description: 'clean' }, item],
      shipping: { ...order.shipping, addressLines: ['Weg 1', '52.5200, 13.4050 and IMG_1234.jpg'] },
      payment: { ...order.payment, cardLast4: '4111111111111111' },
    };
    expect(findForbidden(currentPolicy(), bad)).toEqual([
      { code: 'FORBIDDEN_CARD_SECURITY_CODE', path: 'items[1].description' },
      { code: 'FORBIDDEN_ALBUM', path: 'shipping.addressLines[1]' },
      { code: 'FORBIDDEN_LOCATION', path: 'shipping.addressLines[1]' },
      { code: 'FORBIDDEN_CARD_NUMBER', path: 'payment.cardLast4' },
    ]);
  });

  test('does not linger: the next order is judged by itself', () => {
    const [order] = openOrders(1, 3);
    if (order === undefined) throw new TypeError('no order');
    expect(findForbidden(currentPolicy(), { ...order, orderId: '4111111111111111' })).toHaveLength(1);
    expect(findForbidden(currentPolicy(), order)).toEqual([]);
  });

  test('lies in plain blocks, wrapped or not; a sealed or missing block is passed over', () => {
    const base = { orderId: 'o-1', customerId: 'c-1', items: [] };
    const payment = { method: 'card', reference: '4111111111111111', cardLast4: null };
    const found = [{ code: 'FORBIDDEN_CARD_NUMBER', path: 'payment.reference' }];
    const policy = currentPolicy();
    expect(findForbidden(policy, { ...base, payment })).toEqual(found);
    expect(findForbidden(policy, { ...base, payment: { 'fulfilment.orders.Payment': payment } })).toEqual(found);
    expect(findForbidden(policy, { ...base, payment: { ciphertext: Buffer.alloc(4) } })).toEqual([]);
    expect(
      findForbidden(policy, { ...base, payment: { 'fulfilment.crypto.SealedBlock': { ciphertext: '' } } }),
    ).toEqual([]);
    expect(findForbidden(policy, { ...base, payment: null })).toEqual([]);
    expect(findForbidden(policy, { ...base, shipping: { ciphertext: Buffer.alloc(4) } })).toEqual([]);
    expect(findForbidden(policy, { ...base, shipping: { 'fulfilment.crypto.SealedBlock': {} } })).toEqual([]);
  });
});

describe('the schema of a publisher', () => {
  test('is refused for fields named like forbidden data, at any depth and however they are spelt', () => {
    const schema = {
      type: 'record',
      name: 'OrderPlaced',
      fields: [
        { name: 'orderId', type: 'string' },
        {
          name: 'payment',
          type: [
            'null',
            {
              type: 'record',
              name: 'Payment',
              fields: [
                { name: 'card_security_code', type: 'string' },
                { name: 'cardLast4', type: 'string' },
              ],
            },
          ],
        },
        {
          name: 'items',
          type: {
            type: 'array',
            items: {
              type: 'record',
              name: 'Item',
              fields: [
                { name: 'Photos', type: 'bytes' },
                { name: 'again', type: ['null', 'Item'] },
              ],
            },
          },
        },
        {
          name: 'places',
          type: { type: 'map', values: { type: 'record', name: 'Place', fields: [{ name: 'lat', type: 'double' }] } },
        },
        { name: 'cardNumber', type: 'string' },
      ],
    };
    expect(forbidden.findInSchema(schema)).toEqual([
      { code: 'FORBIDDEN_CARD_SECURITY_CODE', path: 'payment.card_security_code' },
      { code: 'FORBIDDEN_ALBUM', path: 'items[].Photos' },
      { code: 'FORBIDDEN_LOCATION', path: 'places{}.lat' },
      { code: 'FORBIDDEN_CARD_NUMBER', path: 'cardNumber' },
    ]);
  });

  test('that is none has no fields, and the check does not fail on it', () => {
    for (const schema of [null, 'string', 7, [], { type: 'record' }, { fields: [null, { name: 7 }] }]) {
      expect(forbidden.findInSchema(schema)).toEqual([]);
    }
  });
});
