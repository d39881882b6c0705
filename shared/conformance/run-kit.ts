// Runs the cases against one store: sends marked records, looks into the store, and leaves nothing but tombstones behind.
import { APPEARS, type Case, CASES, type CaseContext, type MarkedRecord, type Outcome, tombstone } from './cases.js';

export interface KitPorts {
  /** Sends in this order; `lane` picks the partition. */
  readonly send: (lane: number, records: readonly MarkedRecord[]) => Promise<void>;
  /** All that the store holds of a key, as text; null: nothing. */
  readonly find: (key: string) => Promise<string | null>;
  readonly restart: (() => Promise<void>) | null;
  readonly sleep: (ms: number) => Promise<unknown>;
  readonly nowMs: () => number;
}

export interface KitOptions {
  /** Different for each run: part of every key. */
  readonly run: string;
  /** How long the store may take to show a change. */
  readonly patienceMs: number;
  readonly onCase?: (result: CaseResult) => void;
}

export interface CaseResult {
  readonly name: string;
  readonly outcome: Outcome;
  readonly tookMs: number;
}

const LOOK_EVERY_MS = 100;
/** Once a store was found wanting, the other cases need not wait as long for what will not come. */
const LESS_PATIENCE = 4;

/** What is written into every text of a value. */
export function markOf(key: string, revision: number): string {
  return `${key}.r${revision}`;
}

export async function runKit(ports: KitPorts, options: KitOptions): Promise<readonly CaseResult[]> {
  const { run, onCase = () => undefined } = options;
  let { patienceMs } = options;
  const lanes = new Map<string, number>();
  const results: CaseResult[] = [];

  async function until(holds: () => Promise<boolean>): Promise<boolean> {
    const endMs = ports.nowMs() + patienceMs;
    for (;;) {
      const isOver = ports.nowMs() >= endMs;
      try {
        if (await holds()) return true;
      } catch (error) {
        // A store that is busy is asked again; one that does not answer to the end is not judged.
        if (isOver) throw error;
      }
      if (isOver) return false;
      await ports.sleep(LOOK_EVERY_MS);
    }
  }

  async function holds(key: string, revision: number | null): Promise<boolean> {
    return until(async () => {
      const text = await ports.find(key);
      return revision === null ? text === null : text?.includes(markOf(key, revision)) === true;
    });
  }

  function contextOf(lane: number): CaseContext {
    const key = (): string => {
      const made = `conformance-${run}-${lanes.size}`;
      lanes.set(made, lane);
      return made;
    };
    return {
      key,
      send: (...records) => ports.send(lane, records),
      workedOff: async () => {
        const sentinel = key();
        await ports.send(lane, [{ key: sentinel, revision: 1 }]);
        return holds(sentinel, 1);
      },
      holds,
      restart: ports.restart,
    };
  }

  async function take({ name, run: runCase }: Case, lane: number): Promise<CaseResult> {
    const startedMs = ports.nowMs();
    const outcome = await runCase(contextOf(lane));
    const result = { name, outcome, tookMs: ports.nowMs() - startedMs };
    if (outcome.ok === false) patienceMs = Math.min(patienceMs, Math.ceil(options.patienceMs / LESS_PATIENCE));
    results.push(result);
    onCase(result);
    return result;
  }

  const first = await take(APPEARS, 0);
  if (first.outcome.ok === true) for (const [index, one] of CASES.entries()) await take(one, index + 1);
  for (const [key, lane] of lanes) await ports.send(lane, [tombstone(key)]);
  if (first.outcome.ok === true)
    await take(
      {
        name: 'nothing of this run is left',
        run: async () => {
          const left = new Set(lanes.keys());
          // One after another: the store of a few lines may answer one question at a time.
          await until(async () => {
            for (const key of left) if ((await ports.find(key)) === null) left.delete(key);
            return left.size === 0;
          });
          return left.size === 0
            ? { ok: true }
            : { ok: false, why: `${left.size} of ${lanes.size} keys are still there` };
        },
      },
      0,
    );
  return results;
}

export function isConforming(results: readonly CaseResult[]): boolean {
  return results.every(({ outcome }) => outcome.ok !== false);
}
