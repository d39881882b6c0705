// Kill -9 of any service at random moments: what is in every topic and collection in the end must not show that anything happened.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import type { LedgerEntry } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { eventually } from '#test/support/eventually';
import type { Disturbance } from './disturbed-services.js';
import { openOrderStory, type OrderStory } from './order-story.js';
import { type Content, contentOf, differences } from './world-content.js';

// A larger run: CHAOS_ORDERS=5000 CHAOS_KILLS=10. A run that failed: CHAOS_SEED as it was printed.
const ORDERS = Number(process.env['CHAOS_ORDERS'] ?? 150);
const KILLS = Number(process.env['CHAOS_KILLS'] ?? 4);
const CHAOS_SEED = process.env['CHAOS_SEED'] ?? String(Math.floor(Math.random() * 1e9));
const SEED = 'kill-nine';
const COMPARE_MS = 60_000 + ORDERS * 20;
/** Nothing falls due while orders are fulfilled, and nobody asks for anything to be erased. */
const NOTHING_ERASED = ['erasure.requests', 'erasure.ledger', 'erasure.receipts'];
const EMPTY_WITHOUT_FAULTS = [...NOTHING_ERASED, 'carriers.dead-letters', 'erasure.dead-letters', 'carriers.waiting'];

jest.setTimeout(600_000 + ORDERS * 200);

/** Half of the kills while orders come in, half while they are erased, and one drain in the middle of each. */
function disturbancesOf(kills: number): Disturbance['kind'][] {
  const list = Array.from({ length: kills }, (): Disturbance['kind'] => 'killed');
  list.splice(list.length >> 1, 0, 'drained');
  return list;
}

/** A large run takes long: where it is. */
function tell(stage: string): void {
  process.stderr.write(`kill -9: ${stage} after ${Math.round(performance.now() / 1_000)} s\n`);
}

let keyringDirectory: string;
let calm: OrderStory;
let disturbed: OrderStory;
const fulfilled: { calm?: Content; differ?: string[] } = {};

beforeAll(async () => {
  process.stderr.write(`kill -9: ${ORDERS} orders, ${KILLS} kills, CHAOS_SEED=${CHAOS_SEED}\n`);
  // Beside each other, the directory not yet there: whichever comes first makes the keys of both.
  keyringDirectory = path.join(mkdtempSync(path.join(tmpdir(), 'chaos-keyring-')), 'keyring');
  const options = { orders: ORDERS, seed: SEED, chaosSeed: CHAOS_SEED, keyringDirectory };
  calm = await openOrderStory('chaos-calm', {
    ...options,
    groups: [['intake', 'carriers', 'notifications', 'erasure']],
  });
  disturbed = await openOrderStory('chaos-disturbed', options);
  await Promise.all([calm.playToFulfilment([]), disturbed.playToFulfilment(disturbancesOf(Math.ceil(KILLS / 2)))]);
  tell('all fulfilled');
  fulfilled.calm = await contentOf(calm.view);
  fulfilled.differ = await compare(() => true);
  tell('compared');
  await Promise.all([calm.playToErasure([]), disturbed.playToErasure(disturbancesOf(Math.floor(KILLS / 2)))]);
  tell('all erased');
});

afterAll(async () => {
  const done = disturbed?.disturbances() ?? [];
  const told = done.map(({ service, kind, afterMs }) => `${service} ${kind} after ${(afterMs / 1_000).toFixed(1)} s`);
  process.stderr.write(`${told.join(', ')} (CHAOS_SEED=${CHAOS_SEED})\n`);
  await Promise.allSettled([calm?.close(), disturbed?.close()]);
  rmSync(path.dirname(keyringDirectory), { recursive: true, force: true });
});

/** The last records may still be on their way when the counts are complete: what differs for good is what counts. */
async function compare(counts: (name: string) => boolean): Promise<string[]> {
  let differ: string[] = [];
  await eventually(
    'equal content',
    async () => {
      const [one, other] = [await contentOf(calm.view), await contentOf(disturbed.view)];
      differ = differences(one, other).filter((difference) => counts(difference));
      return differ.length === 0 || undefined;
    },
    COMPARE_MS,
  ).catch(() => undefined);
  return differ;
}

describe('services that were killed at random moments', () => {
  test('leave what an undisturbed run leaves when every order is fulfilled: every topic, every collection, every sealed block', () => {
    expect(fulfilled.differ).toEqual([]);
    // What is compared is there; of an undisturbed run only this is empty.
    const empty = Object.entries(fulfilled.calm ?? {}).filter(([, lines]) => lines.length === 0);
    expect(empty.map(([name]) => name)).toEqual(EMPTY_WITHOUT_FAULTS);
  });

  test('leave what an undisturbed run leaves when every order is erased', async () => {
    const isLeftByCompaction = (name: string): boolean => name.includes(', all values');
    expect(await compare((name) => !isLeftByCompaction(name))).toEqual([]);
  });

  test('wrote each erasure into the ledger once when it began and once when it was over, and the chain is sound', async () => {
    const entries = (await disturbed.view.all<LedgerEntry>(topics.erasureLedger)).flatMap(({ value }) => value ?? []);
    const kinds = new Map<string, string[]>();
    for (const { erasureId, kind } of entries) kinds.set(erasureId, [...(kinds.get(erasureId) ?? []), kind]);
    expect([...new Set([...kinds.values()].map((list) => list.join()))]).toEqual(['STARTED,COMPLETED']);
    expect(kinds.size).toBeGreaterThanOrEqual(ORDERS);
    expect(await disturbed.view.verifyLedger()).toMatchObject({ code: 0 });
  });

  test('were killed as often as said, and those that were told to stop ended in good order', () => {
    const done = disturbed.disturbances();
    expect(done.filter(({ kind }) => kind === 'killed')).toHaveLength(KILLS);
    expect(done.filter(({ kind }) => kind === 'drained')).toHaveLength(2);
    expect(disturbed.exitCodes().filter((code) => code !== 0)).toEqual([]);
  });
});
