// The real databases keep the contract of a mirror store.
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { createMongoMirrorStore } from '#shared/mirror/mongo-mirror-store';
import { createPostgresMirrorStore } from '#shared/mirror/postgres-mirror-store';
import { postgresBinaries, startPostgres, type TestPostgres } from '#test/support/postgres';
import { isolate, stackEnv } from '#test/support/stack';
import { describeMirrorStore } from '#test/unit/shared/mirror/support/mirror-store-suite';

const { databaseName } = isolate('mirror-stores');
const freshName = (): string => `m_${randomBytes(5).toString('hex')}`;
const client = new MongoClient(stackEnv().mongodbUri);

afterAll(async () => {
  await client.db(databaseName).dropDatabase();
  await client.close();
});

describeMirrorStore('MongoDB', async () => {
  const name = freshName();
  const db = client.db(databaseName);
  return {
    store: await createMongoMirrorStore(db, name),
    rows: async () =>
      new Map((await db.collection(name).find().toArray()).map(({ _id, value }) => [String(_id), value as unknown])),
  };
});

const binaries = postgresBinaries();
if (binaries === null) {
  describe('PostgreSQL mirror store', () => {
    test.todo('needs the PostgreSQL server on this machine');
  });
} else {
  let postgres: TestPostgres;
  beforeAll(async () => {
    postgres = await startPostgres(binaries);
  }, 90_000);
  afterAll(() => postgres?.stop());

  describeMirrorStore('PostgreSQL', async () => {
    const name = freshName();
    return {
      store: await createPostgresMirrorStore(postgres.pool, name),
      rows: async () => {
        const { rows } = await postgres.pool.query<{ key: string; value: unknown }>(`SELECT key, value FROM ${name}`);
        return new Map(rows.map(({ key, value }) => [key, value]));
      },
    };
  });
}
