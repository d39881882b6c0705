// What erasure keeps, on a real MongoDB.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { mongoComponent } from '#shared/mongo/connect';
import { createMongoLedgerClaims } from '#services/erasure/store/mongo-ledger-claims';
import { createMongoOrderStore } from '#services/erasure/store/mongo-order-store';
import { isolate, stackEnv } from '#test/support/stack';
import { describeOrderStore } from '#test/unit/services/erasure/support/order-store-suite';
import { inserted, tracked } from '#test/unit/services/erasure/support/tracked-orders';

const { databaseName } = isolate('erasure-stores');
let db: Db;
let stop: () => Promise<void>;
let collections = 0;

beforeAll(async () => {
  const { mongo } = loadConfig({ mongo: MONGO }, { ...stackEnv().variables, MONGODB_DATABASE: databaseName });
  const started = await mongoComponent({ config: mongo, appName: 'test' }).start();
  db = started.value.db;
  stop = started.stop;
});

afterAll(async () => {
  await db.dropDatabase();
  await stop();
});

describeOrderStore('orders in MongoDB', () => createMongoOrderStore(db, `orders-${collections++}`));

describe('the index of what is due', () => {
  test('serves the look for due orders in order, without sorting or reading those without a date', async () => {
    const name = `orders-${collections++}`;
    const store = await createMongoOrderStore(db, name);
    const orders = Array.from({ length: 500 }, (_, index) =>
      tracked(`o-${index}`, { nextDueAt: index % 2 === 0 ? index : null }),
    );
    await store.save(inserted(...orders));
    const filter = { lane: 0, nextDueAt: { $lte: 99 } };
    const plan = JSON.stringify(
      await db.collection(name).find(filter).sort({ nextDueAt: 1 }).limit(10).explain('executionStats'),
    );
    expect(plan).toContain('"stage":"IXSCAN"');
    expect(plan).not.toContain('"stage":"SORT"');
    expect(plan).not.toContain('COLLSCAN');
    expect(plan).toContain('"totalDocsExamined":10');
    const reminders = { lane: 0, 'reminder.atMs': { $lte: 99 } };
    const other = JSON.stringify(await db.collection(name).find(reminders).sort({ 'reminder.atMs': 1 }).explain());
    expect(other).toContain('"stage":"IXSCAN"');
    expect(other).not.toContain('"stage":"SORT"');
  });

  test('holds only orders with a date', async () => {
    const name = `orders-${collections++}`;
    const store = await createMongoOrderStore(db, name);
    await store.save(inserted(tracked('a', { nextDueAt: 5 }), tracked('b'), tracked('c')));
    const [stats] = await db
      .collection(name)
      .aggregate([{ $indexStats: {} }, { $match: { 'key.nextDueAt': 1 } }])
      .toArray();
    expect(stats?.['spec']).toMatchObject({ partialFilterExpression: { nextDueAt: { $exists: true } } });
  });
});

describe('claims on ledger entries', () => {
  test('are won by the first position, which may repeat, and lost by any other; start and completion are apart', async () => {
    const claims = createMongoLedgerClaims(db, `claims-${collections++}`);
    const claim = (position: string, kind: 'STARTED' | 'COMPLETED' = 'STARTED') => ({
      erasureId: 'e',
      orderRef: 'order-e',
      kind,
      position,
    });
    expect(await claims.claim([claim('t:0:1'), claim('t:0:2', 'COMPLETED')])).toEqual(['won', 'won']);
    expect(await claims.claim([claim('t:0:1'), claim('t:0:9', 'COMPLETED')])).toEqual(['repeat', 'lost']);
    expect(await claims.claim([])).toEqual([]);
    expect(await claims.ordersOf(['e', 'unheard-of', 'e'])).toEqual(new Map([['e', 'order-e']]));
    expect(await claims.ordersOf([])).toEqual(new Map());
  });
});
