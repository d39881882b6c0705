import { describe, expect, test } from '@jest/globals';
import { generateOrders } from '#shared/sample/generate-orders';
import { courseOf, DEFAULT_SHARES } from '#shared/sample/order-service/order-course';
import { blocksOf } from '#shared/sample/orders/plain-order';

const orders = [...generateOrders({ seed: 'course', count: 2_000 })];

describe('the course of a sample order', () => {
  test('ends in a payment or a cancellation, so that no order is left hanging', () => {
    const shapes = new Map<string, number>();
    for (const order of orders) {
      const course = courseOf(order, 1, { ...DEFAULT_SHARES, packed: 0.3 });
      const shape = course.map(({ recordName }) => recordName.split('.').at(-1)).join('>');
      shapes.set(shape, (shapes.get(shape) ?? 0) + 1);
    }
    expect([...shapes.keys()].sort()).toEqual([
      'OrderCancelled',
      'OrderPacked>PaymentConfirmed',
      'OrderPacked>PaymentConfirmed>OrderCancelled',
      'PaymentConfirmed',
      'PaymentConfirmed>OrderCancelled',
    ]);
    expect(shapes.get('PaymentConfirmed')).toBeGreaterThan(1_100);
  });

  test('is the same for the same seed, follows the order in time and pays its amount', () => {
    for (const order of orders.slice(0, 200)) {
      const course = courseOf(order, 1, DEFAULT_SHARES);
      expect(courseOf(order, 1, DEFAULT_SHARES)).toEqual(course);
      let before = order.occurredAt;
      for (const { event, recordName } of course) {
        expect(event.orderId).toBe(order.orderId);
        expect(event.occurredAt).toBeGreaterThan(before);
        before = event.occurredAt;
        const { amount, currency } = blocksOf(order).payment;
        if (recordName === 'fulfilment.orders.PaymentConfirmed') expect(event).toMatchObject({ amount, currency });
      }
    }
  });

  test('never cancels when nothing is to be cancelled, so that a run can end with every order delivered', () => {
    const shares = { ...DEFAULT_SHARES, cancelledUnpaid: 0, cancelledPaid: 0 };
    for (const order of orders) {
      expect(courseOf(order, 1, shares).map(({ recordName }) => recordName)).toEqual([
        'fulfilment.orders.PaymentConfirmed',
      ]);
    }
  });

  test('packs everything that was ordered, each parcel numbered from one', () => {
    for (const order of orders) {
      const packed = courseOf(order, 1, { ...DEFAULT_SHARES, cancelledUnpaid: 0, cancelledPaid: 0, packed: 1 }).at(0);
      if (packed?.recordName !== 'fulfilment.orders.OrderPacked') throw new Error('the order was not packed');
      const { parcels } = packed.event;
      expect(parcels.map(({ parcel }) => parcel)).toEqual(parcels.map((_, i) => i + 1));
      const skus = parcels.flatMap((parcel) => parcel.skus.map(({ sku, quantity }) => `${quantity} ${sku}`));
      expect(skus.sort()).toEqual(order.items.map(({ sku, quantity }) => `${quantity} ${sku}`).sort());
      const grams = order.items.reduce((sum, { weightGrams, quantity }) => sum + weightGrams * quantity, 0);
      expect(parcels.reduce((sum, { weightGrams }) => sum + weightGrams, 0)).toBe(grams);
    }
  });

  test('sends orders another way only where another carrier goes, and to another floor only where there is a door', () => {
    const shares = {
      ...DEFAULT_SHARES,
      cancelledUnpaid: 0,
      cancelledPaid: 0,
      packedLate: 1,
      corrected: 1,
      rerouted: 1,
    };
    const ways = new Map<string, number>();
    for (const order of orders) {
      const { shipping } = blocksOf(order);
      const course = courseOf(order, 1, shares);
      const [paid, packed, ...changes] = course.map(({ recordName }) => recordName.split('.').at(-1));
      expect([paid, packed]).toEqual(['PaymentConfirmed', 'OrderPacked']);
      ways.set(changes.join('>'), (ways.get(changes.join('>')) ?? 0) + 1);
      expect(changes.includes('OrderRerouted')).toBe(shipping.countryCode === 'PT');
      expect(changes.includes('AddressCorrected')).toBe(shipping.pickupPoint === null);
      for (const { recordName, event } of course) {
        if (recordName !== 'fulfilment.orders.AddressCorrected' || !('shipping' in event)) continue;
        // A corrected address does not undo the re-routing.
        const carrierId = shipping.countryCode === 'PT' ? 'swiftpost' : shipping.carrierId;
        expect(event.shipping).toMatchObject({ 'fulfilment.orders.Shipping': { carrierId, city: shipping.city } });
      }
    }
    expect(ways.size).toBeGreaterThanOrEqual(3);
  });
});
