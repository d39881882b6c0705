// The cases of fraud control on a real MongoDB.
import { afterAll, beforeAll } from '@jest/globals';
import type { Db } from 'mongodb';
import { createMongoCaseStore } from '#services/desk/store/mongo-case-store';
import { loadConfig } from '#shared/config/load';
import { MONGO } from '#shared/config/mongo';
import { mongoComponent } from '#shared/mongo/connect';
import { isolate, stackEnv } from '#test/support/stack';
import { describeCaseStore } from '#test/unit/services/desk/support/case-store-suite';

const { databaseName } = isolate('desk-cases');
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

describeCaseStore('the cases in MongoDB', async () => {
  await db.collection('desk.cases').deleteMany({});
  return createMongoCaseStore(db);
});
