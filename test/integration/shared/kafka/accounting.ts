// Numbered inputs, a handler that copies them, and the account: each input exactly once in the output, in its order.
import type { UnitHandler } from '#shared/pipeline/unit';
import type { WrittenRecord } from './kafka-bench.js';
import type { ReadRecord } from './read-committed.js';

/** `count` numbered records over four partitions. */
export function numberedInputs(count: number, from = 0): WrittenRecord[] {
  return Array.from({ length: count }, (_, place) => {
    const number = from + place;
    return { partition: number % 4, key: `key-${number}`, value: String(number) };
  });
}

/** Copies each record to the same partition of `output`, a second time to the next partition of `second`. */
export function copying(
  output: string,
  second: string,
  meanwhile: () => Promise<void> = () => Promise.resolve(),
): UnitHandler {
  return async ({ lane, records }) => {
    await meanwhile();
    return {
      outputs: records.flatMap(({ key, value }) => [
        { topic: output, partition: lane, key, value },
        { topic: second, partition: (lane + 1) % 4, key, value },
      ]),
    };
  };
}

/** What is wrong with the copies of `count` numbered inputs: nothing, when each is there once and in order. */
export function accountFor(copies: readonly ReadRecord[], count: number): string[] {
  const complaints: string[] = [];
  const times = new Map<number, number>();
  const last = new Map<number, number>();
  for (const { partition, value } of copies) {
    const number = Number(value);
    times.set(number, (times.get(number) ?? 0) + 1);
    if (number < (last.get(partition) ?? -1)) complaints.push(`${number} after ${last.get(partition)}`);
    last.set(partition, number);
  }
  for (let number = 0; number < count; number++) {
    const found = times.get(number) ?? 0;
    if (found !== 1) complaints.push(`${number} is there ${found} times`);
  }
  if (times.size > count) complaints.push(`${times.size - count} that nobody sent`);
  return complaints;
}
