// The service killed without warning while it works, again and again: the proof must not show it.
import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { LedgerEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { ORDERS_COLLECTION } from '#services/erasure/store/mongo-order-store';
import { builtProgram } from '#test/support/built-program';
import { eventually } from '#test/support/eventually';
import { type ServicesUnderTest, startServices } from '#test/support/services-under-test';
import { HISTORY_KINDS, historyOf } from '#test/unit/services/erasure/support/order-histories';
import { type ErasureWorld, openErasureWorld } from './support/erasure-world.js';

const PORTIONS = 4;
const ORDERS_A_PORTION = 50;
const ORDERS = PORTIONS * ORDERS_A_PORTION;
const histories = Array.from({ length: ORDERS }, (_, index) =>
  historyOf(`killed-${index}`, HISTORY_KINDS[index % HISTORY_KINDS.length] ?? 'delivered'),
);

let world: ErasureWorld;
let service: ServicesUnderTest;

beforeAll(async () => {
  // Everything of these histories happened long ago, so it is due as soon as it is known.
  world = await openErasureWorld('erasure-killed', 86_400);
  service = await startServices(world.world, ['erasure']);
}, 90_000);

afterAll(async () => {
  await service.stop();
  await world.close();
}, 60_000);

async function ledger(...args: readonly string[]): Promise<{ readonly code: number; readonly stdout: string }> {
  const cli = builtProgram('services/erasure/ledger/cli.ts', ...args);
  const env = { PATH: process.env['PATH'] ?? '', ...world.world.env };
  try {
    return { code: 0, stdout: (await promisify(execFile)(process.execPath, cli, { env })).stdout };
  } catch (error) {
    const { code, stdout } = error as { code: number; stdout: string };
    return { code, stdout };
  }
}

test('a service that is killed in the middle of its work completes every erasure once, and the ledger verifies', async () => {
  let underWay = 0;
  for (let portion = 0; portion < PORTIONS; portion++) {
    const before = world.entries.length;
    await world.publish(histories.slice(portion * ORDERS_A_PORTION, (portion + 1) * ORDERS_A_PORTION));
    await eventually(
      'some work done',
      () => (world.entries.length > before + 5 * (portion + 1) ? true : undefined),
      60_000,
    );
    if (portion === PORTIONS - 1) break;
    service.kill('SIGKILL');
    await service.ended;
    underWay += world.entries.filter(({ kind }) => kind === 'STARTED').length;
    underWay -= world.entries.filter(({ kind }) => kind === 'COMPLETED').length;
    service = await startServices(world.world, ['erasure']);
  }
  // Otherwise it was killed at rest, and this test shows nothing.
  expect(underWay).toBeGreaterThan(0);
  await eventually(
    'all erased',
    () =>
      [...world.statuses.values()].filter(({ status }) => status === 'ERASED').length === ORDERS ? true : undefined,
    90_000,
  );

  for (const { orderId, outcome } of histories)
    expect(world.statuses.get(orderId)).toMatchObject({ status: 'ERASED', outcome });
  expect(await world.verify()).toMatchObject({ fault: null, entries: ORDERS * 2, completed: ORDERS, running: [] });
  const refs = histories.map(({ orderRef }) => orderRef as OrderRef);
  const keys = await world.platform.vault.keysFor(refs);
  expect(refs.map((ref) => keys.get(ref)?.kind)).toEqual(refs.map(() => 'erased'));
  const started = new Set(world.entries.map(({ erasureId }) => erasureId));
  expect(world.requests.filter(({ erasureId }) => !started.has(erasureId))).toEqual([]);
  const orders = world.platform.database.collection<{ _id: string }>(ORDERS_COLLECTION);
  await eventually('only guards left', async () =>
    (await orders.countDocuments({ erased: true })) === ORDERS ? true : undefined,
  );

  const verified = await ledger('verify');
  expect(verified.stdout).toContain(`The chain is sound: ${ORDERS * 2} entries`);
  expect(verified.stdout).toMatch(/running {6}0/);
  expect(verified.code).toBe(0);
}, 240_000);

test('an entry that somebody else appends is found by the command, with its place', async () => {
  const { platform, entries } = world;
  const forged = { ...(entries[0] as LedgerEntry), erasureId: 'forged' };
  const producer = await startPlainProducer(platform.kafka);
  const value = platform.codec.encode(topics.erasureLedger, forged);
  await producer.send([{ topic: platform.topicName(topics.erasureLedger.name), partition: 0, key: 'forged', value }]);
  await producer.stop();
  const verified = await ledger('verify');
  expect(verified.stdout).toContain(`BROKEN at entry ${ORDERS * 2 + 1} (position 0:`);
  expect(verified.code).toBe(1);
}, 30_000);

test('the command explains itself, and refuses what it does not know', async () => {
  expect(await ledger('--help')).toMatchObject({
    code: 0,
    stdout: expect.stringContaining('npm run ledger -- verify') as unknown,
  });
  expect((await ledger('prove')).code).toBe(64);
  expect((await ledger('prove', 'never-heard-of')).code).toBe(1);
  expect((await ledger('key')).stdout).toContain('BEGIN PUBLIC KEY');
});
