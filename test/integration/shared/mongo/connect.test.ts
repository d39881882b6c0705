// Pins what the connection promises on a real MongoDB: safe writes, health, a plain refusal when nobody answers.
import { eventually } from '#test/support/eventually';
import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { loadConfig } from '#shared/config/load';
import { MONGO, type MongoConfig } from '#shared/config/mongo';
import { createSecret } from '#shared/config/secret';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { type MongoConnection, mongoComponent } from '#shared/mongo/connect';
import type { Started } from '#shared/runtime/component';

let config: MongoConfig;
let started: Started<MongoConnection>;

beforeAll(async () => {
  const database = `test-connect-${randomUUID().slice(0, 8)}`;
  config = loadConfig({ mongo: MONGO }, { ...process.env, MONGODB_DATABASE: database }).mongo;
  started = await mongoComponent({ config, appName: 'test-connect' }).start();
});

afterAll(async () => {
  await started.value.db.dropDatabase();
  await started.stop();
});

describe('the MongoDB connection', () => {
  test('waits for the majority and the journal, so that a claim survives a fail-over', () => {
    expect(started.value.db.writeConcern).toMatchObject({ w: 'majority', j: true });
    expect(started.value.db.databaseName).toBe(config.database);
  });

  test('is healthy while a primary answers, and says so without throwing when it is gone', async () => {
    expect(await started.value.health()).toEqual({ ok: true });
    const second = await mongoComponent({ config, appName: 'test-connect' }).start();
    await second.stop();
    expect(await second.value.health()).toEqual({ ok: false, note: 'no primary answers' });
  });

  test('leaves no connection behind when it stops', async () => {
    const appName = `test-${randomUUID().slice(0, 8)}`;
    const own = await mongoComponent({ config, appName }).start();
    await own.stop();
    const admin = started.value.db.admin();
    // The server notices a closed socket a moment after it was closed.
    const gone = await eventually('no connection of that name', async () => {
      const { inprog } = (await admin.command({ currentOp: 1, appName, $all: true })) as { inprog: unknown[] };
      return inprog.length === 0 ? true : undefined;
    });
    expect(gone).toBe(true);
  });

  test('refuses to start when nobody answers, without printing the connection string', async () => {
    const uri = createSecret('mongodb://someone:pa55word@127.0.0.1:1/');
    const error: unknown = await mongoComponent({ config: { ...config, uri }, appName: 'x', selectionTimeoutMs: 300 })
      .start()
      .catch((reason: unknown) => reason);
    expect(error).toMatchObject({ code: 'MONGO_UNAVAILABLE' });
    expect(String((error as Error).message)).not.toMatch(/pa55word/);
  });

  test('makes indexes once, however many instances start at the same time', async () => {
    const { db } = started.value;
    const indexes = [
      { keys: { dueAt: 1 as const }, where: { dueAt: { $exists: true } } },
      { keys: { owner: 1 as const }, unique: true },
    ];
    await Promise.all([ensureIndexes(db, 'lives', indexes), ensureIndexes(db, 'lives', indexes)]);
    await ensureIndexes(db, 'lives', indexes);
    const made = await db.collection('lives').indexes();
    expect(made.map((index) => [index.key, index.unique ?? false])).toEqual([
      [{ _id: 1 }, false],
      [{ dueAt: 1 }, false],
      [{ owner: 1 }, true],
    ]);
  });

  test('leaves out fields that are undefined, so that absent stays absent', async () => {
    const notes = collectionOf<{ _id: string; note?: string | undefined }>(started.value.db, 'notes');
    await notes.insertOne({ _id: 'a', note: undefined });
    expect(await notes.findOne({ _id: 'a' })).toEqual({ _id: 'a' });
  });
});
