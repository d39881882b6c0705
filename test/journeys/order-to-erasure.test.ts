// The main road from end to end: a shop places orders, two carriers deliver them, time passes, and everything is gone but the proof.
// The keys that wrap keys lie in a real key server here; elsewhere they lie in files.
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { ErasureReceipt, LedgerEntry, OrderStatus } from '#schemas/generated/records';
import { carrierTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import type { CarrierSystem } from '#shared/sample/carrier-system';
import { generateOrders } from '#shared/sample/generate-orders';
import type { OrderService } from '#shared/sample/order-service';
import { SAMPLE_CARRIERS } from '#shared/sample/outside/outside-config';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { eventually } from '#test/support/eventually';
import { startOpenBao, type TestOpenBao } from '#test/support/openbao';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { outsidersOf } from '#test/support/world-outsiders';
import { openWorldView, type Seen, type WorldView } from '#test/support/world-view';

jest.setTimeout(180_000);

const ORDERS = Number(process.env['JOURNEY_ORDERS'] ?? 60);
/** Or `files`. */
const KEYRING = process.env['JOURNEY_KEYRING'] ?? 'transit';
const SEED = 'order-to-erasure';
/** Five days in a second: a lost parcel is given up after weeks. */
const SPEED = 432_000;
const PARTICIPANTS = ['carriers', 'intake', 'notifications'];

let keyServer: TestOpenBao | undefined;
let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest;
let carriers: Readonly<Record<string, CarrierSystem>>;
let orderService: OrderService;
const orders = [...generateOrders({ seed: SEED, count: ORDERS, customers: 40 })];
const told = new Map<string, OrderStatus[]>();
const placed = new Map<string, PlainOrder>();
/** What each carrier got, by shipmentRef. */
const seen = new Map<string, Readonly<Record<string, unknown>>>();

beforeAll(async () => {
  world = createTestWorld('order-to-erasure', { speed: SPEED });
  if (KEYRING === 'transit') {
    keyServer = await startOpenBao();
    world = { ...world, env: { ...world.env, ...(await keyServer.settings('journey')) } };
  }
  view = await openWorldView(world);
  services = await startServices(world);
  const outsiders = outsidersOf(world);
  carriers = await outsiders.startCarriers({
    seed: SEED,
    // A doubled report may come after the erasure and be refused, rightly: that is told by other tests.
    shares: { returned: 0.1, lost: 0.1, doubled: 0, outOfOrder: 0.1 },
    onShipment: (shipmentRef, shipment) => seen.set(shipmentRef, shipment),
  });
  orderService = await outsiders.startOrderService({
    seed: SEED,
    orders,
    ordersPerSecond: 100,
    shares: { cancelledUnpaid: 0.1, cancelledPaid: 0, packed: 0.4 },
    onPlaced: (order) => placed.set(order.orderId, order),
    onStatus: (status) => told.set(status.orderId, [...(told.get(status.orderId) ?? []), status]),
  });
  await eventually(
    'every order erased',
    () => {
      const { byStatus } = orderService.counts();
      if (byStatus.ERASED !== ORDERS) throw new Error(JSON.stringify(orderService.counts()));
      return true;
    },
    150_000,
  );
  await eventually('carriers that hold nothing', () => (storedByCarriers() === 0 ? true : undefined));
});

afterAll(async () => {
  await Promise.allSettled([orderService?.stop(), ...Object.values(carriers ?? {}).map((carrier) => carrier.stop())]);
  await services?.stop();
  await view?.close();
  await keyServer?.stop();
});

const storedByCarriers = (): number =>
  Object.values(carriers).reduce((sum, carrier) => sum + carrier.counts().stored, 0);
const statusesOf = (orderId: string): string[] => (told.get(orderId) ?? []).map(({ status }) => status);
const values = <T>(records: readonly Seen<T>[]): T[] => records.flatMap(({ value }) => (value === null ? [] : [value]));

describe('every order ends erased, after the life its outcome says', () => {
  test('the order service is told each stage in its order, and the outcome when fulfilment is over', () => {
    const outcomes: Record<string, number> = {};
    for (const { orderId } of orders) {
      const statuses = statusesOf(orderId);
      expect(statuses[0]).toBe('ACCEPTED');
      expect(statuses.slice(-2)).toEqual(['FINISHED', 'ERASED']);
      const outcome = told.get(orderId)?.find(({ status }) => status === 'FINISHED')?.outcome ?? 'NONE';
      outcomes[outcome] = (outcomes[outcome] ?? 0) + 1;
      if (outcome === 'DELIVERED')
        expect(statuses).toEqual(['ACCEPTED', 'RELEASED', 'HANDED_OVER', 'DELIVERED', 'FINISHED', 'ERASED']);
      if (outcome === 'CANCELLED') expect(statuses).toEqual(['ACCEPTED', 'FINISHED', 'ERASED']);
    }
    expect(Object.keys(outcomes).sort()).toEqual(['CANCELLED', 'DELIVERED', 'LOST', 'RETURNED']);
    expect(orderService.counts().byOutcome).toEqual(outcomes);
  });

  test('nothing was refused on the way', async () => {
    for (const topic of [topics.intakeDeadLetters, topics.carriersDeadLetters, topics.erasureDeadLetters])
      expect(values(await view.all(topic))).toEqual([]);
  });
});

describe('while it lived', () => {
  test('each paid order went to its own carrier, with its recipient and no other personal data', () => {
    const { refs } = view.platform;
    expect(seen.size).toBeGreaterThanOrEqual(ORDERS * 0.7);
    for (const order of placed.values()) {
      const { carrierId, recipientName } = order.shipping['fulfilment.orders.Shipping'];
      const shipment = seen.get(refs.shipmentRef(carrierId, order.orderId, 1));
      if (!statusesOf(order.orderId).includes('RELEASED')) expect(shipment).toBeUndefined();
      else {
        expect(shipment).toMatchObject({ recipientName });
        const text = JSON.stringify(shipment);
        const { payment, signals, contact } = order;
        for (const secret of [
          order.orderId,
          order.customerId,
          payment['fulfilment.orders.Payment'].reference,
          signals['fulfilment.orders.Signals'].deviceId,
          signals['fulfilment.orders.Signals'].ipAddress,
          contact['fulfilment.orders.Contact'].locale,
        ])
          expect(text).not.toContain(`"${secret}"`);
      }
    }
  });
});

describe('when it is over', () => {
  test('carriers hold nothing, after deleting what the broker tombstoned', () => {
    for (const carrier of Object.values(carriers)) {
      const { received, forgotten, stored } = carrier.counts();
      expect(received).toBeGreaterThan(0);
      expect({ forgotten, stored }).toEqual({ forgotten: received, stored: 0 });
    }
  });

  test('no topic that held something of an order has a live value', async () => {
    const held: readonly TopicHandle[] = [
      topics.ordersFacts,
      topics.ordersSealed,
      topics.warehousePicks,
      ...SAMPLE_CARRIERS.map((id) => carrierTopics(id).shipments),
    ];
    for (const topic of held) {
      expect({ topic: topic.name, live: await view.liveKeys(topic) }).toEqual({ topic: topic.name, live: [] });
      const records = await view.all(topic);
      // Not empty: tombstones must stay for stores that were away, and say which erasure they belong to.
      expect(records.length).toBeGreaterThan(0);
      for (const { value, record } of records) {
        if (value === null)
          expect(Object.keys(record.headers).sort()).toEqual(['erasure-id', 'policy-version', 'reason']);
      }
    }
    expect(
      await eventually('the ingress truncated', async () =>
        (await view.all(topics.ordersEvents)).length === 0 ? true : undefined,
      ),
    ).toBe(true);
  });

  test('the keys of every order are destroyed, and a guard stands where they were', async () => {
    const documents = await view.documents('vault_keys');
    expect(documents.length).toBeGreaterThanOrEqual(ORDERS);
    for (const document of documents) {
      expect(document).toHaveProperty('erasedAt');
      expect(document).not.toHaveProperty('wrapped');
      expect(document).not.toHaveProperty('note');
    }
    const { refs, vault } = view.platform;
    const found = await vault.keysFor(orders.map(({ orderId }) => refs.orderRef(orderId)));
    expect([...found.values()].map(({ kind }) => kind)).toEqual(orders.map(() => 'erased'));
  });

  test('no collection holds more of an order than its guard', async () => {
    expect(await view.documents('carriers.blocks')).toEqual([]);
    expect(await view.documents('carriers.waiting')).toEqual([]);
    expect(await view.documents('intake.early')).toEqual([]);
    for (const document of await view.documents('carriers.shipments')) expect(document).toHaveProperty('erasedAt');
    await eventually('orders reduced to guards', async () => {
      const kept = (await view.documents('erasure.orders')).filter((document) => document['erased'] !== true);
      return kept.length === 0 ? true : undefined;
    });
  });

  test('the ledger holds one STARTED and one COMPLETED entry per order, and its check says the chain is sound', async () => {
    const entries = values<LedgerEntry>(await view.all(topics.erasureLedger));
    const { refs } = view.platform;
    for (const { orderId } of orders) {
      const orderRef = refs.orderRef(orderId);
      const ofOrder = entries.filter((entry) => entry.orderRef === orderRef);
      expect(ofOrder.map(({ kind }) => kind)).toEqual(['STARTED', 'COMPLETED']);
      expect([...(ofOrder[1]?.participants ?? [])].sort()).toEqual(PARTICIPANTS);
    }
    expect(entries).toHaveLength(2 * ORDERS);
    const verdict = await view.verifyLedger();
    expect(verdict.text).toContain(String(2 * ORDERS));
    expect(verdict.code).toBe(0);
  });

  test('every participant sent a receipt for every order', async () => {
    const receipts = values<ErasureReceipt>(await view.all(topics.erasureReceipts));
    const { refs } = view.platform;
    for (const { orderId } of orders) {
      const orderRef = refs.orderRef(orderId);
      const from = new Set(receipts.filter((one) => one.orderRef === orderRef).map(({ participant }) => participant));
      expect([...from].sort()).toEqual([...PARTICIPANTS, 'ledger'].sort());
    }
  });

  test('the log of the services names no recipient and no order', () => {
    const log = services.output();
    expect(log).toContain('ready');
    for (const order of placed.values()) {
      const { recipientName, email } = order.shipping['fulfilment.orders.Shipping'];
      for (const text of [order.orderId, order.customerId, recipientName, email ?? order.orderId])
        expect(log.includes(text)).toBe(false);
    }
  });
});
