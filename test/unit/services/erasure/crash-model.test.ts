// The whole saga under crashes anywhere, units of any size, twins of instances and silent participants, driven by a seed. However it went,
// the end must be the same: see the invariants at the bottom.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderRef } from '#shared/domain/refs';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { createChainVerifier } from '#services/erasure/ledger/verify-chain';
import { HISTORY_KINDS, historyOf, type HistoryKind, type OrderHistory } from './support/order-histories.js';
import type { Crash } from './support/small-kafka.js';
import { createSmallWorld, type SmallWorld } from './support/small-world.js';
import { DAY_MS, stagedPolicy } from './support/staged-policy.js';

/** Enough to find each of the faults that were put in on trial; more runs cost time and found no others. */
const RUNS = 6;

interface Chaos {
  readonly seed: number;
  /** Share of units and ticks during which an instance dies or has a twin, 0 to 1. */
  readonly crashes: number;
}

/** A small generator of numbers of [0, 1): the same seed gives the same run. */
function randomOf(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const CRASHES: readonly Crash[] = ['before-commit', 'after-commit', 'twice'];

/** Lets everybody work in random order until nothing moves any more, reminders included. */
async function settle(world: SmallWorld, { crashes }: Chaos, random: () => number): Promise<void> {
  const crash = (): Crash => (random() < crashes ? (CRASHES[Math.floor(random() * CRASHES.length)] as Crash) : 'none');
  for (let idleRounds = 0, rounds = 0; idleRounds < 2; rounds++) {
    if (rounds > 5_000) throw new Error('it never settles');
    let moved = false;
    const turns = world.consumers.flatMap((consumer) =>
      world.lanes.map((lane) => ({ consumer, lane, rank: random() })),
    );
    for (const { consumer, lane } of turns.sort((a, b) => a.rank - b.rank)) {
      if (await world.kafka.work(consumer, lane, 1 + Math.floor(random() * 5), crash())) moved = true;
      if (await world.kafka.tick(consumer, lane, crash())) moved = true;
    }
    world.passMachineMs(1_000);
    const isWaiting = [...world.store.documents.values()].some((document) => 'reminder' in document);
    idleRounds = moved || isWaiting ? 0 : idleRounds + 1;
  }
}

async function live(
  world: SmallWorld,
  histories: readonly OrderHistory[],
  chaos: Chaos,
  days: readonly number[],
): Promise<void> {
  const random = randomOf(chaos.seed);
  for (const { orderRef } of histories) await world.vault.admit([{ orderRef: orderRef as OrderRef, claim: 'a' }]);
  const left = histories.map(({ facts, progress }) => ({ facts: [...facts], progress: [...progress] }));
  // The topics fill while everybody works already; each order's facts and progress interleave as they like.
  while (left.some(({ facts, progress }) => facts.length + progress.length > 0)) {
    for (const { facts, progress } of left) {
      if (random() < 0.5) for (const one of facts.splice(0, 1)) world.publishFacts(one);
      if (random() < 0.5) for (const one of progress.splice(0, 1)) world.publishProgress(one);
    }
    if (random() < 0.1) await settle(world, chaos, random);
  }
  await settle(world, chaos, random);
  for (const day of days) {
    world.setNow(1_000 + day * DAY_MS);
    await settle(world, chaos, random);
  }
}

const anyOrders = fc.array(fc.constantFrom(...HISTORY_KINDS), { minLength: 1, maxLength: 8 });
const anyChaos = fc.record({ seed: fc.integer(), crashes: fc.constantFrom(0, 0.2, 0.5) });
const historiesOf = (kinds: readonly HistoryKind[]): OrderHistory[] =>
  kinds.map((kind, index) => historyOf(`${index}-${kind}`, kind));

function expectSoundLedger(world: SmallWorld, erasures: number): void {
  const verifier = createChainVerifier();
  for (const [index, entry] of world.ledger().entries()) verifier.add(entry, `0:${index}`, entry.erasureId);
  expect(verifier.result()).toMatchObject({ fault: null, entries: erasures * 2, completed: erasures, running: [] });
}

/** Whatever the way there: told, gone, proven, once. */
async function expectErased(world: SmallWorld, histories: readonly OrderHistory[]): Promise<void> {
  const refs = histories.map(({ orderRef }) => orderRef as OrderRef);
  const keys = await world.vault.keysFor(refs);
  const statuses = world.statuses();
  for (const { orderId, orderRef, outcome } of histories) {
    const told = statuses.filter((status) => status.orderId === orderId);
    expect(told.at(-1)).toMatchObject({ status: 'ERASED', outcome });
    const lastBefore = told.filter(({ status }) => status !== 'ERASED').at(-1);
    expect(lastBefore).toMatchObject({ status: 'FINISHED', outcome });
    expect(keys.get(orderRef as OrderRef)).toEqual({ kind: 'erased' });
    const guard = world.store.documents.get(orderRef) as object;
    expect(Object.keys(guard).sort()).toEqual(['_id', 'at', 'erased', 'lane']);
  }
  expect(world.refused).toEqual([]);
  const entries = world.ledger();
  for (const { erasureId } of world.requests())
    expect(entries.some((entry) => entry.erasureId === erasureId)).toBe(true);
}

describe('the saga under crashes', () => {
  test('erases each order once, with one start and one completion in a sound ledger, and leaves nothing but guards', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrders, anyChaos, async (kinds, chaos) => {
        const world = createSmallWorld(readPolicyFile());
        const histories = historiesOf(kinds);
        await live(world, histories, chaos, [20]);
        expectSoundLedger(world, histories.length);
        await expectErased(world, histories);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('erases addresses first, signals next and the rest last, where the policy keeps them for different times', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrders, anyChaos, async (kinds, chaos) => {
        const world = createSmallWorld(stagedPolicy());
        const histories = historiesOf(kinds);
        await live(world, histories, chaos, [8, 15]);
        expectSoundLedger(world, histories.length * 2);
        for (const [orderRef, found] of await world.vault.keysFor(histories.map((one) => one.orderRef as OrderRef))) {
          if (found.kind !== 'keys') throw new Error(`keys of ${orderRef}: ${found.kind}`);
          const seal = (category: 'shipping' | 'contact' | 'signals' | 'payment') =>
            world.vault.seal(found.keys, orderRef, category, 'x', Buffer.from('y'));
          expect([seal('shipping'), seal('contact'), seal('signals')]).toEqual([null, null, null]);
          expect(seal('payment')).not.toBeNull();
        }
        world.setNow(31 * DAY_MS);
        await settle(world, chaos, randomOf(chaos.seed));
        expectSoundLedger(world, histories.length * 3);
        await expectErased(world, histories);
        for (const { orderRef } of histories) {
          const started = world.ledger().filter((entry) => entry.orderRef === orderRef && entry.kind === 'STARTED');
          expect(started.map(({ categories }) => categories)).toEqual([['shipping', 'contact'], ['signals'], []]);
        }
      }),
      { numRuns: RUNS },
    );
  }, 120_000);

  test('tells the same end as a run without any disturbance', async () => {
    await fc.assert(
      fc.asyncProperty(anyOrders, fc.integer(), async (kinds, seed) => {
        const histories = historiesOf(kinds);
        const ends = await Promise.all(
          [0, 0.4].map(async (crashes) => {
            const world = createSmallWorld(readPolicyFile());
            await live(world, histories, { seed, crashes }, []);
            return new Map(world.statuses().map((status) => [status.orderId, status]));
          }),
        );
        expect(ends[1]).toEqual(ends[0]);
      }),
      { numRuns: RUNS },
    );
  }, 120_000);
});
