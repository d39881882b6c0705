// Orders written with the schema of a publisher that went its own way: other types, missing fields, fields nobody asked for.
import { type BrokenInput, type BrokenRecord, placedAs } from './broken-input.js';
import { placedSchema, withField, withoutField, withType } from './foreign-schema.js';
import type { PlainOrder } from '../orders/plain-order.js';
import { blocksOf, withBlocks } from '../orders/plain-order.js';

type Change = Parameters<typeof placedSchema>[1];

export const BROKEN_SCHEMAS: readonly BrokenInput[] = [
  written('a quantity in words', 'FIELD_TYPE_WRONG', 'Item', withType('quantity', 'string'), (order) => ({
    ...order,
    items: order.items.map((item) => ({ ...item, quantity: 'two' })),
  })),
  written(
    'an order number that is a number',
    'FIELD_TYPE_WRONG',
    'OrderPlaced',
    withType('orderId', 'long'),
    (order) => ({
      ...order,
      orderId: 4_711,
    }),
  ),
  written('a time in words', 'FIELD_TYPE_WRONG', 'OrderPlaced', withType('occurredAt', 'string'), (order) => ({
    ...order,
    occurredAt: 'yesterday',
  })),
  written('the signals as one text', 'FIELD_TYPE_WRONG', 'OrderPlaced', withType('signals', 'string'), (order) => ({
    ...order,
    signals: 'Firefox on a phone',
  })),
  written('address lines as one text', 'FIELD_TYPE_WRONG', 'Shipping', withType('addressLines', 'string'), (order) => ({
    ...order,
    shipping: { 'fulfilment.orders.Shipping': { ...blocksOf(order).shipping, addressLines: 'Somewhere 7' } },
  })),
  written('items without prices', 'FIELD_TYPE_WRONG', 'Item', withoutField('unitPrice'), (order) => order),
  written('no signals', 'FIELD_TYPE_WRONG', 'OrderPlaced', withoutField('signals'), (order) => order),
  written('a field nobody asked for', 'FIELD_UNKNOWN', 'OrderPlaced', withField('loyaltyTier', 'string'), (order) => ({
    ...order,
    loyaltyTier: 'gold',
  })),
  extra('a birthday beside the address for notices', 'FIELD_UNKNOWN', 'Contact', 'birthday', 'string', '1990-01-31'),
  extra('a list of social accounts', 'FIELD_UNKNOWN', 'Signals', 'socialAccounts', { type: 'array', items: 'string' }, [
    '@somebody',
  ]),
  extra(
    'a record of remarks inside the address',
    'FIELD_UNKNOWN',
    'Shipping',
    'remarks',
    {
      type: 'record',
      name: 'Remarks',
      fields: [{ name: 'text', type: 'string' }],
    },
    { text: 'ring twice' },
  ),
  extra('a field for the card security code', 'FORBIDDEN_CARD_SECURITY_CODE', 'Payment', 'cvv', 'string', '123'),
  extra(
    'a field for the security code under a longer name',
    'FORBIDDEN_CARD_SECURITY_CODE',
    'Payment',
    'card_verification_value',
    'int',
    123,
  ),
  extra('a field for the card number', 'FORBIDDEN_CARD_NUMBER', 'Payment', 'cardNumber', 'string', '4111111111111111'),
  extra('a field for the place of the device', 'FORBIDDEN_LOCATION', 'Signals', 'geoLocation', 'string', '52.5, 13.4'),
  extra('a field for the latitude', 'FORBIDDEN_LOCATION', 'Shipping', 'latitude', 'double', 52.5),
  extra('a field for pictures', 'FORBIDDEN_ALBUM', 'Contact', 'photos', { type: 'array', items: 'bytes' }, [
    Buffer.from('jpeg'),
  ]),
  extra('a forbidden field that is empty', 'FORBIDDEN_ALBUM', 'Contact', 'camera_roll', ['null', 'string'], null),
];

function written(
  name: string,
  expected: BrokenRecord['expected'],
  recordName: string,
  change: Change,
  rewrite: (order: PlainOrder) => unknown,
): BrokenInput {
  return placedAs(name, expected, async (kit) => {
    const order = kit.order();
    const value = await kit.encodeAs(placedSchema(recordName, change), rewrite(order));
    return { key: Buffer.from(order.orderId), value };
  });
}

const BLOCKS = { Shipping: 'shipping', Contact: 'contact', Payment: 'payment', Signals: 'signals' } as const;

/** A further field in one of the four blocks. */
function extra(
  name: string,
  expected: BrokenRecord['expected'],
  recordName: keyof typeof BLOCKS,
  field: string,
  type: unknown,
  content: unknown,
): BrokenInput {
  return written(name, expected, recordName, withField(field, type), (order) => {
    const block = BLOCKS[recordName];
    return withBlocks(order, { [block]: { ...blocksOf(order)[block], [field]: content } });
  });
}
