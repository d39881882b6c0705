// Numbers the records a producer writes to each partition, so that the broker finds repetitions and gaps.
// A number counts as used only when the batch was acknowledged: a batch sent again carries the same numbers.

export interface Sequences {
  next(topic: string, partition: number): number;
  advance(topic: string, partition: number, records: number): void;
  /** After a new producer epoch all partitions begin at zero. */
  reset(): void;
}

const LAST = 2_147_483_647;

export function createSequences(): Sequences {
  const nextOf = new Map<string, Map<number, number>>();
  const next = (topic: string, partition: number): number => nextOf.get(topic)?.get(partition) ?? 0;
  return {
    next,
    advance: (topic, partition, records) => {
      const from = next(topic, partition);
      let partitions = nextOf.get(topic);
      if (partitions === undefined) nextOf.set(topic, (partitions = new Map<number, number>()));
      // Behind the last number the broker expects zero.
      partitions.set(partition, from > LAST - records ? records - (LAST - from) - 1 : from + records);
    },
    reset: () => nextOf.clear(),
  };
}
