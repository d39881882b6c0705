// Facts and address blocks of a few orders in any order, units cut anywhere, the service dying before or after any commit:
// whoever is to go goes whole, what is to come back comes back, and nobody else goes.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderFacts } from '#schemas/generated/records';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { propertyRuns } from '#test/support/property-runs';
import {
  createSmallCarriers,
  type Ending,
  NOW_MS,
  orderRefOf,
  ORDERS,
  progressIn,
  refs,
  type SmallCarriers,
} from './support/small-carriers.js';

/** Each history as the revisions of an order's facts, the first one unpaid. */
const twoParcels = (order: PlainOrder): OrderFacts['parcels'] =>
  [1, 2].map((parcel) => ({ parcel, weightGrams: 100, skus: [{ sku: order.items[0]?.sku ?? '', quantity: 1 }] }));
const HISTORIES = {
  'is paid': () => [{ paidAt: 5 }],
  'is paid, then packed': (order) => [{ paidAt: 5 }, { parcels: twoParcels(order) }],
  'is packed, then paid': (order) => [{ parcels: twoParcels(order) }, { paidAt: 5 }],
  'is paid and complained about': () => [{ paidAt: 5 }, { openCases: ['case'] }, { openCases: [] }],
  'is paid, then cancelled': () => [{ paidAt: 5 }, { cancelledAt: 6, cancelReason: 'CUSTOMER' }],
  'is cancelled': () => [{ cancelledAt: 6, cancelReason: 'CUSTOMER' }],
  'is never paid': () => [],
} satisfies Record<string, (order: PlainOrder) => Partial<OrderFacts>[]>;
type History = keyof typeof HISTORIES;

const STAYS: readonly History[] = ['is cancelled', 'is never paid'];

/** Records of an order, and how long its block is late, counted in other records. */
async function publish(carriers: SmallCarriers, histories: readonly History[], lateness: readonly number[]) {
  const queue: { rank: number; append: () => unknown }[] = [];
  for (const [index, history] of histories.entries()) {
    const order = ORDERS[index] as PlainOrder;
    await carriers.admit(order);
    let facts: Partial<OrderFacts> = { revision: 1 };
    const revisions = [facts];
    for (const change of HISTORIES[history](order)) {
      const revision = (facts.revision ?? 0) + 1;
      const isOfDelivery = 'parcels' in change || 'cancelledAt' in change;
      facts = { ...facts, ...change, revision, ...(isOfDelivery ? { deliveryRevision: revision } : {}) };
      revisions.push(facts);
    }
    revisions.forEach((one, at) =>
      queue.push({ rank: at * 10 + index, append: () => carriers.appendFacts(order, one) }),
    );
    queue.push({ rank: (lateness[index] ?? 0) * 10, append: () => carriers.appendBlock(order) });
  }
  for (const { append } of queue.sort((one, other) => one.rank - other.rank)) await append();
}

const unit = fc.record({
  facts: fc.nat(4),
  sealed: fc.nat(3),
  blocksFirst: fc.boolean(),
  ending: fc.constantFrom<Ending>('commit', 'commit', 'before-commit', 'after-commit'),
});
type Cut = typeof unit extends fc.Arbitrary<infer T> ? T : never;
const histories = fc.array(fc.constantFrom(...(Object.keys(HISTORIES) as History[])), { minLength: 1, maxLength: 4 });
const lateness = fc.array(fc.nat(4), { minLength: 4, maxLength: 4 });
const cuts = fc.array(unit, { maxLength: 12 });

async function workOff(carriers: SmallCarriers, units: readonly Cut[]): Promise<void> {
  for (const { facts, sealed, blocksFirst, ending } of units)
    await carriers.work(blocksFirst ? { sealed, facts } : { facts, sealed }, ending);
  while (carriers.isBehind()) await carriers.work({ facts: 1, sealed: 1 });
}

