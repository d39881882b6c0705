// Operators' commands on the real stack: the programs themselves, against the running service.
import { execFile } from 'node:child_process';
import { generateKeyPairSync } from 'node:crypto';
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { SignedReceipt } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { signReceipt } from '#shared/receipts/signed-receipt';
import { builtProgram } from '#test/support/built-program';
import { eventually } from '#test/support/eventually';
import { type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { historyOf, type OrderHistory } from '#test/unit/services/erasure/support/order-histories';
import { type ErasureWorld, openErasureWorld } from './support/erasure-world.js';

let world: ErasureWorld;
let service: ServicesUnderTest;

/** Histories whose refs are those of their order numbers, as for the commands they must be; everything happened just now. */
function livingOrder(name: string): OrderHistory {
  const history = historyOf(name, 'delivered');
  const orderRef = world.platform.refs.orderRef(history.orderId);
  const now = Date.now();
  return {
    ...history,
    orderRef,
    facts: history.facts.map((facts) => ({ ...facts, orderRef, placedAt: now, lastEventAt: now })),
    progress: history.progress.map((progress, index) => ({
      ...progress,
      orderRef,
      shipmentRef: world.platform.refs.shipmentRef('swiftpost', history.orderId, 1),
      at: now + index,
    })),
  };
}

async function run(
  command: string,
  ...args: readonly string[]
): Promise<{ code: number; stdout: string; stderr: string }> {
  const program =
    command === 'ledger' ? 'services/erasure/ledger/cli.ts' : `services/erasure/commands/${command}-cli.ts`;
  const env = { PATH: process.env['PATH'] ?? '', ...world.world.env };
  try {
    const { stdout, stderr } = await promisify(execFile)(process.execPath, builtProgram(program, ...args), { env });
    return { code: 0, stdout, stderr };
  } catch (error) {
    return error as { code: number; stdout: string; stderr: string };
  }
}

const finished = (orderId: string) => () => (world.statuses.get(orderId)?.status === 'FINISHED' ? true : undefined);

beforeAll(async () => {
  world = await openErasureWorld('erasure-commands');
  service = await startServices(world.world, ['erasure']);
}, 90_000);

afterAll(async () => {
  await service.stop();
  await world.close();
}, 60_000);

test('an order is held, refused to be erased, freed, and erased with its reason and its proof', async () => {
  const order = livingOrder('held');
  await world.publish([order]);
  await eventually('finished', finished(order.orderId), 30_000);

  const held = await run('hold', 'place', order.orderId, '--reference', 'court-7', '--by', 'officer');
  expect(held).toMatchObject({ code: 0, stderr: '' });
  expect(held.stdout).toMatch(/held +court-7, by officer/);
  expect(held.stdout).toMatch(/shipping +stopped by a legal hold/);
  const listed = await run('hold', 'list');
  expect(listed.stdout).toContain(order.orderId);
  expect(listed.stdout).toMatch(/stops +the clocks of .*shipping.*signals/);
  const refused = await run('erase', order.orderId, '--reason', 'SUBJECT_REQUEST', '--by', 'officer');
  expect(refused).toMatchObject({ code: 1, stdout: expect.stringContaining('COMMAND_ORDER_HELD') as unknown });
  expect((await run('hold', 'lift', order.orderId, '--reference', 'court-7')).stdout).toMatch(/shipping +due 20/);

  const shown = await run('erasures', 'show', order.orderId);
  expect(shown.stdout).toMatch(/stands +FINISHED since/);
  const erased = await run('erase', order.orderId, '--reason', 'SUBJECT_REQUEST', '--by', 'officer');
  expect(erased).toMatchObject({ code: 0, stderr: '' });
  expect(erased.stdout).toMatch(/complete +keys destroyed, receipts in, proof written/);
  await eventually('told', () => (world.statuses.get(order.orderId)?.status === 'ERASED' ? true : undefined), 30_000);
  const keys = await world.platform.vault.keysFor([order.orderRef as OrderRef]);
  expect(keys.get(order.orderRef as OrderRef)?.kind).toBe('erased');
  expect(world.entries.map(({ kind, reason }) => [kind, reason])).toEqual([
    ['STARTED', 'SUBJECT_REQUEST'],
    ['COMPLETED', 'SUBJECT_REQUEST'],
  ]);
  const folder = mkdtempSync(join(tmpdir(), 'certificate-'));
  const proven = await run('ledger', 'prove', order.orderId, '--to', folder);
  expect(proven).toMatchObject({ code: 0, stderr: '' });
  expect(proven.stdout).toMatch(/why +SUBJECT_REQUEST/);
  // With nothing but what was handed over, in its folder.
  const check = ['check-certificate.py', 'certificate.json', 'key.pem'];
  const checked = await promisify(execFile)('python3', check, { cwd: folder });
  expect(checked.stdout).toContain(`Proven: 1 completed erasure(s) of ${order.orderRef}`);
  expect(readFileSync(join(folder, 'certificate.json'), 'utf8')).not.toContain(order.orderId);
  expect((await run('ledger', 'verify')).stdout).toMatch(/signed +2 of them, by [12] checkpoints/);
  const list = await run('erasures', 'list');
  expect(list).toMatchObject({ code: 0, stdout: expect.stringContaining('1 orders erased for good') as unknown });
  const trail = world.platform.database.collection<{ _id: string }>('erasure.commands');
  const outcomes = await trail.find({}, { sort: { handledAt: 1 } }).toArray();
  expect(outcomes.map((one) => (one as unknown as { outcome: string }).outcome)).toEqual([
    'done',
    'COMMAND_ORDER_HELD',
    'done',
    'done',
  ]);
}, 120_000);

test('one category is erased by command, and the rest of the order lives on', async () => {
  const order = livingOrder('in-part');
  await world.publish([order]);
  await eventually('finished', finished(order.orderId), 30_000);
  const erased = await run('erase', order.orderId, '--reason', 'SUBJECT_REQUEST', '--category', 'signals');
  expect(erased.stdout).toMatch(/ordered +signals, SUBJECT_REQUEST/);
  expect(erased.stdout).toMatch(/complete/);
  const shown = await run('erasures', 'show', order.orderId);
  expect(shown.stdout).toMatch(/signals +erased/);
  expect(shown.stdout).toMatch(/shipping +due/);
}, 60_000);

test('a registered store is waited for, believed by its signature, and named in the proof', async () => {
  const { platform } = world;
  const keys = generateKeyPairSync('ed25519', {
    publicKeyEncoding: { type: 'spki', format: 'pem' },
    privateKeyEncoding: { type: 'pkcs8', format: 'pem' },
  });
  const keyFile = join(mkdtempSync(join(tmpdir(), 'store-')), 'shop-db.pem');
  writeFileSync(keyFile, keys.publicKey);
  const topic = 'carriers.swiftpost.shipments';
  const added = await run(
    'participants',
    'add',
    'shop-db',
    '--topic',
    topic,
    '--deadline',
    'PT1H',
    '--public-key',
    keyFile,
  );
  expect(added).toMatchObject({ code: 0, stdout: expect.stringContaining('erasures wait for it') as unknown });
  expect((await run('participants', 'list')).stdout).toMatch(
    /shop-db\n +mirrors +carriers\.swiftpost\.shipments\n +deadline +PT1H/,
  );

  const order = livingOrder('mirrored');
  await world.publish([order]);
  await eventually('finished', finished(order.orderId), 30_000);
  const erased = await run('erase', order.orderId, '--reason', 'SUBJECT_REQUEST', '--wait', '3');
  expect(erased.stdout).toMatch(/under way/);
  // Who of the services has answered is written down a few seconds later.
  const waitsForTheStore = async (): Promise<true | undefined> =>
    /running .*mirrored.*for shop-db/.test((await run('erasures', 'list')).stdout) || undefined;
  await eventually('only the store is waited for', waitsForTheStore, 30_000);

  const start = world.entries.find(({ orderRef, kind }) => orderRef === order.orderRef && kind === 'STARTED');
  const unsigned = {
    erasureId: start?.erasureId ?? '',
    participant: 'shop-db',
    topic,
    keys: [platform.refs.shipmentRef('swiftpost', order.orderId, 1)],
    verifiedBy: 'READ_BACK',
    at: Date.now(),
  };
  const producer = await startPlainProducer(platform.kafka);
  const confirm = (receipt: SignedReceipt) =>
    producer.send([
      {
        topic: platform.topicName(topics.erasureConfirmations.name),
        partition: 2,
        key: receipt.erasureId,
        value: platform.codec.encode(topics.erasureConfirmations, receipt),
      },
    ]);
  await platform.codec.prepare([topics.erasureConfirmations]);
  await confirm({ ...signReceipt(unsigned, keys.privateKey), verifiedBy: 'NOTHING' });
  await confirm(signReceipt(unsigned, keys.privateKey));
  await producer.stop();
  await eventually('told', () => (world.statuses.get(order.orderId)?.status === 'ERASED' ? true : undefined), 30_000);
  const end = world.entries.find(({ erasureId, kind }) => erasureId === start?.erasureId && kind === 'COMPLETED');
  expect(end?.participants).toEqual(['intake', 'carriers', 'notifications', 'shop-db']);
  expect((await run('participants', 'remove', 'shop-db')).stdout).toMatch(/struck off/);
}, 180_000);

test('the commands explain themselves and refuse what cannot be meant', async () => {
  for (const command of ['erase', 'hold', 'erasures', 'participants']) {
    expect(await run(command, '--help')).toMatchObject({
      code: 0,
      stdout: expect.stringContaining(`npm run ${command} --`) as unknown,
    });
    expect((await run(command)).code).toBe(64);
  }
  expect((await run('erase', 'o-1', '--reason', 'BECAUSE')).code).toBe(64);
  expect((await run('hold', 'place', 'o-1', '--reference', 'file of Jane Doe')).code).toBe(64);
  const unknown = await run('erase', 'never-heard-of', '--reason', 'SUBJECT_REQUEST');
  expect(unknown).toMatchObject({ code: 1, stdout: expect.stringContaining('COMMAND_ORDER_UNKNOWN') as unknown });
}, 240_000);
