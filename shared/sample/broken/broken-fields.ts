// Orders that are well-formed Avro with fields outside what the contract allows.
import type { Item } from '#schemas/generated/records';
import { type PlainBlocks, type PlainOrder, blocksOf, withBlocks } from '../orders/plain-order.js';
import { type BrokenInput, brokenOrder, placedAs, PLACED } from './broken-input.js';

type Change = (order: PlainOrder) => PlainOrder;

const shipping =
  (change: Partial<PlainBlocks['shipping']>): Change =>
  (order) =>
    withBlocks(order, { shipping: { ...blocksOf(order).shipping, ...change } });
const contact =
  (change: Partial<PlainBlocks['contact']>): Change =>
  (order) =>
    withBlocks(order, { contact: { ...blocksOf(order).contact, ...change } });
const payment =
  (change: Partial<PlainBlocks['payment']>): Change =>
  (order) =>
    withBlocks(order, { payment: { ...blocksOf(order).payment, ...change } });
const item =
  (change: Partial<Item>): Change =>
  (order) => ({
    ...order,
    items: order.items.map((line) => ({ ...line, ...change })),
  });
const tiny = (order: PlainOrder, count: number): PlainOrder => ({
  ...order,
  items: Array.from({ length: count }, () => ({ ...(order.items[0] as Item), sku: 's', description: 'd' })),
});
const german = { countryCode: 'DE', carrierId: 'swiftpost', region: null, pickupPoint: null } as const;

