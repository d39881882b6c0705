// Every feature of every order equals what an independent computation gives: sort all orders, then count naively.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { DEFAULTS, type Features, featuresOf } from '#services/fraud/domain/features';
import type { ObservedOrder } from '#services/fraud/domain/observed-order';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { arbitraryOrders } from '#test/unit/services/fraud/support/arbitrary-orders';
import { featuresNaively } from '#test/unit/services/fraud/support/naive-features';
import { propertyRuns } from '#test/support/property-runs';

const T = Date.UTC(2026, 0, 10);
const DAY_MS = 86_400_000;

/** The last word on each order, as live: whatever a unit changes is answered anew. */
function lastWords(arrivals: readonly ObservedOrder[], unit: number): Map<string, Features> {
  const history = new OrderHistory();
  const words = new Map<string, Features>();
  for (let at = 0; at < arrivals.length; at += unit) {
    for (const order of history.put(arrivals.slice(at, at + unit))) {
      words.set(order.orderRef, featuresOf(order, history.historyOf(order)));
    }
  }
  return words;
}

function order(n: number, placedAt: number, changes: Partial<ObservedOrder> = {}): ObservedOrder {
  return {
    orderRef: `r${n}`,
    orderId: `o${n}`,
    placedAt,
    handles: { device: 'd', account: `a${n}` },
    facts: {},
    ...changes,
  };
}

describe('features', () => {
  test('of every order are the true ones, whatever the order of arrival and the size of units', () => {
    fc.assert(
      fc.property(arbitraryOrders(70), fc.integer({ min: 1, max: 20 }), (all, unit) => {
        const words = lastWords(all, unit);
        for (const one of all) expect(words.get(one.orderRef)).toEqual(featuresNaively(all, one));
      }),
      propertyRuns(50, 120),
    );
  });

  test('of an entity with many orders are the true ones, too', () => {
    const all = Array.from({ length: 300 }, (_, n) =>
      order(n, T + ((n * 7_919) % 300) * 1_800_000, {
        handles: { device: `d${n % 2}`, account: `a${n % 7}`, ip: 'i', email: `e${n % 5}` },
      }),
    );
    const words = lastWords(all, 16);
    for (const one of all) expect(words.get(one.orderRef)).toEqual(featuresNaively(all, one));
  });

  test('are all there: no name is missing on either side', () => {
    expect(Object.keys(featuresNaively([], order(1, T))).sort()).toEqual(Object.keys(DEFAULTS));
  });

  test.each([
    ['a day before, to the millisecond', DAY_MS, 1],
    ['a millisecond more than a day before', DAY_MS + 1, 0],
  ])('count another account on the device %s: %#', (_, before, others) => {
    const words = lastWords([order(1, T), order(2, T + before)], 2);
    expect(words.get('r2')).toMatchObject({ device_others_24h: others, device_orders_24h: others });
    expect(words.get('r1')).toMatchObject({ device_orders_ever: 0 });
  });

  test('of orders of one instant: the lower orderId lies before the higher one, and none counts itself', () => {
    const words = lastWords([order(2, T), order(1, T)], 1);
    expect(words.get('r1')).toMatchObject({ device_orders_1h: 0, device_since_s: -1 });
    expect(words.get('r2')).toMatchObject({ device_orders_1h: 1, device_since_s: 0 });
  });
});
