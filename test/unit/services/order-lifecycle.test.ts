// Orders that are paid, packed, sent another way, corrected, cancelled and reported on in any order, doubled, with services that die before
// or after any commit: in the end each living parcel has one record with one carrier, and what is over has none.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { propertyRuns } from '#test/support/property-runs';
import {
  type CarrierId,
  CARRIERS,
  createLifecycleWorld,
  type Ending,
  freshOrder,
  type LifecycleWorld,
  shipmentRefOf,
} from './support/lifecycle-world.js';

/** What the shop means by its events, by the plainest reading of them. */
interface Meant {
  readonly order: PlainOrder;
  paid: boolean;
  cancelled: boolean;
  erased: boolean;
  carrierId: CarrierId;
  parcels: number;
  packed: boolean;
  street: string;
}

interface Model {
  readonly orders: Meant[];
}

type Command = fc.AsyncCommand<Model, LifecycleWorld>;

const named = (name: string, run: (model: Model, world: LifecycleWorld) => Promise<void>): Command => ({
  check: () => true,
  run,
  toString: () => name,
});
const at = (model: Model, index: number): Meant => model.orders[index % model.orders.length] as Meant;

/** An event that is accepted while `isOpen`, and refused by name otherwise. */
function event(
  name: string,
  index: number,
  crash: boolean,
  content: (of: Meant) => object,
  isOpen: (of: Meant) => boolean,
  apply: (of: Meant) => void,
): Command {
  return named(`${name} of ${index}${crash ? ', with a crash' : ''}`, async (model, world) => {
    const of = at(model, index);
    const codes = await world.publish(of.order, name, content(of), crash);
    expect(codes).toEqual(of.erased ? ['ORDER_ERASED'] : isOpen(of) ? [] : ['EVENT_OUT_OF_ORDER']);
    if (!of.erased && isOpen(of)) apply(of);
  });
}

const index = fc.nat(1);
const carrier = fc.constantFrom(...CARRIERS);
const ending = fc.constantFrom<Ending>('commit', 'commit', 'before-commit', 'after-commit');

const commands: fc.Arbitrary<Command>[] = [
  fc.tuple(index, fc.boolean()).map(([i, crash]) =>
    event(
      'PaymentConfirmed',
      i,
      crash,
      () => ({ amount: '1.00', currency: 'EUR' }),
      (of) => !of.paid && !of.cancelled,
      (of) => {
        of.paid = true;
      },
    ),
  ),
  fc.tuple(index, fc.boolean(), fc.integer({ min: 1, max: 3 })).map(([i, crash, count]) =>
    event(
      'OrderPacked',
      i,
      crash,
      ({ order }) => ({
        parcels: Array.from({ length: count }, (_, n) => {
          return { parcel: n + 1, weightGrams: 100 + n, skus: [{ sku: order.items[0]?.sku ?? '', quantity: 1 }] };
        }),
      }),
      (of) => !of.packed && !of.cancelled,
      (of) => Object.assign(of, { packed: true, parcels: count }),
    ),
  ),
  fc.tuple(index, fc.boolean(), carrier).map(([i, crash, carrierId]) =>
    event(
      'OrderRerouted',
      i,
      crash,
      () => ({ carrierId, serviceLevel: 'standard' }),
      (of) => !of.cancelled,
      (of) => {
        of.carrierId = carrierId;
      },
    ),
  ),
  fc.tuple(index, fc.boolean(), fc.nat(99)).map(([i, crash, number]) =>
    event(
      'AddressCorrected',
      i,
      crash,
      ({ order, carrierId }) => ({
        shipping: {
          'fulfilment.orders.Shipping': {
            ...blocksOf(order).shipping,
            carrierId,
            addressLines: [`Neue Gasse ${number}`],
          },
        },
      }),
      (of) => !of.cancelled,
      (of) => {
        of.street = `Neue Gasse ${number}`;
      },
    ),
  ),
  fc.tuple(index, fc.boolean()).map(([i, crash]) =>
    event(
      'OrderCancelled',
      i,
      crash,
      () => ({ reason: 'CUSTOMER' }),
      (of) => !of.cancelled,
      (of) => {
        of.cancelled = true;
      },
    ),
  ),
  ...[false, false, false, true].map((isForeign) =>
    fc.tuple(index, fc.nat(5), fc.constantFrom('ACCEPTED', 'DELIVERED', 'RETURNED')).map(([i, which, status]) =>
      named(`a report of ${status} of ${i}${isForeign ? ', by another carrier' : ''}`, async (model, world) => {
        const { order } = at(model, i);
        const news = world.progress();
        const ofOrder = CARRIERS.flatMap((carrierId) =>
          [1, 2, 3].map((parcel) => ({ carrierId, shipmentRef: shipmentRefOf(carrierId, order, parcel) })),
        );
        const sent = ofOrder.filter((one) => news.some(({ shipmentRef }) => shipmentRef === one.shipmentRef));
        // A carrier knows a reference from its topic only; without one it makes one up.
        const madeUp = { carrierId: 'swiftpost' as CarrierId, shipmentRef: shipmentRefOf('nobody', order, 1) };
        const target = sent[which % Math.max(1, sent.length)] ?? madeUp;
        const by = CARRIERS[(CARRIERS.indexOf(target.carrierId) + Number(isForeign)) % CARRIERS.length] as CarrierId;
        // Doubled, as carriers do.
        for (let n = 0; n < 2; n++) world.report(by, target.shipmentRef, status);
        await Promise.resolve();
      }),
    ),
  ),
  ...[1, 2, 3].map(() =>
    fc
      .tuple(fc.nat(6), fc.nat(6), fc.nat(6), fc.boolean(), ending)
      .map(([facts, sealed, statuses, reportsFirst, how]) =>
        named(`carriers reads ${facts} facts, ${sealed} blocks, ${statuses} reports: ${how}`, (_, world) =>
          world.work(reportsFirst ? { statuses, sealed, facts } : { facts, sealed, statuses }, how),
        ),
      ),
  ),
];

