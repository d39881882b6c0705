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
let db: Db;
let store: ShipmentStore;
let stop: () => Promise<void>;

beforeAll(async () => {
  const { mongo } = loadConfig({ mongo: MONGO }, { ...stackEnv().variables, MONGODB_DATABASE: databaseName });
  const started = await mongoComponent({ config: mongo, appName: 'test' }).start();
  db = started.value.db;
  stop = started.stop;
  store = await createMongoShipmentStore(db);
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
