// What the vault costs per order in this process, against a real mongod: `MONGODB_URI=… node --conditions=source --import tsx test/bench/micro/vault.ts`.
// CPU is that of this process, all threads; the least of all rounds is the figure to compare, the median shows the machine's load.
import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MongoClient } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { createRefs } from '#shared/refs/refs';
import { createFileKeyring } from '#shared/vault/file-keyring';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';
import { createVault, type OrderKeys, type SealedBlock } from '#shared/vault/vault';

const ORDERS = 1_000;
const ROUNDS = 60;
const WARM_UP_ROUNDS = 20;
const NOTE_BYTES = 250;
const SCHEMAS = {
  shipping: 'fulfilment.orders.Shipping',
  contact: 'fulfilment.orders.Contact',
  payment: 'fulfilment.orders.Payment',
  signals: 'fulfilment.orders.Signals',
} as const;
/** Bytes of plain Avro, about what the sample orders have. */
const PLAIN = {
  shipping: randomBytes(220),
  contact: randomBytes(60),
  payment: randomBytes(50),
  signals: randomBytes(150),
} as const;
const SEALED = ['shipping', 'contact', 'payment', 'signals'] as const;

const uri = process.env['MONGODB_URI'];
if (uri === undefined) throw new Error('MONGODB_URI is not set');
const client = await MongoClient.connect(uri);
const db = client.db(`bench_vault_${randomBytes(4).toString('hex')}`);
const directory = mkdtempSync(join(tmpdir(), 'bench-vault-'));
try {
  const keyring = createFileKeyring({ directory: join(directory, 'keyring'), create: true });
  const refs = createRefs(keyring.derive('refs'));
  const vault = createVault({ store: createMongoKeyStore({ db }), keyring });
  const batches = Array.from({ length: ROUNDS + WARM_UP_ROUNDS }, (_, batch) =>
    Array.from({ length: ORDERS }, (_unused, index) => `order-${batch}-${index}`),
  );
  const admitted: { orderRef: OrderRef; block: SealedBlock }[][] = [];

  await measure('refs of orders', (round) => {
    for (const orderId of batches[round] ?? []) refs.orderRef(orderId);
  });
  const prepared = batches.map((batch, round) =>
    batch.map((orderId, index) => ({
      orderRef: refs.orderRef(orderId),
      claim: `orders.events:3:${round * ORDERS + index}`,
      note: randomBytes(NOTE_BYTES),
    })),
  );
  const keysOf: OrderKeys[][] = [];
  await measure('admit', async (round) => {
    const results = await vault.admit(prepared[round] ?? []);
    keysOf[round] = results.map((result) => {
      if (result.kind !== 'admitted') throw new Error(result.kind);
      return result.keys;
    });
  });
  await measure('seal 4 blocks', (round) => {
    admitted[round] = (prepared[round] ?? []).map(({ orderRef }, index) => {
      const keys = keysOf[round]?.[index] as OrderKeys;
      let block: SealedBlock | null = null;
      for (const category of SEALED) block = vault.seal(keys, orderRef, category, SCHEMAS[category], PLAIN[category]);
      if (block === null) throw new Error('no key');
      return { orderRef, block };
    });
  });
  await measure('keysFor + open 1', async (round) => {
    const orders = admitted[round] ?? [];
    const found = await vault.keysFor(orders.map(({ orderRef }) => orderRef));
    for (const { orderRef, block } of orders) {
      const there = found.get(orderRef);
      if (there?.kind !== 'keys') throw new Error(there?.kind);
      const opened = vault.open(there.keys, orderRef, 'signals', SCHEMAS.signals, block);
      if (opened.kind !== 'opened') throw new Error(opened.kind);
    }
  });
  await measure('admit again (redelivery)', async (round) => {
    const [first] = await vault.admit(prepared[round] ?? []);
    if (first?.kind !== 'repeat') throw new Error(first?.kind);
  });
  await measure('shredOrders', (round) =>
    vault.shredOrders(
      (prepared[round] ?? []).map(({ orderRef }) => orderRef),
      1_700_000_000_000,
    ),
  );
} finally {
  await db.dropDatabase();
  await client.close();
  rmSync(directory, { recursive: true });
}

async function measure(name: string, run: (round: number) => void | Promise<void>): Promise<void> {
  const cpuUs: number[] = [];
  const wallMs: number[] = [];
  for (let round = 0; round < ROUNDS + WARM_UP_ROUNDS; round++) {
    const cpu = process.cpuUsage();
    const start = performance.now();
    await run(round);
    const { user, system } = process.cpuUsage(cpu);
    if (round < WARM_UP_ROUNDS) continue;
    cpuUs.push((user + system) / ORDERS);
    wallMs.push(performance.now() - start);
  }
  const middle = ROUNDS >> 1;
  cpuUs.sort((a, b) => a - b);
  wallMs.sort((a, b) => a - b);
  const mean = cpuUs.reduce((sum, us) => sum + us, 0) / ROUNDS;
  process.stdout.write(
    `${name.padEnd(26)} CPU µs per order: least ${us(cpuUs[0])} median ${us(cpuUs[middle])} mean ${us(mean)}` +
      `   wall ms per ${ORDERS}: median ${us(wallMs[middle])}\n`,
  );
}

function us(value: number | undefined): string {
  return (value ?? 0).toFixed(2).padStart(6);
}
