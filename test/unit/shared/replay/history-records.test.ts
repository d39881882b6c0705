import { describe, expect, test } from '@jest/globals';
import type { OrderHistory } from '#shared/replay/order-history';
import { recordOf } from '#shared/replay/history-records';
import { blocksOf } from '#shared/sample/orders/plain-order';

const history: OrderHistory = {
  orderId: 'order-1',
  personKey: 'person-1',
  countryCode: 'BR',
  home: { city: 'Salvador', region: 'BA', postalCode: '40010-000' },
  items: [
    {
      sku: 's',
      description: 'd',
      quantity: 1,
      unitPrice: '9.00',
      currency: 'BRL',
      weightGrams: 1,
      originCountry: null,
      hsCode: null,
    },
  ],
  amount: '12.00',
  paymentMethod: 'boleto',
  steps: [
    { kind: 'placed', atMs: 1_000 },
    { kind: 'paid', atMs: 2_000 },
    { kind: 'parcel', atMs: 3_000, status: 'DELIVERED' },
  ],
  status: 'delivered',
  expectedFinal: 'delivered',
  decisions: [],
};

function placed(change: Partial<OrderHistory>) {
  const record = recordOf({ ...history, ...change }, { kind: 'placed', atMs: 1_000 }, 'ref');
  if (record.recordName !== 'fulfilment.orders.OrderPlaced') throw new Error('not an order');
  return record.value;
}

describe('the records of a history', () => {
  test('are the same for the same order, event ids included: a repeated replay sends nothing new', () => {
    expect(placed({})).toEqual(placed({}));
    expect(placed({}).eventId).not.toBe(placed({ orderId: 'order-2' }).eventId);
  });

  test('give each step of an order an id of its own', () => {
    const ids = history.steps.slice(0, 2).map((step) => recordOf(history, step, 'ref').value);
    expect(new Set(ids.map((value) => ('eventId' in value ? value.eventId : ''))).size).toBe(2);
  });

  test('name the same person in all orders of that person, another one in those of another', () => {
    const person = (change: Partial<OrderHistory>) => {
      const order = placed(change);
      return [order.customerId, blocksOf(order).shipping.recipientName, blocksOf(order).shipping.addressLines];
    };
    expect(person({ orderId: 'order-2' })).toEqual(person({}));
    expect(person({ personKey: 'person-2' })).not.toEqual(person({}));
  });

  test('hold what the history knows', () => {
    const order = placed({});
    const { shipping, payment } = blocksOf(order);
    expect(order).toMatchObject({ orderId: 'order-1', occurredAt: 1_000, items: history.items });
    expect(shipping).toMatchObject({ ...history.home, countryCode: 'BR', carrierId: 'parcelway' });
    expect(payment).toMatchObject({ method: 'boleto', amount: '12.00', currency: 'BRL', cardLast4: null });
  });

  test('report a parcel by its ref, without the number of the order', () => {
    const record = recordOf(history, { kind: 'parcel', atMs: 3_000, status: 'DELIVERED' }, 'ref-1');
    expect(record).toEqual({
      recordName: 'fulfilment.carriers.ShipmentStatus',
      value: { shipmentRef: 'ref-1', status: 'DELIVERED', occurredAt: 3_000 },
    });
  });
});
