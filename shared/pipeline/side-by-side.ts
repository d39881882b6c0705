// One unit worked off by several handlers at once, each with the records it reads. For handlers that keep different things: what one of them does may not
// hang on another.
import type { IncomingRecord, Unit, UnitHandler, UnitResult } from './unit.js';

export interface Part {
  /** What it reads, by the names of the topics; of a unit without any of it it hears nothing. */
  readonly topics: Iterable<string>;
  readonly handle: UnitHandler;
}

/** Waits for all parts even when one fails: nothing of a unit may still be under way when it is tried again. @throws what the first of them failed by */
export function sideBySide(parts: readonly Part[]): UnitHandler {
  const readers = parts.map(({ topics, handle }) => ({ topics: new Set(topics), handle }));
  return async (unit) => {
    const running = readers.flatMap(({ topics, handle }) => {
      const records = unit.records.filter(({ topic }) => topics.has(topic));
      return records.length === 0 ? [] : [begin(handle, unit, records)];
    });
    await Promise.allSettled(running);
    const results = await Promise.all(running);
    return {
      outputs: results.flatMap(({ outputs }) => outputs),
      afterCommit: () => results.forEach(({ afterCommit }) => afterCommit?.()),
    };
  };
}

/** A handler that throws at once is one that failed. */
async function begin(handle: UnitHandler, unit: Unit, records: readonly IncomingRecord[]): Promise<UnitResult> {
  return handle({ ...unit, records });
}
