// A backup, then erasures, then a disaster: what was erased does not come back, what was not is as it was, and the backup dies with its key.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { DeadLetter } from '#schemas/generated/records';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { restoreBackup, type Restored, type RestoreOptions } from '#shared/backup/restore';
import { takeBackup } from '#shared/backup/take-backup';
import { withToolPlatform } from '#shared/backup/tool-platform';
import { servedCarriers } from '#shared/carriers/apply-register';
import type { OrderRef } from '#shared/domain/refs';
import { generateOrders } from '#shared/sample/generate-orders';
import { courseOf } from '#shared/sample/order-service/order-course';
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
import { openRecordPublisher, type RecordPublisher } from '#test/support/world-publisher';
import { openWorldView, type WorldView } from '#test/support/world-view';

jest.setTimeout(240_000);

const START_MS = Date.UTC(2026, 2, 2, 9);
const DAY_MS = 86_400_000;
const PLACED = 'fulfilment.orders.OrderPlaced';
const orders = generateOrders({ seed: 'restore', count: 100, customers: 20, firstAtMs: START_MS });
const scratch = mkdtempSync(path.join(tmpdir(), 'restore-'));
const [before, after] = [path.join(scratch, 'before'), path.join(scratch, 'after')];

let world: TestWorld;
let view: WorldView;
let services: ServicesUnderTest | null = null;
let shop: RecordPublisher;
let restored: Restored;
const erased: PlainOrder[] = [];
const living: PlainOrder[] = [];
const late: PlainOrder[] = [];

const backup = (directory: string) =>
  withToolPlatform(
    'backup',
    async ({ platform, keyring, store }) =>
      takeBackup({ platform, keyring, storeId: await store.storeId() }, directory),
    world.env,
  );
const restore = (directory: string, options: RestoreOptions = {}, into: TestWorld = world) =>
  withToolPlatform('restore', (opened) => restoreBackup(opened, directory, options), into.env);

const refOf = ({ orderId }: PlainOrder): OrderRef => view.platform.refs.orderRef(orderId);
const refsOf = (of: readonly PlainOrder[]): OrderRef[] => of.map(refOf);
const shipmentOf = (order: PlainOrder): string =>
  view.platform.refs.shipmentRef(blocksOf(order).shipping.carrierId, order.orderId, 1);

/** @param cancelledUnpaid 1: cancelled, and so erased a day later; 0: paid, and with a carrier from then on */
async function place(into: PlainOrder[], count: number, cancelledUnpaid: 0 | 1): Promise<void> {
  for (let index = 0; index < count; index++) {
    const order = shop.kit.order();
    const key = Buffer.from(order.orderId);
    await shop.publish('orders.events', { key, value: await shop.kit.encode(PLACED, order) });
    for (const { recordName, event } of courseOf(order, 'restore', { cancelledUnpaid, cancelledPaid: 0, packed: 0 }))
      await shop.publish('orders.events', { key, value: await shop.kit.encode(recordName, event) });
    into.push(order);
  }
}

async function statuses(of: readonly PlainOrder[]): Promise<(string | undefined)[]> {
  const latest = await view.latest(topics.ordersStatuses);
  return of.map(({ orderId }) => latest.get(orderId)?.value?.status);
}

const all = (status: string, of: readonly PlainOrder[]) => async (): Promise<true> => {
  const seen = await statuses(of);
  if (seen.some((one) => one !== status)) throw new Error(seen.join(' '));
  return true;
};

async function liveShipments(): Promise<string[]> {
  const ids = servedCarriers(view.platform.policy.current()).map(({ id }) => id);
  return (await Promise.all(ids.map((id) => view.liveKeys(carrierTopics(id).shipments)))).flat().sort();
}

async function stopServices(): Promise<void> {
  await services?.stop();
  services = null;
}

beforeAll(async () => {
  world = createTestWorld('restore', { startMs: START_MS });
  view = await openWorldView(world);
  services = await startServices(world);
  shop = await openRecordPublisher(outsidersOf(world).orderServiceConnection, world.isolation.topicPrefix, orders);
  await place(erased, 6, 1);
  await place(living, 6, 0);
  await eventually('orders cancelled', all('FINISHED', erased), 90_000);
  await eventually('orders released', all('RELEASED', living), 90_000);
  await backup(before);
  await place(late, 2, 0);
  await eventually('later orders released', all('RELEASED', late), 60_000);
  await stopServices();
  services = await startServices(withClockAt(world, START_MS + 3 * DAY_MS));
  await eventually('orders erased', all('ERASED', erased), 90_000);
});

afterAll(async () => {
  await shop?.close();
  await stopServices();
  await view?.close();
  rmSync(scratch, { recursive: true, force: true });
});

