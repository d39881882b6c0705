// The two promises that rest on the set-up of registry and mongod: incompatible schemas are refused, transactions work.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { isolate, stackEnv } from '#test/support/stack';

const { registryUrl, mongodbUri } = stackEnv();
const { topicPrefix, databaseName } = isolate('stack-registry');

function recordWith(...fields: readonly unknown[]): string {
  return JSON.stringify({ schema: JSON.stringify({ type: 'record', name: 'Parcel', namespace: 'test', fields }) });
}

async function register(subject: string, body: string): Promise<number> {
  const headers = { 'content-type': 'application/vnd.schemaregistry.v1+json' };
  const response = await fetch(`${registryUrl}/subjects/${subject}/versions`, { method: 'POST', headers, body });
  await response.arrayBuffer();
  return response.status;
}

describe('the registry', () => {
  const id = { name: 'id', type: 'string' };

  test('refuses a schema that can not read what was written before, and takes one that can', async () => {
    const subject = `${topicPrefix}parcels-value`;
    expect(await register(subject, recordWith(id))).toBe(200);
    expect(await register(subject, recordWith(id, { name: 'weight', type: 'int' }))).toBe(409);
    expect(await register(subject, recordWith(id, { name: 'weight', type: 'int', default: 0 }))).toBe(200);
  });

  test('refuses what is no schema', async () => {
    expect(await register(`${topicPrefix}broken-value`, JSON.stringify({ schema: '{"type":"strin"}' }))).toBe(422);
  });
});

describe('mongod', () => {
  const client = new MongoClient(mongodbUri);
  beforeAll(async () => void (await client.connect()));
  afterAll(async () => {
    await client.db(databaseName).dropDatabase();
    await client.close();
  });

  test('commits a transaction as a whole and rolls back an aborted one', async () => {
    const parcels = client.db(databaseName).collection<{ _id: string }>('parcels');
    await client.withSession(async (session) => {
      await session.withTransaction(async () => {
        await parcels.insertOne({ _id: 'a' }, { session });
        await parcels.insertOne({ _id: 'b' }, { session });
      });
      session.startTransaction();
      await parcels.insertOne({ _id: 'c' }, { session });
      await session.abortTransaction();
    });
    expect(await parcels.distinct('_id')).toEqual(['a', 'b']);
  });
});
