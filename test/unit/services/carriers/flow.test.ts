import { beforeEach, describe, expect, test } from '@jest/globals';
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '../support/small-road.js';

const order = [...generateOrders({ seed: 'carriers-flow', count: 30 })].find(
  ({ shipping }) => shipping['fulfilment.orders.Shipping'].carrierId === 'swiftpost',
) as PlainOrder;
const { shipments, statuses } = carrierTopics('swiftpost');
const foreign = carrierTopics('parcelway').statuses;

function event(n: number, more: object) {
  return {
    eventId: `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`,
    orderId: order.orderId,
    occurredAt: order.occurredAt + n,
    ...more,
  };
}

describe('the flow of carriers', () => {
  let road: SmallRoad;
  let carriers: UnitHandler;
  /** The address block and the facts of a paid order, as carriers reads them. */
  let block: IncomingRecord[];
  let paidFacts: IncomingRecord[];
  beforeEach(async () => {
    road = await givenRoad();
    carriers = await road.startCarriers();
    const placed = road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)]));
    block = placed.filter(({ key }) => key?.toString().endsWith('/shipping') === true);
    const paid = road.event('PaymentConfirmed', event(1, { amount: '1.00', currency: 'EUR' }));
    paidFacts = road.asInput(await runUnit(road.intake, [paid]));
  });

  const released = (outputs: readonly OutgoingRecord[]): string[] =>
    outputs.filter(({ topic, value }) => topic === shipments.name && value !== null).map(({ key }) => String(key));
  const shipmentRef = (): string => road.refs.shipmentRef('swiftpost', order.orderId, 1);
  const status = (
    topic: typeof statuses | typeof foreign,
    ref: string,
    occurredAt: number = order.occurredAt,
  ): IncomingRecord =>
    road.record(topic.name, ref, road.codec.encode(topic, { shipmentRef: ref, status: 'DELIVERED', occurredAt }));
  const request = (): IncomingRecord =>
    road.record(
      topics.erasureRequests.name,
      road.refs.orderRef(order.orderId),
      road.codec.encode(topics.erasureRequests, {
        erasureId: 'erasure-1',
        orderRef: road.refs.orderRef(order.orderId),
        categories: [],
        reason: 'RETENTION_ENDED',
        policyVersion: 1,
        requestedAt: 9,
      }),
    );

  test('gives the carrier the fields of its allow-list and nothing else of the order', async () => {
    const outputs = await runUnit(carriers, [...block, ...paidFacts]);
    const shipping = order.shipping['fulfilment.orders.Shipping'];
    const [record] = road.decoded(outputs, shipments);
    expect(record).toMatchObject({
      shipmentRef: shipmentRef(),
      recipientName: shipping.recipientName,
      city: shipping.city,
    });
    const bytes = Buffer.concat(
      outputs.map(({ key, value }) => Buffer.concat([Buffer.from(String(key)), value ?? Buffer.alloc(0)])),
    );
    const withheld = [
      order.contact['fulfilment.orders.Contact'].email,
      order.signals['fulfilment.orders.Signals'].deviceId,
      order.payment['fulfilment.orders.Payment'].reference,
      order.customerId,
      order.orderId,
    ];
    expect(withheld.filter((secret) => bytes.includes(secret))).toEqual([]);
  });

  test('releases once the second of address and payment is there, whichever comes first', async () => {
    expect(released(await runUnit(carriers, paidFacts))).toEqual([]);
    expect(released(await runUnit(carriers, block))).toEqual([shipmentRef()]);
    expect(released(await runUnit(carriers, block))).toEqual([]);
  });

  test('finds the orders that waited before a restart', async () => {
    await runUnit(carriers, paidFacts);
    expect(released(await runUnit(await road.startCarriers(), block))).toEqual([shipmentRef()]);
  });

  test('does not release an order that was cancelled while it waited', async () => {
    await runUnit(carriers, paidFacts);
    const cancelled = road.event('OrderCancelled', event(2, { reason: 'CUSTOMER' }));
    await runUnit(carriers, road.asInput(await runUnit(road.intake, [cancelled])));
    expect(released(await runUnit(carriers, block))).toEqual([]);
  });

  test('believes no carrier that reports in seconds: the clocks of deletion would have run out in 1970', async () => {
    await runUnit(carriers, [...block, ...paidFacts]);
    const outputs = await runUnit(carriers, [
      status(statuses, shipmentRef(), Math.floor(order.occurredAt / 1_000)),
      status(statuses, shipmentRef(), order.occurredAt * 1_000),
    ]);
    expect(road.decoded(outputs, topics.shipmentsProgress)).toEqual([]);
    const refused = { code: 'FIELD_INVALID', fieldPaths: ['occurredAt'] };
    expect(road.decoded(outputs, topics.carriersDeadLetters)).toMatchObject([refused, refused]);
  });

  test('repeats a release that was not committed, even if the unit is cut elsewhere, and releases nothing twice', async () => {
    await runUnit(carriers, [...block, ...paidFacts], 'crash');
    carriers = await road.startCarriers();
    await runUnit(carriers, block);
    expect(released(await runUnit(carriers, paidFacts))).toEqual([shipmentRef()]);
    const later = road.event('AfterSalesOpened', event(3, { caseId: 'case-1' }));
    expect(released(await runUnit(carriers, road.asInput(await runUnit(road.intake, [later]))))).toEqual([]);
  });

  test('believes a carrier about its own shipments only', async () => {
    await runUnit(carriers, [...block, ...paidFacts]);
    const unknown = road.refs.shipmentRef('swiftpost', 'never-placed', 1);
    const outputs = await runUnit(carriers, [
      status(statuses, shipmentRef()),
      status(foreign, shipmentRef()),
      status(statuses, unknown),
    ]);
    expect(road.decoded(outputs, topics.shipmentsProgress)).toMatchObject([
      { state: 'DELIVERED', shipmentRef: shipmentRef() },
    ]);
    expect(
      road
        .decoded(outputs, topics.carriersDeadLetters)
        .map(({ code }) => code)
        .sort(),
    ).toEqual(['SHIPMENT_FOREIGN', 'SHIPMENT_UNKNOWN']);
  });

  test('takes everything back when the order is erased, tells why in the headers, and does the same again after a crash', async () => {
    await runUnit(carriers, [...block, ...paidFacts]);
    // The keys go first: that is the order of the saga.
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 1);
    const erasure = request();
    const tombstones = (outputs: readonly OutgoingRecord[]) => outputs.filter(({ value }) => value === null);
    const first = await carriers({ lane: 0, records: [erasure], isRevoked: () => false });
    const second = await runUnit(await road.startCarriers(), [erasure]);
    const headers = { 'erasure-id': 'erasure-1', reason: 'RETENTION_ENDED', 'policy-version': '1' };
    expect(tombstones(second)).toMatchObject(
      [shipments.name, topics.warehousePicks.name].map((topic) => ({ topic, key: shipmentRef(), headers })),
    );
    expect(tombstones(first.outputs)).toEqual(tombstones(second));
    expect(road.decoded(second, topics.erasureReceipts)).toMatchObject([
      { participant: 'carriers', deletedRecords: 2 },
    ]);
    expect(released(await runUnit(carriers, [...block, ...paidFacts]))).toEqual([]);
    const late = await runUnit(carriers, [status(statuses, shipmentRef())]);
    expect(road.decoded(late, topics.carriersDeadLetters)).toMatchObject([{ code: 'ORDER_ERASED' }]);
  });

  test('holds an order whose sealed address was tampered with, and says so', async () => {
    const [sealed] = block as [IncomingRecord];
    const bent = Buffer.from(sealed.value as Buffer);
    // The last byte of the record is its revision; the block ends before it.
    bent[bent.length - 2] = (bent.at(-2) ?? 0) ^ 1;
    const outputs = await runUnit(carriers, [{ ...sealed, value: bent }, ...paidFacts]);
    expect(released(outputs)).toEqual([]);
    expect(road.decoded(outputs, topics.shipmentsProgress)).toMatchObject([
      { state: 'HELD', reasonCode: 'BLOCK_CORRUPT' },
    ]);
  });

  test('lets nothing out when the keys were destroyed', async () => {
    await road.vault.shredOrders([road.refs.orderRef(order.orderId)], 1);
    expect(await runUnit(carriers, [...block, ...paidFacts])).toEqual([]);
  });
});
