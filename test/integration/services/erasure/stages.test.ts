// Orders through their whole life on the real stack, under a policy that keeps categories for different times: 200 orders, three erasures each.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import { createMetrics } from '#shared/telemetry/metrics';
import type { Started } from '#shared/runtime/component';
import { createErasureService } from '#services/erasure/service';
import { ORDERS_COLLECTION } from '#services/erasure/store/mongo-order-store';
import { eventually } from '#test/support/eventually';
import { HISTORY_KINDS, historyOf } from '#test/unit/services/erasure/support/order-histories';
import { DAY_MS, stagedPolicy } from '#test/unit/services/erasure/support/staged-policy';
import { type ErasureWorld, openErasureWorld } from './support/erasure-world.js';

const ORDERS = 200;
const histories = Array.from({ length: ORDERS }, (_, index) =>
  historyOf(`stage-${index}`, HISTORY_KINDS[index % HISTORY_KINDS.length] ?? 'delivered'),
);
const refs = histories.map(({ orderRef }) => orderRef as OrderRef);

let world: ErasureWorld;
/** Those that this world answers for. */
const PARTICIPANTS = ['intake', 'carriers', 'notifications'];

let erasure: Started<unknown>;
let nowMs = 0;
const metrics = createMetrics({ service: 'erasure' });

beforeAll(async () => {
  world = await openErasureWorld('erasure-stages');
  const policy = stagedPolicy();
  const platform = {
    ...world.platform,
    clock: { nowMs: () => nowMs },
    policy: { current: () => policy, onChange: () => () => undefined },
  };
  const service = await createErasureService(platform, metrics, { batch: 30, participants: PARTICIPANTS }).start();
  erasure = service;
  await service.value.ready;
}, 60_000);

afterAll(async () => {
  await erasure.stop();
  await world.close();
}, 60_000);

const allTold = (status: string) => () =>
  [...world.statuses.values()].filter((one) => one.status === status).length === ORDERS ? true : undefined;

const allCompleted = (erasures: number) => () =>
  world.entries.filter(({ kind }) => kind === 'COMPLETED').length === erasures ? true : undefined;

async function sealable(category: 'shipping' | 'contact' | 'signals' | 'payment'): Promise<number> {
  let count = 0;
  for (const [orderRef, found] of await world.platform.vault.keysFor(refs)) {
    if (found.kind !== 'keys') continue;
    if (world.platform.vault.seal(found.keys, orderRef, category, 'x', Buffer.from('y')) !== null) count++;
  }
  return count;
}

test('erases addresses first, signals next, the rest last, each once, and leaves nothing but guards and the proof', async () => {
  await world.publish(histories);
  await eventually('all finished', allTold('FINISHED'));
  for (const { orderId, outcome } of histories) expect(world.statuses.get(orderId)).toMatchObject({ outcome });
  expect(world.entries).toEqual([]);

  nowMs = 8 * DAY_MS;
  await eventually('first stage completed', allCompleted(ORDERS), 60_000);
  expect([await sealable('shipping'), await sealable('contact'), await sealable('signals')]).toEqual([0, 0, ORDERS]);

  nowMs = 15 * DAY_MS;
  await eventually('second stage completed', allCompleted(ORDERS * 2), 60_000);
  expect([await sealable('signals'), await sealable('payment')]).toEqual([0, ORDERS]);

  nowMs = 31 * DAY_MS;
  await eventually('all erased', allTold('ERASED'), 60_000);
  const keys = await world.platform.vault.keysFor(refs);
  expect(refs.map((ref) => keys.get(ref)?.kind)).toEqual(refs.map(() => 'erased'));
  for (const { orderId, outcome } of histories) expect(world.statuses.get(orderId)).toMatchObject({ outcome });

  const verification = await world.verify();
  expect(verification).toMatchObject({ fault: null, entries: ORDERS * 6, completed: ORDERS * 3, running: [] });
  const started = world.entries.filter(({ kind }) => kind === 'STARTED');
  for (const ref of refs) {
    const stages = started.filter(({ orderRef }) => orderRef === ref).map(({ categories }) => categories);
    expect(stages).toEqual([['shipping', 'contact'], ['signals'], []]);
  }

  const guards = world.platform.database.collection<{ _id: string }>(ORDERS_COLLECTION);
  await eventually('only guards left', async () =>
    (await guards.countDocuments({ erased: true })) === ORDERS ? true : undefined,
  );
  const keysOfGuards = new Set((await guards.find().toArray()).flatMap((guard) => Object.keys(guard)));
  expect([...keysOfGuards].sort()).toEqual(['_id', 'at', 'erased', 'lane']);

  const text = await metrics.text();
  expect(text).toContain(`erasures_started_total{service="erasure"} ${ORDERS * 3}`);
  expect(text).toContain(`erasure_duration_ms_count{service="erasure"} ${ORDERS * 3}`);
  expect(text).toMatch(
    new RegExp(`erasure_receipts_total\\{participant="ledger",outcome="noted",service="erasure"\\} ${ORDERS * 3}`),
  );
}, 180_000);
