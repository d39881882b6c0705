// Orders to which things happen while they are under way: packed into several parcels, handed to another carrier, sent to a corrected address,
// cancelled, returned. Each parcel ends with one carrier, at the newest address, and in the end nothing is left of any.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { CarrierSystem } from '#shared/sample/carrier-system';
import { generateOrders } from '#shared/sample/generate-orders';
import type { OrderService } from '#shared/sample/order-service';
import { courseOf, DEFAULT_SHARES, type FollowUp } from '#shared/sample/order-service/order-course';
import { SAMPLE_CARRIERS, type SampleCarrier } from '#shared/sample/outside/outside-config';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
  withClockAt,
} from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type WorldView } from '#test/support/world-view';

jest.setTimeout(400_000);

const SEED = 'under-way';
const START_MS = Date.UTC(2026, 0, 5, 8);
/** A quarter of a day in a second: the shop's events come before and after the hand-over, and before any delivery. */
const SPEED = 21_600;
const LATER_MS = START_MS + 90 * 86_400_000;
const SHARES = { ...DEFAULT_SHARES, cancelledPaid: 0.1, packed: 0.2, packedLate: 0.6, corrected: 0.5, rerouted: 0.8 };

interface Course {
  readonly order: PlainOrder;
  readonly isReleased: boolean;
  readonly isRerouted: boolean;
  readonly isCorrected: boolean;
  readonly parcels: number;
}

let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest;
let carriers: Readonly<Record<string, CarrierSystem>>;
let orderService: OrderService;
/** Half of the orders go to Portugal, where another carrier can take over. */
const orders = [...generateOrders({ seed: SEED, count: 2_000 })]
  .filter((order, i) => blocksOf(order).shipping.countryCode === 'PT' || i % 60 === 0)
  .slice(0, 60);
const courses = orders.map((order) => readCourse(order, courseOf(order, SEED, SHARES)));
const live = new Map<SampleCarrier, Map<string, Readonly<Record<string, unknown>>>>();

function readCourse(order: PlainOrder, events: readonly FollowUp[]): Course {
  const names = events.map(({ recordName }) => recordName.split('.').at(-1));
  const packed = events.find(({ recordName }) => recordName === 'fulfilment.orders.OrderPacked')?.event;
  return {
    order,
    isReleased: names.includes('PaymentConfirmed') && !names.includes('OrderCancelled'),
    isRerouted: names.includes('OrderRerouted'),
    isCorrected: names.includes('AddressCorrected'),
    parcels: packed !== undefined && 'parcels' in packed ? packed.parcels.length : 1,
  };
}

beforeAll(async () => {
  world = createTestWorld('under-way', { speed: SPEED, startMs: START_MS });
  view = await openWorldView(world);
  services = await startServices(world);
  const outsiders = outsidersOf(world);
  carriers = await outsiders.startCarriers({
    seed: SEED,
    shares: { returned: 0.1, lost: 0, doubled: 0.1, outOfOrder: 0.2 },
  });
  orderService = await outsiders.startOrderService({ seed: SEED, orders, ordersPerSecond: 100, shares: SHARES });
  await eventually(
    'every order finished',
    async () => {
      const { byStatus } = orderService.counts();
      await keepWhatCarriersHave();
      if (byStatus.FINISHED !== orders.length) throw new Error(JSON.stringify(orderService.counts()));
      return true;
    },
    150_000,
  );
});

/** The business clock runs on while the last orders finish: what an erasure takes from a carrier meanwhile counts as it was before. */
async function keepWhatCarriersHave(): Promise<void> {
  for (const id of SAMPLE_CARRIERS) {
    const kept = live.get(id) ?? new Map<string, Readonly<Record<string, unknown>>>();
    for (const [key, { value, record }] of await view.latest(carrierTopics(id).shipments)) {
      if (value !== null) kept.set(key, value);
      else if (record.headers['erasure-id'] === undefined) kept.delete(key);
    }
    live.set(id, kept);
  }
}

async function liveAt(id: SampleCarrier) {
  const latest = await view.latest(carrierTopics(id).shipments);
  const values = [...latest].flatMap(([key, { value }]) => (value === null ? [] : [[key, value] as const]));
  return new Map(values as [string, Readonly<Record<string, unknown>>][]);
}

afterAll(async () => {
  await Promise.allSettled([orderService?.stop(), ...Object.values(carriers ?? {}).map((carrier) => carrier.stop())]);
  await services?.stop();
  await view?.close();
});

