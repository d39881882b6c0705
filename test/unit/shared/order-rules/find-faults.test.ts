import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  cancelled,
  contact,
  isSoundOrderId,
  LIMITS,
  packed,
  paymentConfirmed,
  placed,
} from '#shared/order-rules/event-schemas';
import { findFaults } from '#shared/order-rules/find-faults';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { propertyRuns } from '#test/support/property-runs';

const [order] = [...generateOrders({ seed: 'find-faults', count: 1 })] as [PlainOrder];
const base = { eventId: order.eventId, orderId: order.orderId, occurredAt: order.occurredAt };
const SECRET = 'Ada Lovelace';

const parcel = (number: number) => ({ parcel: number, weightGrams: 1, skus: [{ sku: 's', quantity: 1 }] });
const faultsOf = (schema: Parameters<typeof findFaults>[0], value: unknown) =>
  findFaults(schema, value).map(({ code, path }) => `${code} ${path}`);

describe('finding faults of format', () => {
  test('finds none in a sound event', () => {
    expect(findFaults(placed, order)).toEqual([]);
    expect(findFaults(packed, { ...base, parcels: [parcel(1), parcel(2)] })).toEqual([]);
  });

  test('names each fault by code and by the path to it, below the block it is in', () => {
    const [first] = order.items;
    const items = [first, { ...first, quantity: 0, unitPrice: '-1' }];
    expect(faultsOf(placed, { ...order, items })).toEqual([
      'FIELD_INVALID items[1].quantity',
      'FIELD_INVALID items[1].unitPrice',
    ]);
    expect(findFaults(paymentConfirmed, { ...base, amount: 'all', currency: 'EUR' }, 'payment')).toEqual([
      { code: 'FIELD_INVALID', path: 'payment.amount' },
    ]);
  });

  test('tells too long, too many and the wrong type apart', () => {
    const items = Array.from({ length: LIMITS.items + 1 }, () => order.items[0]);
    expect(faultsOf(placed, { ...order, items })).toEqual(['TOO_MANY_ITEMS items']);
    expect(faultsOf(placed, { ...order, customerId: 'x'.repeat(101) })).toEqual(['VALUE_TOO_LARGE customerId']);
    expect(faultsOf(placed, { ...order, customerId: 7 })).toEqual(['FIELD_TYPE_WRONG customerId']);
  });

  test('never repeats what was found, only where', () => {
    const faults = findFaults(placed, { ...order, eventId: SECRET, items: SECRET, [SECRET]: SECRET });
    expect(faults.length).toBeGreaterThan(0);
    expect(JSON.stringify(faults)).not.toContain(SECRET);
  });

  test('refuses two parcels of one number: to everybody outside they would be one', () => {
    expect(faultsOf(packed, { ...base, parcels: [parcel(1), parcel(2), parcel(1)] })).toEqual([
      'FIELD_INVALID parcels',
    ]);
    const many = Array.from({ length: LIMITS.parcels + 1 }, (_, i) => parcel((i % LIMITS.parcels) + 1));
    expect(faultsOf(packed, { ...base, parcels: many })[0]).toBe('TOO_MANY_ITEMS parcels');
  });

  test('demands an e-mail address of each order, and looks whether it can be one', () => {
    const { contact: told } = blocksOf(order);
    expect(faultsOf(contact, told)).toEqual([]);
    for (const email of ['', 'nobody', 'a b@mail.example', `${'a'.repeat(250)}@mail.example`, null, undefined])
      expect(faultsOf(contact, { ...told, email })).toMatchObject([expect.stringMatching(/ email$/)]);
  });

  test('takes as the number of an order what can be a key', () => {
    expect(['', 'x'.repeat(101), null, undefined, 7].filter(isSoundOrderId)).toEqual([]);
    expect(isSoundOrderId('order-1')).toBe(true);
  });

  test('takes as the number of an order exactly what the rules of every event take', () => {
    const anyId = fc.oneof(
      fc.string({
        unit: fc.constantFrom('a', '1', ' ', '\u00a0', '\n', '\u007f', '\ufffd', '\ud83d', '\ude00', 'ß'),
        maxLength: 5,
      }),
      fc.integer({ min: 98, max: 102 }).map((length) => 'x'.repeat(length)),
    );
    fc.assert(
      fc.property(
        anyId,
        (orderId) => isSoundOrderId(orderId) === (faultsOf(cancelled, { ...base, orderId }).length === 0),
      ),
      propertyRuns(300, 5_000),
    );
  });
});
