// The waiting room of intake on a real MongoDB.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { createSystemClock } from '#shared/domain/system-clock';
import { mongoComponent } from '#shared/mongo/connect';
import type { OrderRef } from '#shared/domain/refs';
import { createMongoEarlyEvents } from '#services/intake/store/mongo-early-events';
import { isolate, stackEnv } from '#test/support/stack';
import { describeEarlyEvents, early } from '#test/unit/services/intake/support/early-events-suite';

const { databaseName } = isolate('intake-early');
let db: Db;
let stop: () => Promise<void>;

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

async function emptyStore() {
  await db.collection('intake.early').deleteMany({});
  return createMongoEarlyEvents(db, createSystemClock());
}

describeEarlyEvents('the waiting room of intake in MongoDB', emptyStore);

describe('what waits for an order that never comes', () => {
  test('is dropped by MongoDB after 30 days', async () => {
    await emptyStore();
    const indexes = await db.collection('intake.early').indexes();
    expect(indexes).toContainEqual(expect.objectContaining({ expireAfterSeconds: 30 * 24 * 3_600 }));
  });

  test("is kept by the machine's time: MongoDB would drop at once what waits in a year that is replayed", async () => {
    const store = await emptyStore();
    await store.park([early('order-of-2017' as OrderRef, 1, Date.UTC(2017, 4, 1))]);
    const [kept] = await db.collection('intake.early').find().toArray();
    expect(Date.now() - Number(kept?.['parkedAt'])).toBeLessThan(60_000);
  });
});
