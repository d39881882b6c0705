// Kill -9 of services and of the broker itself while orders are erased: every erasure completes, once, and nothing comes back after its tombstone.
// In full: ERASURE_CHAOS_ORDERS=2000 ERASURE_CHAOS_KILLS=30 ERASURE_CHAOS_BROKER=6. A run that failed: CHAOS_SEED as it was printed.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import type { OrderRef } from '#shared/domain/refs';
import { allTopics } from '#shared/platform/prepare-topics';
import { createRandom } from '#shared/sample/seeded-random';
import { type StackHandle, startStack } from '#shared/stack/start-stack';
import { readTopic } from '#test/support/read-topic';
import type { Disturbance } from './disturbed-services.js';
import { openOrderStory, type OrderStory } from './order-story.js';

const ORDERS = Number(process.env['ERASURE_CHAOS_ORDERS'] ?? 120);
const KILLS = Number(process.env['ERASURE_CHAOS_KILLS'] ?? 3);
const BROKER = Number(process.env['ERASURE_CHAOS_BROKER'] ?? 1);
const CHAOS_SEED = process.env['CHAOS_SEED'] ?? String(Math.floor(Math.random() * 1e9));
/** Between two crashes of the broker at least: it takes a few seconds to come back. */
const BROKER_PAUSE_MS = 12_000;
/** Before the first one: services start, the first orders fall due. */
const BEFORE_BROKER_MS = 10_000;

jest.setTimeout(900_000 + ORDERS * 400 + KILLS * 20_000);

let stack: StackHandle;
let story: OrderStory;
let stackDir: string;
let brokerCrashes = 0;

beforeAll(async () => {
  process.stderr.write(
    `erasures: ${ORDERS} orders, ${KILLS} kills, ${BROKER} of the broker, CHAOS_SEED=${CHAOS_SEED}\n`,
  );
  stackDir = mkdtempSync(path.join(tmpdir(), 'chaos-erasures-'));
  const { STACK_CACHE } = process.env;
  stack = await startStack({
    mode: 'local',
    stackDir,
    environment: {},
    ...(STACK_CACHE === undefined ? {} : { cache: STACK_CACHE }),
  });
  const options = { orders: ORDERS, seed: 'erasures-under-kill', chaosSeed: CHAOS_SEED, stack: stack.env };
  story = await openOrderStory('chaos-erasures', options);
  await story.playToFulfilment([]);
  const kinds = Array.from({ length: KILLS }, (): Disturbance['kind'] => 'killed');
  await Promise.all([story.playToErasure(kinds), crashBroker()]);
});

afterAll(async () => {
  const done = story?.disturbances() ?? [];
  process.stderr.write(
    `${done.map(({ service, kind }) => `${service} ${kind}`).join(', ')}, broker crashed ${brokerCrashes} times\n`,
  );
  await story?.close().catch(() => undefined);
  await stack?.stop({ purge: true });
  rmSync(stackDir, { recursive: true, force: true });
});

async function crashBroker(): Promise<void> {
  const random = createRandom(`${CHAOS_SEED}/broker`);
  for (let crash = 0; crash < BROKER; crash++) {
    await sleep(crash === 0 ? BEFORE_BROKER_MS : BROKER_PAUSE_MS + random.below(BROKER_PAUSE_MS));
    await stack.killKafka();
    await stack.restartKafka();
    brokerCrashes++;
  }
}

describe('erasures during which services and broker were killed', () => {
  test('all complete, each with exactly one start and one completion in a sound, signed ledger', async () => {
    const entries = (await story.view.all(topics.erasureLedger)).flatMap(({ value }) => value ?? []);
    const kinds = new Map<string, string[]>();
    for (const { erasureId, kind } of entries) kinds.set(erasureId, [...(kinds.get(erasureId) ?? []), kind]);
    expect([...new Set([...kinds.values()].map((list) => list.join()))]).toEqual(['STARTED,COMPLETED']);
    const whole = new Set(entries.filter(({ categories }) => categories.length === 0).map(({ orderRef }) => orderRef));
    expect(whole.size).toBeGreaterThanOrEqual(ORDERS);
    const verified = await story.view.verifyLedger();
    expect(verified).toMatchObject({ code: 0 });
    expect(verified.text).toContain(`The chain is sound: ${entries.length} entries`);
    const keys = await story.view.platform.vault.keysFor([...whole] as OrderRef[]);
    expect(new Set([...whole].map((ref) => keys.get(ref as OrderRef)?.kind))).toEqual(new Set(['erased']));
  });

  test('left no value after its tombstone in any topic, read from its first record to its last', async () => {
    const { platform } = story.view;
    const returned: string[] = [];
    let tombstones = 0;
    for (const { name } of allTopics(platform)) {
      const gone = new Set<string>();
      for (const { partition, key, value } of await readTopic(platform.kafka, platform.topicName(name))) {
        const place = `${partition}/${key?.toString('utf8') ?? ''}`;
        if (value === null) gone.add(place);
        else if (gone.has(place)) returned.push(`${name} ${place}`);
      }
      tombstones += gone.size;
    }
    expect(returned).toEqual([]);
    expect(tombstones).toBeGreaterThan(ORDERS);
  });

  test('were killed as often as said', () => {
    expect(story.disturbances().filter(({ kind }) => kind === 'killed')).toHaveLength(KILLS);
    expect(brokerCrashes).toBe(BROKER);
  });
});
