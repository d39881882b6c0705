// What carriers keeps, on a real MongoDB.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { mongoComponent } from '#shared/mongo/connect';
import { createMongoShipmentStore } from '#services/carriers/store/mongo-shipment-store';
import type { ShipmentStore } from '#services/carriers/store/shipment-store';
import { isolate, stackEnv } from '#test/support/stack';
import { describeShipmentStore } from '#test/unit/services/carriers/support/shipment-store-suite';

const { databaseName } = isolate('carriers-store');
const DAY_MS = 86_400_000;
let db: Db;
let store: ShipmentStore;
let stop: () => Promise<void>;

beforeAll(async () => {
  const { mongo } = loadConfig({ mongo: MONGO }, { ...stackEnv().variables, MONGODB_DATABASE: databaseName });
  const started = await mongoComponent({ config: mongo, appName: 'test' }).start();
  db = started.value.db;
  stop = started.stop;
  store = await createMongoShipmentStore(db, DAY_MS);
});

afterAll(async () => {
  await db.dropDatabase();
  await stop();
});

describeShipmentStore('what carriers keeps in MongoDB', () => store);

describe('the look for the shipments that carriers report on', () => {
  test('is served by an index, or every report would read all shipments', async () => {
    const plan = await db
      .collection('carriers.shipments')
      .find({ 'parcels.ref': { $in: ['a', 'b'] } })
      .explain();
    expect(JSON.stringify(plan)).toContain('"stage":"IXSCAN"');
    expect(JSON.stringify(plan)).not.toContain('COLLSCAN');
  });
});

describe('words of fraud control', () => {
  test('are kept for as long as the policy says, also when another version says otherwise', async () => {
    const kept = async (): Promise<unknown> =>
      (await db.collection('carriers.clearances').indexes()).find(({ key }) => 'writtenAt' in key)?.expireAfterSeconds;
    expect(await kept()).toBe(86_400);
    await createMongoShipmentStore(db, 2 * DAY_MS);
    expect(await kept()).toBe(172_800);
  });
});
