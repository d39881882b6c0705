// The stages about erasing: erasures per second from due to proven, and what pending timers cost.
import path from 'node:path';
import { type BenchStack, openBenchWorld } from './bench-world.js';
import { eraseBefore } from './erased-before.js';
import { erasuresLine, flatnessLine, timersLine } from './report.js';
import { type Erasures, erasures } from './stages/erasures.js';
import { type Timers, timers } from './stages/timers.js';

export interface ErasureStages {
  readonly erasures: readonly Erasures[];
  readonly timers: readonly Timers[];
}

export interface WantedErasures {
  /** Of `erasures`, `timers`. */
  readonly stages: ReadonlySet<string>;
  /** Orders of the erasure stage; it runs with a tenth of them first, to show that the cost is flat. */
  readonly erasures: number;
  /** Orders erased before the last run, which is done with a tenth of them before, too; 0: that is not measured. */
  readonly erasedBefore: number;
  readonly timers: number;
  /** Where a profile of the services that erase goes; none is taken without it. */
  readonly profileDir: string | undefined;
  readonly say: (text: string) => void;
}

const FEW_TIMERS = 1_000;
/** Of the runs that are compared with one another: what differs shows with so many. */
const MOST_COMPARED = 10_000;

export async function runErasureStages(stack: BenchStack, wanted: WantedErasures): Promise<ErasureStages> {
  const { say, profileDir } = wanted;
  const nodeFlags =
    profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profileDir, 'erasures')}`];
  const erased: Erasures[] = [];
  const pending: Timers[] = [];
  if (!wanted.stages.has('erasures') && !wanted.stages.has('timers')) return { erasures: erased, timers: pending };
  const world = await openBenchWorld(stack, 'erasures');
  if (wanted.stages.has('erasures')) {
    for (const count of [Math.ceil(wanted.erasures / 10), wanted.erasures]) {
      say(`${count} erasures …`);
      const result = await erasures(world, `erasures-${count}`, count, nodeFlags);
      erased.push(result);
      say(erasuresLine(result));
    }
  }
  if (wanted.stages.has('timers')) {
    say(`${FEW_TIMERS} and ${wanted.timers} pending timers …`);
    pending.push(...(await timers(world, [FEW_TIMERS, wanted.timers])));
    for (const result of pending) say(timersLine(result));
  }
  await world.close();
  if (wanted.stages.has('erasures') && wanted.erasedBefore > 0)
    erased.push(...(await erasuresAfterMany(stack, wanted)));
  return { erasures: erased, timers: pending };
}

/** The same number of erasures, once with a tenth of them erased before and once with all, where nothing else was erased. */
async function erasuresAfterMany(stack: BenchStack, { erasedBefore, erasures: wanted, say }: WantedErasures) {
  const world = await openBenchWorld(stack, 'erased-before');
  const count = Math.min(wanted, MOST_COMPARED);
  const results: Erasures[] = [];
  const orders = world.platform.database.collection('erasure.orders');
  for (const before of [Math.ceil(erasedBefore / 10), erasedBefore]) {
    const there = await orders.countDocuments({ erased: true });
    say(`${before} orders erased before …`);
    await eraseBefore(world, `before-${before}`, Math.max(0, before - there));
    const result = await erasures(world, `after-${before}`, count, []);
    results.push(result);
    say(erasuresLine(result));
  }
  for (const line of flatnessLine(results)) say(line);
  await world.close();
  return results;
}
