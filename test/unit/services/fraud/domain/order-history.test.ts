// What the history tells of every order equals what sorting all orders and counting naively tells, whatever the order of arrival.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { HANDLE_KINDS, type ObservedOrder } from '#services/fraud/domain/observed-order';
import { ObjectKeeper } from '#services/fraud/domain/order-columns';
import { OrderHistory } from '#services/fraud/domain/order-history';
import { EVER_MS } from '#services/fraud/domain/windows';
import { countNaively, told } from '#test/unit/services/fraud/support/naive-history';

const HOUR_MS = 3_600_000;
const T = Date.UTC(2026, 0, 10);

const name = (prefix: string, most: number) => fc.integer({ min: 0, max: most }).map((n) => `${prefix}${n}`);
/** Times on the ends of windows, beside them, and anywhere, so that several orders fall on one instant. */
const time = fc.oneof(
  fc.constantFrom(0, 1, HOUR_MS, HOUR_MS + 1, 24 * HOUR_MS, 24 * HOUR_MS + 1, 7 * 24 * HOUR_MS, EVER_MS, EVER_MS + 1),
  fc.integer({ min: 0, max: 40 * 24 * HOUR_MS }),
  fc.integer({ min: 0, max: HOUR_MS }),
);
const handles = fc.record(
  {
    device: name('d', 2),
    ip: name('i', 1),
    subnet: name('s', 0),
    account: name('a', 3),
    address: name('h', 2),
    email: name('e', 3),
    phone: name('p', 2),
  },
  { requiredKeys: [] },
);
const orders = fc.array(fc.record({ at: time, handles, tie: fc.nat(9) }), { maxLength: 90 }).map((all) =>
  all.map(
    ({ at, handles: own, tie }, n): ObservedOrder => ({
      orderRef: `r${n}`,
      orderId: `${tie}-${n}`,
      placedAt: T + at,
      handles: own,
      facts: {},
    }),
  ),
);

/** Up to how many orders a timeline is counted anew: with most of these sizes some are, and some are not. */
const few = fc.constantFrom(0, 3, 12, 200);

/** Cut into units as a consumer would. */
function unitsOf<T>(all: readonly T[], size: number): T[][] {
  const units: T[][] = [];
  for (let at = 0; at < all.length; at += size) units.push(all.slice(at, at + size));
  return units;
}

describe('the history of orders', () => {
  test('tells of each what lay before it, ends of windows included, whatever the order and the units of arrival', () => {
    fc.assert(
      fc.property(orders, fc.integer({ min: 1, max: 20 }), few, (all, size, most) => {
        const history = new OrderHistory(new ObjectKeeper(), most);
        const last = new Map<string, unknown>();
        for (const unit of unitsOf(all, size)) {
          for (const order of history.put(unit)) last.set(order.orderRef, told(history.historyOf(order)));
        }
        for (const order of all) expect(last.get(order.orderRef)).toEqual(countNaively(all, order));
      }),
      { numRuns: 150 },
    );
  });

  test('bears redelivery, replacement and removal', () => {
    fc.assert(
      fc.property(orders, fc.array(fc.nat(89), { maxLength: 20 }), fc.nat(89), few, (all, again, gone, most) => {
        const history = new OrderHistory(new ObjectKeeper(), most);
        history.put(all);
        for (const order of all) history.historyOf(order);
        const moved = again
          .flatMap((n) => all.slice(n, n + 1))
          .map((order) => ({ ...order, placedAt: order.placedAt + HOUR_MS }));
        history.put(moved);
        history.put(moved.slice(0, 3));
        const now = new Map(all.map((order) => [order.orderRef, order]));
        for (const order of moved) now.set(order.orderRef, order);
        history.remove(`r${gone}`);
        now.delete(`r${gone}`);
        const left = [...now.values()];
        expect(history.size).toBe(left.length);
        for (const order of left) expect(told(history.historyOf(order))).toEqual(countNaively(left, order));
        const restored = new OrderHistory(new ObjectKeeper(), most);
        restored.restore(all, []);
        restored.restore(moved, [`r${gone}`]);
        if (moved.some(({ orderRef }) => orderRef === `r${gone}`)) restored.restore([], [`r${gone}`]);
        expect(restored.size).toBe(left.length);
        for (const order of left) expect(told(restored.historyOf(order))).toEqual(countNaively(left, order));
      }),
      { numRuns: 100 },
    );
  });

  test('forgets what is too old, and counts the rest as if it had never been', () => {
    const at = (n: number, placedAt: number): ObservedOrder => ({
      orderRef: `r${n}`,
      orderId: `${n}`,
      placedAt,
      handles: { device: 'd', account: `a${n}` },
      facts: {},
    });
    const all = Array.from({ length: 60 }, (_, n) => at(n, T + n * HOUR_MS));
    const history = new OrderHistory(new ObjectKeeper(), 8);
    history.put(all);
    for (const order of all) history.historyOf(order);
    expect(history.forgetBefore(T + 20 * HOUR_MS)).toHaveLength(20);
    const left = all.slice(20);
    for (const order of left) expect(told(history.historyOf(order))).toEqual(countNaively(left, order));
  });

  test('asks for nothing that was kept of orders that come in their order', () => {
    class CountingKeeper extends ObjectKeeper<ObservedOrder> {
      reads = 0;
      override read(place: number): ObservedOrder {
        this.reads++;
        return super.read(place);
      }
    }
    const keeper = new CountingKeeper();
    const history = new OrderHistory(keeper);
    const shared = { device: 'd', ip: 'i', subnet: 's', account: 'a' };
    for (let n = 0; n < 50; n++) {
      const order = { orderRef: `r${n}`, orderId: `${n}`, placedAt: T + n, handles: shared, facts: {} };
      for (const affected of history.put([order])) history.historyOf(affected);
    }
    expect(keeper.reads).toBe(0);
    // Of one instant: which comes first is told by their numbers alone.
    history.put([{ orderRef: 'late', orderId: '10b', placedAt: T + 10, handles: { device: 'd' }, facts: {} }]);
    expect(keeper.reads).toBeGreaterThan(0);
  });

  test('names the orders a late one changes, and no others', () => {
    const order = (n: number, placedAt: number, device: string): ObservedOrder => ({
      orderRef: `r${n}`,
      orderId: `${n}`,
      placedAt,
      handles: { device },
      facts: {},
    });
    const history = new OrderHistory();
    history.put([order(1, T + 10, 'd'), order(2, T + 20, 'd'), order(3, T + 30, 'other')]);
    expect(history.put([order(4, T + 15, 'd')]).map(({ orderRef }) => orderRef)).toEqual(['r4', 'r2']);
  });

  test('has a column for each kind of handle', () => {
    const all = { device: 'd', ip: 'i', subnet: 's', account: 'a', address: 'h', email: 'e', phone: 'p' };
    const history = new OrderHistory();
    const [one] = history.put([{ orderRef: 'r', orderId: '1', placedAt: T, handles: all, facts: {} }]);
    expect(Object.keys(history.historyOf(one as ObservedOrder))).toEqual([...HANDLE_KINDS]);
  });
});
