// Work that nobody waits for, done so that whoever does wait is served in between: units of all lanes one after another and in portions, and after
// each the event loop goes round. Lanes get their records together; without this an answer would wait for all of them, in the process and at the
// database.
import { setImmediate as nextRound } from 'node:timers/promises';
import type { Unit, UnitHandler, UnitResult } from './unit.js';

/**
 * For handlers that look at each record by itself, in its order.
 * @param portion records that are handled without a break
 */
export function inTurn(handler: UnitHandler, portion: number): UnitHandler {
  let last: Promise<unknown> = Promise.resolve();

  function whenFree(unit: Unit): Promise<UnitResult> {
    const result = last.then(() => nextRound()).then(() => handler(unit));
    last = result.catch(() => undefined);
    return result;
  }

  return async (unit) => {
    const results: UnitResult[] = [];
    for (let from = 0; from < unit.records.length; from += portion) {
      // Nothing of the unit will be committed any more.
      if (unit.isRevoked()) break;
      results.push(await whenFree({ ...unit, records: unit.records.slice(from, from + portion) }));
    }
    return {
      outputs: results.flatMap(({ outputs }) => outputs),
      afterCommit: () => results.forEach(({ afterCommit }) => afterCommit?.()),
    };
  };
}
