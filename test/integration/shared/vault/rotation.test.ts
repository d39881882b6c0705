// Two instances with their own connections and keyrings on one MongoDB and one key directory or key server: admissions, shreds and
// rotations at once. What was admitted opens afterwards, what was shredded does not, under whatever interleaving comes up.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { KEYRING } from '#shared/config/keyring';
import { loadConfig } from '#shared/config/load';
import { MongoClient } from 'mongodb';
import type { Keyring } from '#shared/vault/keyring';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';
import { openKeyring } from '#shared/vault/open-keyring';
import { createVault, type OrderKeys, type SealedBlock, type Vault } from '#shared/vault/vault';
import { startOpenBao, type TestOpenBao } from '#test/support/openbao';
import { isolate, stackEnv } from '#test/support/stack';
import { admission, keysOf, orderRef } from '#test/unit/shared/vault/support/orders';

const SCHEMA = 'fulfilment.orders.Shipping';
const ORDERS = 3_000;
const BATCH = 50;
const clients: MongoClient[] = [];
const databases: string[] = [];
const scratch = mkdtempSync(join(tmpdir(), 'rotation-'));
let bao: TestOpenBao;

interface Instance {
  readonly vault: Vault;
  readonly keyring: Keyring;
}

async function instance(settings: Readonly<Record<string, string>>, databaseName: string): Promise<Instance> {
  const client = await MongoClient.connect(stackEnv().mongodbUri);
  clients.push(client);
  const keyring = await openKeyring(loadConfig({ keyring: KEYRING }, settings).keyring, { create: true });
  return { vault: createVault({ store: createMongoKeyStore({ db: client.db(databaseName) }), keyring }), keyring };
}

beforeAll(async () => {
  bao = await startOpenBao();
}, 300_000);

afterAll(async () => {
  for (const name of databases) await clients[0]?.db(name).dropDatabase();
  for (const client of clients) await client.close();
  rmSync(scratch, { recursive: true });
  await bao.stop();
});

const KEYRINGS = {
  files: () => Promise.resolve({ KEYRING_DIR: join(scratch, 'keyring') }),
  transit: () => bao.settings('rotation'),
} as const;

test.each(['files', 'transit'] as const)(
  'with keys in %s, rotations by another instance lose no admitted order and bring back no shredded one',
  async (kind) => {
    const { databaseName } = isolate(`vault-rotation-${kind}`);
    databases.push(databaseName);
    const settings = await KEYRINGS[kind]();
    const { vault: admitting } = await instance(settings, databaseName);
    const { vault: rotating, keyring } = await instance(settings, databaseName);
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
    expect(await keyring.epochs()).toHaveLength(1);
    const found = await rotating.keysFor([...sealed.keys()].map(orderRef), { withNote: true });
    const outcomes = [...sealed].map(([name, { block }]) => {
      const ref = orderRef(name);
      const there = found.get(ref);
      if (name % 10 === 0) return there?.kind === 'erased';
      if (there?.kind !== 'keys' || there.note?.toString() !== `note ${name}`) return false;
      const opened = rotating.open(there.keys, ref, 'shipping', SCHEMA, block);
      const isWithoutContact = rotating.seal(there.keys, ref, 'contact', SCHEMA, Buffer.alloc(0)) === null;
      return (
        opened.kind === 'opened' &&
        opened.plain.toString() === `street ${name}` &&
        isWithoutContact === (name % 10 === 1)
      );
    });
    expect(outcomes).toHaveLength(ORDERS);
    expect(outcomes.filter((isAsExpected) => !isAsExpected)).toEqual([]);
  },
);