/** By the number of the parcel: which carriers have a record of it, and the record. */
function parcelsOf(order: PlainOrder) {
  return [1, 2, 3].flatMap((parcel) =>
    SAMPLE_CARRIERS.flatMap((carrierId) => {
      const record = live.get(carrierId)?.get(view.platform.refs.shipmentRef(carrierId, order.orderId, parcel));
      return record === undefined ? [] : [{ parcel, carrierId, record }];
    }),
  );
}

describe('orders to which things happen under way', () => {
  test('are all there in this run: late parcels, other carriers, other addresses, cancellations', () => {
    const { severalParcels, rerouted, corrected, cancelled } = orderService.changes();
    expect(Math.min(severalParcels, rerouted, corrected, cancelled)).toBeGreaterThanOrEqual(3);
    expect(rerouted).toBe(courses.filter(({ isRerouted }) => isRerouted).length);
  });

  test('have each of their parcels with exactly one carrier, and cancelled ones only what was in hands', () => {
    for (const { order, isReleased, parcels } of courses) {
      const numbers = parcelsOf(order).map(({ parcel }) => parcel);
      expect(new Set(numbers).size).toBe(numbers.length);
      if (isReleased) expect(numbers).toEqual(Array.from({ length: parcels }, (_, i) => i + 1));
    }
  });

  test('are with the carrier that took over, unless the first one had them in hands', async () => {
    const progress = (await view.all(topics.shipmentsProgress)).flatMap(({ value }) => value ?? []);
    let moved = 0;
    for (const { order, isRerouted, isReleased } of courses) {
      if (!isRerouted || !isReleased) continue;
      const first = blocksOf(order).shipping.carrierId;
      for (const { parcel, carrierId } of parcelsOf(order)) {
        const firstRef = view.platform.refs.shipmentRef(first, order.orderId, parcel);
        const wasInHands = progress.some(({ shipmentRef, state }) => shipmentRef === firstRef && state !== 'RELEASED');
        expect(carrierId).toBe(wasInHands ? first : 'swiftpost');
        if (!wasInHands) moved++;
      }
    }
    expect(moved).toBeGreaterThanOrEqual(1);
  });

  test('go to the corrected address, also those that were handed over before it was known', () => {
    for (const { order, isCorrected, isReleased } of courses) {
      if (!isCorrected || !isReleased) continue;
      for (const { record } of parcelsOf(order))
        expect(record['addressLines']).toEqual([expect.any(String), expect.stringMatching(/^\d\. OG$/)]);
    }
  });

  test('are on the shelf list as they are with the carriers, without any person', async () => {
    // The business clock runs on: an order that is erased between two looks is seen on one of them.
    const shelf = await eventually('as they are with the carriers', async () => {
      const picks = await view.latest(topics.warehousePicks);
      const refs = (await Promise.all(SAMPLE_CARRIERS.map(liveAt))).flatMap((records) => [...records.keys()]).sort();
      const there = [...picks].flatMap(([key, { value }]) => (value === null ? [] : [[key, value] as const]));
      expect(there.map(([key]) => key).sort()).toEqual(refs);
      return there;
    });
    for (const [, pick] of shelf)
      expect(Object.keys(pick).sort()).toEqual(['at', 'items', 'policyVersion', 'shipmentRef']);
  });

  test('are refused nothing but what a carrier says of a parcel that was withdrawn', async () => {
    const dead = [topics.intakeDeadLetters, topics.carriersDeadLetters, topics.erasureDeadLetters];
    const letters = (await Promise.all(dead.map((topic) => view.all(topic)))).flat();
    expect(letters.filter(({ value }) => value?.code !== 'SHIPMENT_WITHDRAWN').map(({ value }) => value?.code)).toEqual(
      [],
    );
  });

  test('are told of to the order service by how they ended', () => {
    const { byOutcome } = orderService.counts();
    expect(Object.keys(byOutcome).toSorted()).toEqual(['CANCELLED', 'DELIVERED', 'RETURNED']);
  });

  test('leave nothing with anybody once they are erased', async () => {
    expect(await services.stop()).toBe(0);
    services = await startServices(withClockAt(world, LATER_MS));
    await eventually(
      'erased',
      () => (orderService.counts().byStatus.ERASED === orders.length ? true : undefined),
      180_000,
    );
    await eventually('carriers that hold nothing', () => {
      const stored = Object.values(carriers).reduce((sum, carrier) => sum + carrier.counts().stored, 0);
      return stored === 0 || undefined;
    });
    for (const id of SAMPLE_CARRIERS) expect(await view.liveKeys(carrierTopics(id).shipments)).toEqual([]);
    expect(await view.liveKeys(topics.warehousePicks)).toEqual([]);
  });
});
