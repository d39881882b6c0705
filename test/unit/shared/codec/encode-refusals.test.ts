// A value of ours that does not fit its schema is our fault: it stops the work, names the fields, and says nothing of the value.
import { describe, expect, test } from '@jest/globals';
import type { Contact, Shipping } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { givenCodec } from './support/given-codec.js';

const CANARY = 'canary-9d41c07be2';
const facts = {
  orderRef: 'r',
  items: [{ sku: 's', description: 'd', quantity: 1, unitPrice: '1', currency: 'EUR', weightGrams: 1 }],
};

function failureOf(run: () => unknown): FulfilmentError {
  try {
    run();
  } catch (error) {
    if (error instanceof FulfilmentError) return error;
    throw error;
  }
  throw new Error('nothing was thrown');
}

describe('a value that does not fit', () => {
  test('is refused with the fields at fault and without the value, which may be somebody’s name', async () => {
    const { codec } = await givenCodec();
    const broken = { ...facts, orderId: { hidden: CANARY }, revision: CANARY };
    const error = failureOf(() => codec.encode(topics.ordersFacts, broken as never));
    expect(error).toMatchObject({
      code: 'UNEXPECTED',
      class: 'crash',
      details: { record: 'fulfilment.orders.OrderFacts' },
    });
    expect(error.details['fields']).toContain('orderId, policyVersion, revision');
    const everything = `${error.message} ${error.stack ?? ''} ${JSON.stringify(error)} ${String(error.cause)}`;
    expect(everything).not.toContain(CANARY);
  });

  test('deep inside a list is found by its place', async () => {
    const { codec } = await givenCodec();
    const items = [...facts.items, { ...facts.items[0], quantity: 'two' }];
    const pick = { shipmentRef: 'r', items, policyVersion: 1, at: 1 };
    expect(failureOf(() => codec.encode(topics.warehousePicks, pick as never)).details['fields']).toBe(
      'items[1].quantity',
    );
  });

  test('leaves no trace in the record that is encoded next', async () => {
    const { codec } = await givenCodec();
    const good = { shipmentRef: 'r', items: [{ sku: 's', quantity: 1 }], policyVersion: 1, at: 1 };
    const before = Buffer.from(codec.encode(topics.warehousePicks, good));
    failureOf(() => codec.encode(topics.warehousePicks, { ...good, at: 'never' } as never));
    expect(codec.encode(topics.warehousePicks, good).equals(before)).toBe(true);
  });

  test('in a block to be sealed is refused as well', async () => {
    const { codec } = await givenCodec();
    const contact = { email: CANARY, phone: 5, locale: 'de' } as unknown as Contact;
    const error = failureOf(() => codec.encodeBare('fulfilment.orders.Contact', contact));
    expect(error.details).toMatchObject({ record: 'fulfilment.orders.Contact', fields: 'phone' });
  });
});

describe('fields the schema has not', () => {
  const contact = { email: 'a@b.example', phone: null, locale: 'de', birthday: '1990-01-01' } as Contact;

  test('are left out, so that nothing undeclared is ever written', async () => {
    const { codec } = await givenCodec();
    const bytes = codec.encodeBare('fulfilment.orders.Contact', contact);
    expect(bytes.includes('1990-01-01')).toBe(false);
    expect(codec.decodeBare('fulfilment.orders.Contact', bytes)).toEqual({
      kind: 'decoded',
      value: { email: 'a@b.example', phone: null, locale: 'de' },
    });
  });

  test('are an error where tests ask for it', async () => {
    const { codec } = await givenCodec({ refuseUndeclaredFields: true });
    expect(failureOf(() => codec.encodeBare('fulfilment.orders.Contact', contact)).code).toBe('UNEXPECTED');
    const { birthday: _, ...declared } = contact as Contact & { birthday: string };
    expect(codec.encodeBare('fulfilment.orders.Contact', declared).length).toBeGreaterThan(10);
  });
});

describe('topics', () => {
  test('that were not prepared cannot be written to: nothing goes out under a guessed schema id', async () => {
    const { codec } = await givenCodec({ prepare: [topics.ordersFacts] });
    const pick = { shipmentRef: 'r', items: [], policyVersion: 1, at: 1 };
    expect(failureOf(() => codec.encode(topics.warehousePicks, pick)).details['unprepared']).toContain(
      'warehouse.picks',
    );
  });

  test('with several record types need to be told which one', async () => {
    const { codec } = await givenCodec();
    const event = { eventId: 'e', orderId: 'o', occurredAt: 1, caseId: 'c' };
    expect(failureOf(() => codec.encode(topics.ordersEvents, event as never)).code).toBe('UNEXPECTED');
    const bytes = codec.encode(topics.ordersEvents, event, 'fulfilment.orders.AfterSalesClosed');
    expect(codec.decode(bytes, topics.ordersEvents)).toMatchObject({
      recordName: 'fulfilment.orders.AfterSalesClosed',
    });
  });

  test('of a type that is not theirs are refused', async () => {
    const { codec } = await givenCodec();
    expect(failureOf(() => codec.encode(topics.ordersFacts, facts as never, 'fulfilment.orders.Shipping')).code).toBe(
      'UNEXPECTED',
    );
  });
});

test('an optional field may be left out and is read back as null', async () => {
  const { codec } = await givenCodec();
  const shipping = {
    recipientName: 'n',
    addressLines: [],
    city: 'c',
    countryCode: 'AT',
    carrierId: 'swiftpost',
    serviceLevel: 'standard',
  } as unknown as Shipping;
  const read = codec.decodeBare('fulfilment.orders.Shipping', codec.encodeBare('fulfilment.orders.Shipping', shipping));
  expect(read).toMatchObject({ kind: 'decoded', value: { phone: null, pickupPoint: null } });
});