export const BROKEN_FIELDS: readonly BrokenInput[] = [
  brokenOrder('an event id that is no UUID', 'FIELD_INVALID', (order) => ({ ...order, eventId: 'event-1' })),
  placedAs('an empty order number', 'FIELD_INVALID', async (kit) => ({
    key: Buffer.from('some-key'),
    value: await kit.encode(PLACED, { ...kit.order(), orderId: '' }),
  })),
  brokenOrder('an order number of 101 characters', 'FIELD_INVALID', (order) => ({
    ...order,
    orderId: 'o'.repeat(101),
  })),
  brokenOrder('an empty customer number', 'FIELD_INVALID', (order) => ({ ...order, customerId: '' })),
  brokenOrder('a time before 1970', 'FIELD_INVALID', (order) => ({ ...order, occurredAt: -1 })),
  brokenOrder('a time in seconds', 'FIELD_INVALID', (order) => ({
    ...order,
    occurredAt: Math.floor(order.occurredAt / 1_000),
  })),
  brokenOrder('a time in microseconds', 'FIELD_INVALID', (order) => ({
    ...order,
    occurredAt: order.occurredAt * 1_000,
  })),
  brokenOrder('no items', 'FIELD_INVALID', (order) => ({ ...order, items: [] })),
  brokenOrder('501 items', 'TOO_MANY_ITEMS', (order) => tiny(order, 501)),
  brokenOrder('10,000 items', 'TOO_MANY_ITEMS', (order) => tiny(order, 10_000)),
  // In one line only: as much as a broker still takes.
  brokenOrder('five megabytes of description', 'VALUE_TOO_LARGE', (order) =>
    item({ description: 'wool '.repeat(1_048_576) })({ ...order, items: order.items.slice(0, 1) }),
  ),
  brokenOrder('a description of 501 characters', 'VALUE_TOO_LARGE', item({ description: 'd'.repeat(501) })),
  brokenOrder('a quantity of nothing', 'FIELD_INVALID', item({ quantity: 0 })),
  brokenOrder('a negative quantity', 'FIELD_INVALID', item({ quantity: -3 })),
  brokenOrder('a price with a comma', 'FIELD_INVALID', item({ unitPrice: '12,50' })),
  brokenOrder('a price in words', 'FIELD_INVALID', item({ unitPrice: 'free' })),
  brokenOrder('a negative price', 'FIELD_INVALID', item({ unitPrice: '-1.00' })),
  brokenOrder('a currency by its name', 'FIELD_INVALID', item({ currency: 'euro' })),
  brokenOrder('a negative weight', 'FIELD_INVALID', item({ weightGrams: -1 })),
  brokenOrder('a customs number with letters', 'FIELD_INVALID', item({ hsCode: 'wool' })),
  brokenOrder('a country of origin in small letters', 'FIELD_INVALID', item({ originCountry: 'pt' })),
  brokenOrder('an empty article number', 'FIELD_INVALID', item({ sku: '' })),

  brokenOrder('an empty name', 'FIELD_INVALID', shipping({ recipientName: '' })),
  brokenOrder('a name of blanks', 'FIELD_INVALID', shipping({ recipientName: '   ' })),
  brokenOrder('a name with a line break', 'FIELD_INVALID', shipping({ recipientName: 'Ada\nLovelace' })),
  brokenOrder('a name with a zero byte', 'FIELD_INVALID', shipping({ recipientName: 'Ada\u0000Lovelace' })),
  brokenOrder('a name with a terminal command', 'FIELD_INVALID', shipping({ recipientName: '\u001b[2JAda' })),
  brokenOrder('half of an emoji', 'FIELD_INVALID', shipping({ recipientName: 'Ada \ud83d' })),
  placedAs('a name in the wrong encoding', 'FIELD_INVALID', async (kit) => {
    const order = shipping({ recipientName: 'Jos# Mu#oz' })(kit.order());
    const value = Buffer.from(await kit.encode(PLACED, order));
    const at = value.indexOf('Jos# Mu#oz');
    // é and ñ as single bytes of ISO 8859-1, which are no UTF-8.
    value[at + 3] = 0xe9;
    value[at + 7] = 0xf1;
    return { key: Buffer.from(order.orderId), value };
  }),
  brokenOrder('a name of 201 characters', 'VALUE_TOO_LARGE', shipping({ recipientName: 'n'.repeat(201) })),
  brokenOrder('an empty address line', 'FIELD_INVALID', shipping({ addressLines: ['Somewhere 7', ''] })),
  brokenOrder('seven address lines', 'TOO_MANY_ITEMS', shipping({ addressLines: ['1', '2', '3', '4', '5', '6', '7'] })),
  brokenOrder('an empty town', 'FIELD_INVALID', shipping({ city: '' })),
  brokenOrder('an address for mail without @', 'FIELD_INVALID', shipping({ email: 'ada.post.example' })),
  brokenOrder('a phone number in words', 'FIELD_INVALID', shipping({ phone: 'call my neighbour' })),
  brokenOrder('a country that does not exist', 'COUNTRY_UNKNOWN', shipping({ countryCode: 'XX', postalCode: null })),
  brokenOrder(
    'a country by a code that is not in use',
    'COUNTRY_UNKNOWN',
    shipping({ countryCode: 'UK', postalCode: null }),
  ),
  brokenOrder('a country by its name', 'FIELD_INVALID', shipping({ countryCode: 'Germany' })),
  brokenOrder('a German postal code with letters', 'POSTAL_CODE_INVALID', shipping({ ...german, postalCode: 'ABCDE' })),
  brokenOrder(
    'a German postal code of four digits',
    'POSTAL_CODE_INVALID',
    shipping({ ...german, postalCode: '1011' }),
  ),
  brokenOrder(
    'a Polish postal code in the German form',
    'POSTAL_CODE_INVALID',
    shipping({ ...german, countryCode: 'PL', postalCode: '0-0123' }),
  ),
  brokenOrder(
    'an American postal code of six digits',
    'POSTAL_CODE_INVALID',
    shipping({ ...german, countryCode: 'US', carrierId: 'parcelway', region: 'NY', postalCode: '100011' }),
  ),
  brokenOrder('a carrier that the policy does not list', 'CARRIER_UNKNOWN', shipping({ carrierId: 'dronepost' })),
  brokenOrder('an empty service', 'FIELD_INVALID', shipping({ serviceLevel: '' })),

  brokenOrder('an address for notices with a blank', 'FIELD_INVALID', contact({ email: 'ada love@mail.example' })),
  brokenOrder('a language by its name', 'FIELD_INVALID', contact({ locale: 'German (formal)' })),
  brokenOrder('a negative amount', 'FIELD_INVALID', payment({ amount: '-5.00' })),
  brokenOrder('five last digits of a card', 'FIELD_INVALID', payment({ cardLast4: '12345' })),
  brokenOrder('last digits that are letters', 'FIELD_INVALID', payment({ cardLast4: 'abcd' })),
  brokenOrder('an empty payment reference', 'FIELD_INVALID', payment({ reference: '' })),
  placedAs('blocks sealed with a key that nobody gave out', 'BLOCK_KEY_UNKNOWN', async (kit) => {
    const sealed = {
      algorithm: 'xchacha20-poly1305-ietf',
      keyId: 'nobody-knows-this-key',
      nonce: Buffer.alloc(24, 7),
      ciphertext: Buffer.alloc(80, 7),
    };
    const block = { 'fulfilment.crypto.SealedBlock': sealed };
    const order = { ...kit.order(), shipping: block, contact: block, payment: block, signals: block };
    return { key: Buffer.from(order.orderId), value: await kit.encode(PLACED, order) };
  }),
];
