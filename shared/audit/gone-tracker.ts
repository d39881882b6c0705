// Which erased values still lie in a partition, and since when: told of every record in turn, it knows what has to be looked for. Pure.

export interface SeenRecord {
  readonly offset: number;
  readonly key: string;
  /** A record without a value deletes its key. */
  readonly isTombstone: boolean;
  /** When the broker appended it, ms since 1970. */
  readonly timestampMs: number;
}

export interface Gone {
  /** From the tombstone to the look that found no value any more. */
  readonly tookMs: number;
}

export interface GoneTracker {
  /** Records behind those of the last call, in their order. */
  follow(records: readonly SeenRecord[]): void;
  /** Looks through a partition read from its start. Answers what has gone since. */
  compare(values: Iterable<Pick<SeenRecord, 'offset' | 'key'>>, nowMs: number): readonly Gone[];
  /** When the oldest tombstone was written whose value is still there; null: none. */
  oldestMs(): number | null;
  readonly pending: number;
}

interface Pending {
  readonly tombstoneAt: number;
  readonly sinceMs: number;
}

export function createGoneTracker(): GoneTracker {
  /** Keys whose newest record is a value. */
  const living = new Set<string>();
  const pending = new Map<string, Pending>();
  return {
    follow: (records) => {
      for (const { offset, key, isTombstone, timestampMs } of records) {
        if (!isTombstone) living.add(key);
        // A second tombstone before the value is gone changes nothing: the promise counts from the first one.
        else if (living.delete(key) && !pending.has(key))
          pending.set(key, { tombstoneAt: offset, sinceMs: timestampMs });
      }
    },
    compare: (values, nowMs) => {
      const there = new Set<string>();
      for (const { offset, key } of values) {
        const waiting = pending.get(key);
        // A value written after the tombstone is not the one that has to go.
        if (waiting !== undefined && offset < waiting.tombstoneAt) there.add(key);
      }
      const gone: Gone[] = [];
      for (const [key, { sinceMs }] of pending) {
        if (there.has(key)) continue;
        gone.push({ tookMs: Math.max(0, nowMs - sinceMs) });
        pending.delete(key);
      }
      return gone;
    },
    oldestMs: () => {
      let oldest: number | null = null;
      for (const { sinceMs } of pending.values()) if (oldest === null || sinceMs < oldest) oldest = sinceMs;
      return oldest;
    },
    get pending() {
      return pending.size;
    },
  };
}
