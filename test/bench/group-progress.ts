// How far a consumer group has committed: the honest clock of a service, since nothing is committed before it is written.
import { setTimeout as sleep } from 'node:timers/promises';
import type { Admin } from 'kafkajs';

/** Often enough for runs of seconds; each look costs a millisecond of the cores that are measured. */
const POLL_MS = 50;

export interface Drained {
  /** From the first commit seen to the last: start-up is not in it. */
  readonly ms: number;
  /** Offsets in that time. */
  readonly offsets: number;
  /** Offsets per second in that time. */
  readonly perSecond: number;
}

/** Waits until the group's committed offsets over these topics, which stand at `from`, add up to `to`. */
export async function drained(
  admin: Admin,
  groupId: string,
  topics: readonly string[],
  from: number,
  to: number,
  onFirst: () => void = () => undefined,
): Promise<Drained> {
  let first: { count: number; atMs: number } | undefined;
  for (;;) {
    const count = await committed(admin, groupId, topics);
    const atMs = performance.now();
    if (first === undefined && count > from) {
      first = { count, atMs };
      onFirst();
    }
    if (first !== undefined && count >= to) {
      const ms = atMs - first.atMs;
      const offsets = count - first.count;
      return { ms, offsets, perSecond: (offsets / ms) * 1_000 };
    }
    await sleep(POLL_MS);
  }
}

/** The sum of committed offsets; partitions without a commit count nothing. Where a topic is written by transactions, markers count too. */
export async function committed(admin: Admin, groupId: string, topics: readonly string[]): Promise<number> {
  const answer = await admin.fetchOffsets({ groupId, topics: [...topics] });
  return answer
    .flatMap(({ partitions }) => partitions)
    .reduce((sum, { offset }) => sum + Math.max(0, Number(offset)), 0);
}

/** How many offsets lie before the group on all partitions it has committed anything of. */
export async function lagOf(admin: Admin, groupId: string): Promise<number> {
  let lag = 0;
  for (const { topic, partitions } of await admin.fetchOffsets({ groupId })) {
    const ends = new Map((await admin.fetchTopicOffsets(topic)).map(({ partition, high }) => [partition, high]));
    for (const { partition, offset } of partitions)
      if (Number(offset) >= 0) lag += Number(ends.get(partition) ?? offset) - Number(offset);
  }
  return lag;
}

/** The sum of the ends of these topics, or of some of their partitions. */
export async function endOffsets(
  admin: Admin,
  topics: readonly string[],
  partitions?: ReadonlySet<number>,
): Promise<number> {
  let sum = 0;
  for (const topic of topics) {
    for (const { partition, high } of await admin.fetchTopicOffsets(topic)) {
      if (partitions === undefined || partitions.has(partition)) sum += Number(high);
    }
  }
  return sum;
}