describe('a restore', () => {
  test('is refused while services run, and over a database that holds something', async () => {
    await expect(restore(before)).rejects.toThrow(/RESTORE_REFUSED.*services are running/s);
    await stopServices();
    await expect(restore(before)).rejects.toThrow(/RESTORE_REFUSED.*not empty/s);
    await backup(after);
  });

  test('leaves out every key that was destroyed since, and names the orders that are younger than the backup', async () => {
    await view.platform.database.dropDatabase();
    restored = await restore(before);
    expect(restored).toMatchObject({
      erased: erased.length,
      erasedAgain: erased.length,
      withdrawnParcels: late.length,
    });
    expect([...restored.lostOrders].sort()).toEqual(refsOf(late).sort());
    const keys = await view.platform.vault.keysFor([...refsOf(erased), ...refsOf(living), ...refsOf(late)]);
    expect(refsOf(erased).map((ref) => keys.get(ref)?.kind)).toEqual(erased.map(() => 'erased'));
    expect(refsOf(living).map((ref) => keys.get(ref)?.kind)).toEqual(living.map(() => 'keys'));
    expect(refsOf(late).map((ref) => keys.get(ref)?.kind)).toEqual(late.map(() => 'unknown'));
    expect(await liveShipments()).toEqual(living.map(shipmentOf).sort());
  });

  test('a database into which one did not end serves nobody', async () => {
    const mark = view.platform.database.collection<{ _id: string }>('restore');
    await mark.insertOne({ _id: 'restore' });
    await expect(startServices(world)).rejects.toThrow('RESTORE_UNFINISHED');
    await mark.drop();
  });

  test('the services go on from there: nothing of the erased is written again, and each has its one proof', async () => {
    services = await startServices(withClockAt(world, START_MS + 3 * DAY_MS));
    const again = late[0] as PlainOrder;
    const value = await shop.kit.encode(PLACED, again);
    await shop.publish('orders.events', { key: Buffer.from(again.orderId), value });
    const gone = erased[0] as PlainOrder;
    const position = await shop.publish('orders.events', {
      key: Buffer.from(gone.orderId),
      value: await shop.kit.encode(PLACED, gone),
    });
    const letter = await eventually('the late event refused', async () =>
      (await view.all(topics.intakeDeadLetters))
        .map(({ value: one }) => one as DeadLetter)
        .find((one) => `${one.sourceTopic}:${one.sourcePartition}:${one.sourceOffset}` === position),
    );
    expect(letter).toMatchObject({ code: 'ORDER_ERASED', original: null });
    await eventually('the lost order taken in again', async () =>
      (await view.latest(topics.ordersFacts)).get(refOf(again))?.value === null ? undefined : true,
    );
    const goneRefs = new Set<string>([...refsOf(erased), ...erased.map(shipmentOf)]);
    for (const topic of [topics.ordersFacts, topics.ordersSealed, topics.warehousePicks]) {
      const live = await view.liveKeys(topic);
      expect(live.filter((key) => goneRefs.has(key.split('/', 1)[0] ?? ''))).toEqual([]);
    }
    expect((await liveShipments()).filter((key) => goneRefs.has(key))).toEqual([]);
    expect(await liveShipments()).toEqual(expect.arrayContaining(living.map(shipmentOf)));
    expect(await statuses(erased)).toEqual(erased.map(() => 'ERASED'));
    const { code, text } = await view.verifyLedger();
    expect({ code, text }).toMatchObject({ code: 0, text: expect.stringContaining(`completed    ${erased.length}`) });
    expect(text).toContain(`${2 * erased.length} entries`);
    await stopServices();
  });
});

describe('when Kafka was lost as well', () => {
  test('the ledger has to come from the newest backup, and the topics are filled without the erased', async () => {
    const elsewhere = createTestWorld('restore-elsewhere', { keyringDirectory: world.keyringDirectory });
    const there = await openWorldView(elsewhere);
    try {
      await expect(restore(before, {}, elsewhere)).rejects.toThrow(/RESTORE_REFUSED.*--ledger/s);
      const { filled, erasedAgain } = await restore(before, { ledgerDirectory: after }, elsewhere);
      expect(erasedAgain).toBe(erased.length);
      expect(filled.get('erasure.ledger')?.records).toBe(2 * erased.length);
      expect((await there.liveKeys(topics.ordersFacts)).sort()).toEqual(refsOf(living).sort());
      const sealed = new Set((await there.liveKeys(topics.ordersSealed)).map((key) => key.split('/', 1)[0] ?? ''));
      expect([...sealed].sort()).toEqual(refsOf(living).sort());
      const keys = await there.platform.vault.keysFor([...refsOf(erased), ...refsOf(living)]);
      expect(refsOf(erased).map((ref) => keys.get(ref)?.kind)).toEqual(erased.map(() => 'erased'));
      expect(refsOf(living).map((ref) => keys.get(ref)?.kind)).toEqual(living.map(() => 'keys'));
      expect((await there.verifyLedger()).code).toBe(0);
    } finally {
      await there.close();
    }
  });
});

test('after the next rotation nobody can read the backup any more', async () => {
  await withToolPlatform(
    'backup',
    async ({ platform, keyring, store }) => {
      const own = await store.storeId();
      for (const id of await keyring.stores()) if (id !== own) await keyring.forgetStore(id);
      await platform.vault.rotate();
    },
    world.env,
  );
  await expect(restore(before, { isReplacing: true })).rejects.toThrow('BACKUP_EXPIRED');
  const keys = await view.platform.vault.keysFor(refsOf(living));
  expect(refsOf(living).map((ref) => keys.get(ref)?.kind)).toEqual(living.map(() => 'keys'));
});