async function givenOrders(): Promise<{ model: Model; world: LifecycleWorld }> {
  const world = await createLifecycleWorld();
  const orders: Meant[] = [];
  for (let n = 0; n < 2; n++) {
    const order = freshOrder();
    const street = blocksOf(order).shipping.addressLines[0] ?? '';
    expect(await world.publish(order, 'OrderPlaced', {})).toEqual([]);
    orders.push({
      order,
      paid: false,
      cancelled: false,
      erased: false,
      carrierId: 'swiftpost',
      parcels: 1,
      packed: false,
      street,
    });
  }
  return { model: { orders }, world };
}

async function workOff(world: LifecycleWorld): Promise<void> {
  while (world.isBehind()) await world.work({ facts: 2, sealed: 2, statuses: 2, requests: 2 });
}

/** Of one order: by parcel, at which carriers there is a record, and the record. */
function liveParcels(world: LifecycleWorld, order: PlainOrder) {
  return [1, 2, 3].flatMap((parcel) =>
    CARRIERS.flatMap((carrierId) => {
      const shipmentRef = shipmentRefOf(carrierId, order, parcel);
      const record = world.liveAt(carrierId).get(shipmentRef);
      return record === undefined ? [] : [{ parcel, carrierId, shipmentRef, record }];
    }),
  );
}

function expectInvariants({ orders }: Model, world: LifecycleWorld): void {
  const progress = world.progress();
  const all = orders.flatMap(({ order }) => liveParcels(world, order).map(({ shipmentRef }) => shipmentRef));
  expect(world.livePicks()).toEqual(all.toSorted());
  for (const meant of orders) {
    const { order, carrierId } = meant;
    const live = liveParcels(world, order);
    const believed = (shipmentRef: string, states: readonly string[]): boolean =>
      progress.some((one) => one.shipmentRef === shipmentRef && states.includes(one.state));
    const isInHands = (ref: string): boolean => believed(ref, ['ACCEPTED', 'DELIVERED', 'RETURNED']);
    const numbers = live.map(({ parcel }) => parcel);
    expect(new Set(numbers).size).toBe(numbers.length);
    const isServed = carrierId !== 'parcelway';
    const goes = meant.paid && !meant.cancelled && !meant.erased && isServed;
    if (goes) expect(numbers).toEqual(Array.from({ length: meant.parcels }, (_, n) => n + 1));
    for (const { shipmentRef, carrierId: holder, record } of live) {
      if (!isInHands(shipmentRef)) {
        expect(goes).toBe(true);
        expect(holder).toBe(carrierId);
      }
      // Wherever it is on its way: to the newest address.
      if (goes && !believed(shipmentRef, ['DELIVERED', 'RETURNED']))
        expect((record['addressLines'] as string[])[0]).toBe(meant.street);
    }
    // A carrier was believed about nothing that is not with it any more.
    for (const { shipmentRef, state } of progress)
      if (shipmentRef !== null && state !== 'RELEASED' && believed(shipmentRef, [state]) && !meant.erased) {
        const isMine = CARRIERS.some((id) => [1, 2, 3].some((n) => shipmentRefOf(id, order, n) === shipmentRef));
        if (isMine) expect(live.map((one) => one.shipmentRef)).toContain(shipmentRef);
      }
    expect(Object.keys(world.lifeOf(order).parcels).length).toBeGreaterThanOrEqual(live.length);
  }
  const known = ['SHIPMENT_UNKNOWN', 'SHIPMENT_FOREIGN', 'SHIPMENT_WITHDRAWN', 'ORDER_ERASED'];
  expect(world.refusals().filter((code) => !known.includes(code))).toEqual([]);
}

describe('the life of orders and their parcels', () => {
  test('leaves one record per living parcel at one carrier, none of what was withdrawn, and nothing after the erasure', async () => {
    await fc.assert(
      fc.asyncProperty(fc.commands(commands, { maxCommands: 60, size: 'max' }), async (all) => {
        const { model, world } = await givenOrders();
        await fc.asyncModelRun(() => ({ model, real: world }), all);
        await workOff(world);
        expectInvariants(model, world);
        for (const of of model.orders) {
          await world.erase(of.order);
          of.erased = true;
        }
        await workOff(world);
        for (const { order } of model.orders) expect(liveParcels(world, order)).toEqual([]);
        expect(world.livePicks()).toEqual([]);
      }),
      propertyRuns(20, 50),
    );
  });
});