/** What a reader of the compacted topic has in the end: by key, whether there is a value. */
function liveOn(topic: string, outputs: readonly OutgoingRecord[]): string[] {
  const last = new Map<string, boolean>();
  for (const { topic: name, key, value } of outputs) if (name === topic) last.set(String(key), value !== null);
  return [...last].flatMap(([key, isLive]) => (isLive ? [key] : [])).sort();
}

/** Parcels that must be with the carrier in the end. */
const PARCELS: Readonly<Record<History, number>> = {
  'is paid': 1,
  'is paid, then packed': 2,
  'is packed, then paid': 2,
  'is paid and complained about': 1,
  'is paid, then cancelled': 0,
  'is cancelled': 0,
  'is never paid': 0,
};

describe('releasing orders under redelivery', () => {
  test('has exactly the parcels of each order with its carrier and on the shelf, wherever units are cut and whenever the service dies', async () => {
    await fc.assert(
      fc.asyncProperty(histories, lateness, cuts, async (all, late, units) => {
        const carriers = await createSmallCarriers();
        await publish(carriers, all, late);
        await workOff(carriers, units);
        const must = all.flatMap((history, index) =>
          Array.from({ length: PARCELS[history] }, (_, at) =>
            refs.shipmentRef('swiftpost', (ORDERS[index] as PlainOrder).orderId, at + 1),
          ),
        );
        expect(liveOn('carriers.swiftpost.shipments', carriers.outputs)).toEqual(must.toSorted());
        expect(liveOn('warehouse.picks', carriers.outputs)).toEqual(must.toSorted());
        for (const [index, history] of all.entries()) {
          const told = progressIn(carriers.outputs).filter(
            ({ orderRef }) => orderRef === orderRefOf(ORDERS[index] as PlainOrder),
          );
          if (STAYS.includes(history)) expect(told).toEqual([]);
          // Nothing goes twice that is not changed: a carrier would print a second label.
          if (history === 'is paid') expect(told).toHaveLength(1);
          // What is said last is true: the order is over when so many parcels are.
          if (PARCELS[history] > 0) expect(told.at(-1)?.parcels).toBe(PARCELS[history]);
        }
        for (const ref of must) carriers.appendStatus(ref);
        const reports = progressIn(await carriers.work({ statuses: 99 }));
        expect(reports.map(({ shipmentRef }) => shipmentRef)).toEqual(must);
      }),
      propertyRuns(60, 150),
    );
  });

  test('erases what went, whatever came before, and writes the same tombstones however often it is asked', async () => {
    await fc.assert(
      fc.asyncProperty(histories, lateness, cuts, async (all, late, units) => {
        const carriers = await createSmallCarriers();
        await publish(carriers, all, late);
        await workOff(carriers, units);
        const order = ORDERS[0] as PlainOrder;
        const mine = progressIn(carriers.outputs).filter(
          ({ state, orderRef }) => state === 'RELEASED' && orderRef === orderRefOf(order),
        );
        await carriers.vault.shredOrders([orderRefOf(order)], NOW_MS);
        carriers.appendRequest(order);
        const tombstoned = (outputs: readonly { key: unknown; value: unknown }[]) =>
          new Set(outputs.filter(({ value }) => value === null).map(({ key }) => key));
        await carriers.work({ requests: 1 }, 'before-commit');
        const first = tombstoned(await carriers.work({ requests: 1 }));
        carriers.appendRequest(order);
        const again = tombstoned(await carriers.work({ requests: 1 }));
        expect(again).toEqual(first);
        for (const { shipmentRef } of mine) expect(first).toContain(shipmentRef);
        expect((await carriers.store.waitingIn(0)).map(({ orderRef }) => orderRef)).not.toContain(orderRefOf(order));
        expect((await carriers.store.blocksOf([orderRefOf(order)])).size).toBe(0);
      }),
      { numRuns: 30 },
    );
  });
});
