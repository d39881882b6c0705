// What was found true a moment ago, so that who clicks ten times is not looked into ten times. Bounded in time and in number; only what lets somebody
// in is worth keeping: a refusal is looked into again.
import type { Clock } from '#shared/domain/clock';

export interface ShortMemory<Value> {
  /** null: never heard of, or too long ago. */
  recall(key: string): Value | null;
  /** @param untilMs not longer than this, whatever the memory's own time */
  keep(key: string, value: Value, untilMs?: number): void;
  forget(key: string): void;
}

export interface MemoryBounds {
  readonly keepMs: number;
  /** Beyond, the oldest goes. */
  readonly most: number;
}

export function createShortMemory<Value>(clock: Clock, { keepMs, most }: MemoryBounds): ShortMemory<Value> {
  const kept = new Map<string, { readonly value: Value; readonly untilMs: number }>();
  return {
    recall: (key) => {
      const found = kept.get(key);
      if (found === undefined) return null;
      if (clock.nowMs() < found.untilMs) return found.value;
      kept.delete(key);
      return null;
    },
    keep: (key, value, untilMs = Number.POSITIVE_INFINITY) => {
      kept.delete(key);
      kept.set(key, { value, untilMs: Math.min(untilMs, clock.nowMs() + keepMs) });
      const [oldest] = kept.keys();
      if (kept.size > most && oldest !== undefined) kept.delete(oldest);
    },
    forget: (key) => void kept.delete(key),
  };
}
