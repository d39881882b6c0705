// One unit for two handlers, by the topic of its records: what both make of it goes out together.
import type { UnitHandler } from '#shared/pipeline/unit';

/** @param first gets the records of `topics`, `other` all the rest */
export function splitUnits(topics: ReadonlySet<string>, first: UnitHandler, other: UnitHandler): UnitHandler {
  return async (unit) => {
    const own = unit.records.filter((record) => topics.has(record.topic));
    if (own.length === 0) return other(unit);
    const rest = unit.records.filter((record) => !topics.has(record.topic));
    const results = [await first({ ...unit, records: own })];
    if (rest.length > 0) results.push(await other({ ...unit, records: rest }));
    return {
      outputs: results.flatMap(({ outputs }) => outputs),
      afterCommit: () => {
        for (const { afterCommit } of results) afterCommit?.();
      },
    };
  };
}
