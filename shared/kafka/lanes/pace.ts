// When to ask a broker again. Flowing, a fetch goes out once the last one is a beat old and takes what there is by then: what comes gathers for
// one transaction, all lanes get theirs at once, so that their calls to the database go out as one, and the broker is spared a wait that it
// would have to look after with every record that arrives.
import type { LaneSettings } from './lane-settings.js';

export interface Pace {
  /** How long the next fetch from this broker waits. */
  waitMs(broker: number, nowMs: number): number;
  asked(broker: number, nowMs: number): void;
  /** @param bytes of records in its answer */
  answered(broker: number, bytes: number): void;
  /** Whether its last answer held records. */
  isFlowing(broker: number): boolean;
  /** Whether it held so much that more is waiting. */
  isPlenty(broker: number): boolean;
}

type PaceSettings = Pick<LaneSettings, 'paceMs' | 'plentyBytes' | 'busyBytes' | 'busyPaceMs'>;

export function createPace({ paceMs, plentyBytes, busyBytes, busyPaceMs }: PaceSettings): Pace {
  const askedMs = new Map<number, number>();
  const lastBytes = new Map<number, number>();
  const bytesOf = (broker: number): number => lastBytes.get(broker) ?? 0;
  return {
    waitMs: (broker, nowMs) => {
      const bytes = bytesOf(broker);
      if (bytes === 0 || bytes >= plentyBytes) return 0;
      const beatMs = bytes >= busyBytes ? busyPaceMs : paceMs;
      return Math.min(beatMs, Math.max(0, (askedMs.get(broker) ?? 0) + beatMs - nowMs));
    },
    asked: (broker, nowMs) => void askedMs.set(broker, nowMs),
    answered: (broker, bytes) => void lastBytes.set(broker, bytes),
    isFlowing: (broker) => bytesOf(broker) > 0,
    isPlenty: (broker) => bytesOf(broker) >= plentyBytes,
  };
}
