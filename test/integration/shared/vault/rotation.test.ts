// Two instances with their own connections and keyrings on one MongoDB and one key directory: admissions, shreds and
// rotations at once. What was admitted opens afterwards, what was shredded does not, under whatever interleaving comes up.
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { MongoClient } from 'mongodb';
import { createFileKeyring } from '#shared/vault/file-keyring';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';
import { createVault, type OrderKeys, type SealedBlock, type Vault } from '#shared/vault/vault';
import { isolate, stackEnv } from '#test/support/stack';
import { admission, keysOf, orderRef } from '#test/unit/shared/vault/support/orders';

const SCHEMA = 'fulfilment.orders.Shipping';
const ORDERS = 3_000;
const BATCH = 50;
const clients: MongoClient[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'rotation-'));
const directory = join(scratch, 'keyring');
const { databaseName } = isolate('vault-rotation');

async function instance(): Promise<Vault> {
  const client = await MongoClient.connect(stackEnv().mongodbUri);
  clients.push(client);
  const keyring = createFileKeyring({ directory, create: true });
  return createVault({ store: createMongoKeyStore({ db: client.db(databaseName) }), keyring });
}

let admitting: Vault;
let rotating: Vault;

beforeAll(async () => {
  admitting = await instance();
  rotating = await instance();
});

afterAll(async () => {
  await clients[0]?.db(databaseName).dropDatabase();
  for (const client of clients) await client.close();
  rmSync(scratch, { recursive: true });
});

test('rotations by another instance lose no admitted order and bring back no shredded one', async () => {
  const sealed = new Map<number, { keys: OrderKeys; block: SealedBlock }>();
  let isDone = false;
  const admitAll = async (): Promise<void> => {
    for (let from = 0; from < ORDERS; from += BATCH) {
      const names = Array.from({ length: BATCH }, (_, index) => from + index);
      const results = await admitting.admit(names.map((name) => admission(name, name, Buffer.from(`note ${name}`))));
      names.forEach((name, index) => {
        const keys = keysOf(results[index]);
        const block = admitting.seal(keys, orderRef(name), 'shipping', SCHEMA, Buffer.from(`street ${name}`));
        sealed.set(name, { keys, block: block as SealedBlock });
      });
      const shredded = names.filter((name) => name % 10 === 0).map(orderRef);
      const withoutContact = names.filter((name) => name % 10 === 1).map(orderRef);
      await admitting.shredOrders(shredded, 1_700_000_000_000);
      await admitting.shredCategory(withoutContact, 'contact');
    }
    isDone = true;
  };
  let rotations = 0;
  const rotateOn = async (): Promise<void> => {
    while (!isDone) {
      const { unreadable } = await rotating.rotate();
      expect(unreadable).toEqual([]);
      rotations += 1;
    }
  };
  await Promise.all([admitAll(), rotateOn()]);

  expect(rotations).toBeGreaterThan(2);
  expect(readdirSync(directory).filter((name) => name.endsWith('.json'))).toHaveLength(2);
  const found = await rotating.keysFor([...sealed.keys()].map(orderRef), { withNote: true });
  const outcomes = [...sealed].map(([name, { block }]) => {
    const ref = orderRef(name);
    const there = found.get(ref);
    if (name % 10 === 0) return there?.kind === 'erased';
    if (there?.kind !== 'keys' || there.note?.toString() !== `note ${name}`) return false;
    const opened = rotating.open(there.keys, ref, 'shipping', SCHEMA, block);
    const isWithoutContact = rotating.seal(there.keys, ref, 'contact', SCHEMA, Buffer.alloc(0)) === null;
    return (
      opened.kind === 'opened' && opened.plain.toString() === `street ${name}` && isWithoutContact === (name % 10 === 1)
    );
  });
  expect(outcomes).toHaveLength(ORDERS);
  expect(outcomes.filter((isAsExpected) => !isAsExpected)).toEqual([]);
});
