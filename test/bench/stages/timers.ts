// What pending timers cost: the look for what is due, and what the timers take up, with a thousand of them and with a million.
import { createHash } from 'node:crypto';
import { newOrder, type TrackedOrder } from '#services/erasure/domain/tracked-order';
import { createMongoOrderStore } from '#services/erasure/store/mongo-order-store';
import type { OrderStore } from '#services/erasure/store/order-store';
import type { BenchWorld } from '../bench-world.js';

export interface Timers {
  readonly pending: number;
  /** Median and 99th percentile of a look that finds a hundred due orders, ms. */
  readonly lookP50Ms: number;
  readonly lookP99Ms: number;
  /** Of the index that timers are found by: what has to be in memory. In our own processes timers take nothing. */
  readonly indexMb: number;
  readonly heapMb: number;
}

const LOOKS = 300;
const DUE = 100;
const LANE = 1;
const BATCH = 5_000;
const FAR_MS = Date.UTC(2040, 0, 1);
const NOW_MS = Date.UTC(2030, 0, 1);

interface Filled {
  readonly pending: number;
  readonly name: string;
  readonly store: Pick<OrderStore, 'findDue'>;
  readonly took: number[];
}

/** Looks by turns, so that whatever the machine does meanwhile hits few and many alike. */
export async function timers(world: BenchWorld, counts: readonly number[]): Promise<Timers[]> {
  const { database } = world.platform;
  const filled: Filled[] = [];
  for (const pending of counts) filled.push(await fillOne(database, pending));
  const heapBefore = process.memoryUsage().heapUsed;
  for (let look = 0; look < LOOKS; look++) {
    for (const { store, took } of filled) {
      const startedMs = performance.now();
      const due = await store.findDue(LANE, NOW_MS, 2_000);
      took.push(performance.now() - startedMs);
      if (due.length !== DUE) throw new Error(`${due.length} were due instead of ${DUE}`);
    }
  }
  const heapMb = (process.memoryUsage().heapUsed - heapBefore) / 1_048_576;
  const measured: Timers[] = [];
  for (const { pending, name, took } of filled) {
    const sizes = await database.command({ collStats: name });
    const indexBytes = (sizes['indexSizes'] as Record<string, number>)['lane_1_nextDueAt_1'] ?? Number.NaN;
    await database.collection(name).drop();
    took.sort((one, other) => one - other);
    const at = (share: number): number => took[Math.floor(took.length * share)] ?? Number.NaN;
    measured.push({ pending, lookP50Ms: at(0.5), lookP99Ms: at(0.99), indexMb: indexBytes / 1_048_576, heapMb });
  }
  return measured;
}

async function fillOne(database: BenchWorld['platform']['database'], pending: number): Promise<Filled> {
  const name = `bench.timers.${pending}`;
  const store = await createMongoOrderStore(database, name);
  await fill(store.save, pending, (index) => FAR_MS + index * 1_000, 'pending');
  await fill(store.save, DUE, (index) => NOW_MS - 1 - index, 'due');
  return { pending, name, store, took: [] };
}

async function fill(
  save: (changes: readonly { before: TrackedOrder; after: TrackedOrder }[]) => Promise<boolean>,
  count: number,
  dueAt: (index: number) => number,
  what: string,
): Promise<void> {
  for (let from = 0; from < count; from += BATCH) {
    const changes = Array.from({ length: Math.min(BATCH, count - from) }, (_, offset) => {
      const index = from + offset;
      const orderRef = createHash('md5').update(`${what} ${index}`).digest('base64url');
      const after = { ...newOrder(orderRef, LANE), nextDueAt: dueAt(index) };
      return { before: after, after };
    });
    await save(changes);
  }
}
