import { beforeEach, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderFacts } from '#schemas/generated/records';
import { SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { LANES, lane } from '#shared/refs/lane';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { propertyRuns } from '#test/support/property-runs';
import { givenRoad, runUnit, type SmallRoad } from '../support/small-road.js';

const [order, other] = [...generateOrders({ seed: 'intake-flow', count: 2 })] as [PlainOrder, PlainOrder];

function uuid(n: number): string {
  return `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;
}

function paid(of: PlainOrder, n = 1) {
  return { eventId: uuid(n), orderId: of.orderId, occurredAt: of.occurredAt + 1, amount: '1.00', currency: 'EUR' };
}

describe('the flow of intake', () => {
  let road: SmallRoad;
  beforeEach(async () => {
    road = await givenRoad();
  });

  test('gives facts without a person and four sealed blocks, each in the partition of its category and lane', async () => {
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', order)]);
    const orderRef = road.refs.orderRef(order.orderId);
    expect(road.decoded(outputs, topics.ordersFacts)).toMatchObject([
      { orderRef, state: 'PLACED', revision: 1, carrierId: order.shipping['fulfilment.orders.Shipping'].carrierId },
    ]);
    const sealed = outputs.filter(({ topic }) => topic === topics.ordersSealed.name);
    expect(sealed.map(({ key, partition }) => [key, partition])).toEqual(
      SEALED_CATEGORIES.map((category, index) => [`${orderRef}/${category}`, index * LANES + lane(orderRef)]),
    );
    const keys = (await road.vault.keysFor([orderRef])).get(orderRef);
    if (keys?.kind !== 'keys') throw new Error('no keys');
    const [first] = road.decoded(outputs, topics.ordersSealed);
    const opened = road.vault.open(
      keys.keys,
      orderRef,
      'shipping',
      'fulfilment.orders.Shipping',
      first?.block as never,
    );
    if (opened.kind !== 'opened') throw new Error('does not open');
    expect(road.codec.decodeBare('fulfilment.orders.Shipping', opened.plain)).toMatchObject({
      value: order.shipping['fulfilment.orders.Shipping'],
    });
  });

  test('writes no personal value in clear, neither in values nor in keys', async () => {
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', order)]);
    const { recipientName, addressLines } = order.shipping['fulfilment.orders.Shipping'];
    const secrets = [
      recipientName,
      ...addressLines,
      order.contact['fulfilment.orders.Contact'].email,
      order.signals['fulfilment.orders.Signals'].deviceId,
      order.payment['fulfilment.orders.Payment'].reference,
      order.customerId,
    ];
    const bytes = Buffer.concat(
      outputs.flatMap(({ key, value }) => [Buffer.from(String(key)), value ?? Buffer.alloc(0)]),
    );
    expect(secrets.filter((secret) => bytes.includes(secret))).toEqual([]);
  });

  test('publishes one snapshot for all events of an order in a unit', async () => {
    const outputs = await runUnit(road.intake, [
      road.event('OrderPlaced', order),
      road.event('PaymentConfirmed', paid(order)),
    ]);
    expect(road.decoded(outputs, topics.ordersFacts)).toMatchObject([{ revision: 2, paidAt: order.occurredAt + 1 }]);
  });

  test('announces a payment that came before its order, and applies it when the order comes', async () => {
    const early = await runUnit(road.intake, [road.event('PaymentConfirmed', paid(order))]);
    expect(road.decoded(early, topics.intakeDeadLetters)).toMatchObject([{ code: 'EVENT_EARLY' }]);
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', order)]);
    expect(road.decoded(outputs, topics.ordersFacts)).toMatchObject([{ revision: 2, paidAt: order.occurredAt + 1 }]);
    expect(road.decoded(outputs, topics.intakeDeadLetters)).toEqual([]);
  });

  test('keeps an order that was refused for its time as long as any other: its clock runs from when it came', async () => {
    const seconds = { ...order, occurredAt: Math.floor(order.occurredAt / 1_000) };
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', seconds)]);
    expect(road.decoded(outputs, topics.ordersFacts)).toMatchObject([
      { state: 'REFUSED', refusalPaths: ['occurredAt'], lastEventAt: road.world.nowMs },
    ]);
  });

  test('refuses a card number by name, tells the order service, and keeps the number nowhere in clear', async () => {
    const number = '4111 1111 1111 1111';
    const bad = { ...order, items: order.items.map((item) => ({ ...item, description: `shirt ${number}` })) };
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', bad)]);
    expect(road.decoded(outputs, topics.intakeDeadLetters)).toMatchObject([
      { code: 'FORBIDDEN_CARD_NUMBER', orderRef: road.refs.orderRef(order.orderId) },
    ]);
    expect(road.decoded(outputs, topics.ordersFacts)).toMatchObject([
      {
        state: 'REFUSED',
        refusalCodes: ['FORBIDDEN_CARD_NUMBER'],
        refusalPaths: order.items.map((_, at) => `items[${at}].description`),
      },
    ]);
    expect(Buffer.concat(outputs.map(({ value }) => value ?? Buffer.alloc(0))).includes(number)).toBe(false);
    const mended = await runUnit(road.intake, [road.event('OrderPlaced', { ...order, eventId: uuid(9) })]);
    expect(road.decoded(mended, topics.ordersFacts)).toMatchObject([{ state: 'PLACED', revision: 2 }]);
  });

  test('refuses whatever comes for an erased order and keeps nothing of it', async () => {
    await runUnit(road.intake, [road.event('OrderPlaced', order)]);
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 1);
    const outputs = await runUnit(road.intake, [
      road.event('OrderPlaced', { ...order, eventId: uuid(8) }),
      road.event('PaymentConfirmed', paid(order)),
    ]);
    expect(road.decoded(outputs, topics.intakeDeadLetters)).toMatchObject([
      { code: 'ORDER_ERASED', original: null },
      { code: 'ORDER_ERASED', original: null },
    ]);
    expect(road.decoded(outputs, topics.ordersFacts)).toEqual([]);
  });

  test('names undecodable bytes, missing keys, empty values and foreign keys, and lets the good order pass', async () => {
    const good = road.event('OrderPlaced', order);
    const topic = topics.ordersEvents.name;
    const outputs = await runUnit(road.intake, [
      road.record(topic, 'x', Buffer.from('nonsense')),
      { ...road.event('OrderPlaced', other), key: null },
      road.record(topic, 'x', null),
      { ...road.event('OrderPlaced', other), key: Buffer.from('another') },
      good,
    ]);
    expect(
      road
        .decoded(outputs, topics.intakeDeadLetters)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['KEY_MISMATCH', 'KEY_MISSING', 'UNDECODABLE_BYTES', 'VALUE_EMPTY']);
    expect(road.decoded(outputs, topics.ordersFacts).map(({ orderId, state }) => [orderId, state])).toContainEqual([
      order.orderId,
      'PLACED',
    ]);
  });

  test('takes for the key of an order the UTF-8 of its number and no other bytes', async () => {
    const orderId = 'Bestellung-ü';
    let events = 0;
    const keyed = (key: Buffer) => ({
      ...road.event('OrderPlaced', { ...order, orderId, eventId: uuid(++events) }),
      key,
    });
    for (const key of [Buffer.from(orderId, 'latin1'), Buffer.from(`${orderId}1`), Buffer.from('Bestellung-')]) {
      const refused = await runUnit(road.intake, [keyed(key)]);
      expect(road.decoded(refused, topics.intakeDeadLetters)).toMatchObject([{ code: 'KEY_MISMATCH' }]);
    }
    const taken = await runUnit(road.intake, [keyed(Buffer.from(orderId))]);
    expect(road.decoded(taken, topics.ordersFacts)).toMatchObject([{ orderId, state: 'PLACED' }]);
  });

  test('ends in the same facts and refusals however often a unit is done again and wherever it is cut', async () => {
    const events = (of: SmallRoad): IncomingRecord[] => [
      of.event('OrderPlaced', order),
      of.event('PaymentConfirmed', paid(order, 1)),
      of.event('OrderPlaced', other),
      of.event('OrderPlaced', { ...order, eventId: uuid(3) }),
      of.event('OrderCancelled', {
        eventId: uuid(4),
        orderId: other.orderId,
        occurredAt: other.occurredAt + 5,
        reason: 'CUSTOMER',
      } as never),
      of.event('PaymentConfirmed', paid(other, 5)),
    ];
    const settled = await givenRoad();
    const expected = latest(settled, await runUnit(settled.intake, events(settled)));
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.record({ size: fc.integer({ min: 1, max: 6 }), crash: fc.boolean() }), { maxLength: 12 }),
        async (units) => {
          const fresh = await givenRoad();
          const records = events(fresh);
          const outputs: OutgoingRecord[] = [];
          let at = 0;
          for (const { size, crash } of [...units, ...records.map(() => ({ size: 1, crash: false }))]) {
            const unit = records.slice(at, at + size);
            if (unit.length === 0) break;
            outputs.push(...(await runUnit(fresh.intake, unit, crash ? 'crash' : 'commit')));
            if (!crash) at += unit.length;
          }
          expect(latest(fresh, outputs)).toEqual(expected);
        },
      ),
      propertyRuns(20, 40),
    );
  });
});

/** What remains: the newest facts of each order, and the refusals by code and position. */
function latest(road: SmallRoad, outputs: readonly OutgoingRecord[]) {
  const facts = new Map<string, Omit<OrderFacts, 'orderRef'>>();
  for (const { orderRef: _, ...rest } of road.decoded(outputs, topics.ordersFacts)) {
    if (rest.revision >= (facts.get(rest.orderId)?.revision ?? 0))
      facts.set(rest.orderId, { ...rest, customerRef: null });
  }
  const refusals = road
    .decoded(outputs, topics.intakeDeadLetters)
    .map(({ code, sourceOffset }) => `${code}@${sourceOffset}`);
  return { facts: [...facts].sort(([a], [b]) => a.localeCompare(b)), refusals: [...new Set(refusals)].sort() };
}
