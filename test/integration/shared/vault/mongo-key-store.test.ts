// The store of wrapped keys on a real MongoDB: the contract of every store, and what only a real server can show.
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { type CommandStartedEvent, type Db, type Document, MongoClient } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { refBytes } from '#shared/refs/ref-bytes';
import type { KeyEntry, KeyStore } from '#shared/vault/key-store';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';
import { isolate, stackEnv } from '#test/support/stack';
import { describeKeyStore } from '#test/unit/shared/vault/support/key-store-suite';
import { orderRef } from '#test/unit/shared/vault/support/orders';

const AT_MS = 1_700_000_000_000;
let client: MongoClient;
let db: Db;
let store: KeyStore;
let commands: Document[] = [];

beforeAll(async () => {
  client = await MongoClient.connect(stackEnv().mongodbUri, { monitorCommands: true });
  db = client.db(isolate('mongo-key-store').databaseName);
  store = createMongoKeyStore({ db });
  client.on('commandStarted', ({ command }: CommandStartedEvent) => void commands.push(command));
});

afterAll(async () => {
  await db.dropDatabase();
  await client.close();
});

function entry(of: OrderRef, note?: Buffer): KeyEntry {
  return { orderRef: of, claim: 'orders.events:0:1', wrapped: Buffer.alloc(205, 7), epoch: 1, note };
}

describeKeyStore('MongoDB', () => store);

describe('MongoDB key store on the server', () => {
  test('every write waits for the majority and the journal: keys lost after a commit would be orders lost', async () => {
    commands = [];
    const ref = orderRef('durable');
    await store.createMany([entry(ref)]);
    await store.updateNotes([{ orderRef: ref, note: Buffer.from('note') }]);
    await store.replaceWrapped([{ orderRef: ref, old: Buffer.alloc(205, 7), wrapped: Buffer.alloc(205, 8), epoch: 2 }]);
    await store.shredOrders([ref, orderRef('durable guard')], AT_MS);
    const writes = commands.filter((command) => 'insert' in command || 'update' in command);
    expect(writes).toHaveLength(5);
    for (const { writeConcern } of writes as { writeConcern: unknown }[]) {
      expect(writeConcern).toEqual({ w: 'majority', j: true, wtimeout: 10_000 });
    }
  });

  test('a batch of new orders costs one command, a redelivered one two', async () => {
    const entries = Array.from({ length: 1_000 }, (_, index) => entry(orderRef(`commands-${index}`)));
    commands = [];
    await store.createMany(entries);
    expect(commands).toHaveLength(1);
    await store.createMany(entries);
    expect(commands).toHaveLength(3);
  });

  test('a document is named by the 16 bytes of the ref, and a shredded one holds nothing but its claim and the time', async () => {
    const ref = orderRef('shape');
    const keys = db.collection<{ _id: Buffer }>('vault_keys');
    await store.createMany([entry(ref, Buffer.from('note'))]);
    const before = await keys.findOne({ _id: refBytes(ref) }, { promoteBuffers: true });
    expect(Object.keys(before ?? {}).sort()).toEqual(['_id', 'claim', 'epoch', 'note', 'wrapped']);
    await store.shredOrders([ref], AT_MS);
    const after = await keys.findOne({ _id: refBytes(ref) }, { promoteBuffers: true });
    expect(after).toEqual({ _id: refBytes(ref), claim: 'orders.events:0:1', erasedAt: new Date(AT_MS) });
  });

  test('look-ups whose reply exceeds what one message holds are complete', async () => {
    const notes = Array.from({ length: 24 }, (_, index) => Buffer.alloc(1_000_000, index));
    const entries = notes.map((note, index) => entry(orderRef(`large-${index}`), note));
    await store.createMany(entries);
    const found = await store.findMany(
      entries.map((of) => of.orderRef),
      { withNote: true },
    );
    expect(
      entries.filter((of, index) => found.get(of.orderRef)?.note?.equals(notes[index] as Buffer) !== true),
    ).toEqual([]);
  });

  test('a failure that is not a taken id is thrown, never mistaken for a duplicate', async () => {
    const oversized = entry(orderRef('oversized'), Buffer.alloc(16_777_216));
    await expect(store.createMany([entry(orderRef('beside it')), oversized])).rejects.toThrow();
    const strict = createMongoKeyStore({ db, collection: 'strict' });
    await db.createCollection('strict', { validator: { claim: { $ne: 'orders.events:0:1' } } });
    await expect(strict.createMany([entry(orderRef('invalid'))])).rejects.toThrow('MONGO_REFUSED');
  });
});
