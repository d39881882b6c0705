// The stages about erasing: erasures per second from due to proven, and what pending timers cost.
import path from 'node:path';
import { type BenchStack, openBenchWorld } from './bench-world.js';
import { erasuresLine, timersLine } from './report.js';
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
  readonly timers: number;
  /** Where a profile of the services that erase goes; none is taken without it. */
  readonly profileDir: string | undefined;
  readonly say: (text: string) => void;
}

const FEW_TIMERS = 1_000;

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
  return { erasures: erased, timers: pending };
}
