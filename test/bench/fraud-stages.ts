// The stages about fraud control: throughput, latency, what an order costs beside many stored ones, and past orders judged anew.
import path from 'node:path';
import { type BenchStack, openBenchWorld } from './bench-world.js';
import { assessingLine, costLine, lineOf, whole } from './report.js';
import { backtestPerSecond } from './stages/backtest.js';
import { fraudLatency, fraudThroughput } from './stages/fraud.js';
import { type FraudCost, fraudCost } from './stages/fraud-flat.js';
import type { Latency } from './stages/latency.js';
import type { Throughput } from './stages/throughput.js';

export interface FraudStages {
  readonly assessing: (Latency & { readonly ratePerSecond: number }) | undefined;
  /** What an order costs beside what is stored. */
  readonly costs: readonly FraudCost[];
  readonly backtest: { readonly orders: number; readonly ordersPerSecond: number } | undefined;
}

export interface WantedFraud {
  /** Of `fraud-throughput`, `fraud-latency`, `fraud-flat`, `backtest`; `fraud`: all of them. */
  readonly stages: ReadonlySet<string>;
  readonly orders: number;
  readonly rate: number;
  readonly seconds: number;
  /** Observations stored in the stage `fraud-flat`, after a hundredth of them. */
  readonly observations: number;
  readonly profileDir: string | undefined;
  readonly say: (text: string) => void;
}

/** Enough to have features of many orders before each. */
const FEWEST_PAST = 50_000;
/** Enough for the compiler to be done before, and for the figure to stand. */
const MEASURED = 20_000;

/** @param stages where throughput goes, beside that of the other services */
export async function runFraudStages(
  stack: BenchStack,
  wanted: WantedFraud,
  stages: Throughput[],
): Promise<FraudStages> {
  const { say, profileDir } = wanted;
  const isWanted = (name: string): boolean => wanted.stages.has(name) || wanted.stages.has('fraud');
  const flagsOf = (name: string): readonly string[] =>
    profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profileDir, name)}`];
  let assessing: FraudStages['assessing'];
  let backtest: FraudStages['backtest'];
  if (isWanted('fraud-throughput')) {
    const world = await openBenchWorld(stack, 'fraud');
    const onStage = (stage: Throughput): void => {
      stages.push(stage);
      say(lineOf(stage));
    };
    await fraudThroughput(world, wanted.orders, onStage, flagsOf('fraud'));
    await world.close();
  }
  if (isWanted('fraud-latency')) {
    const world = await openBenchWorld(stack, 'fraud-latency');
    assessing = await fraudLatency(world, wanted, flagsOf('fraud-latency'));
    await world.close();
    say(assessingLine(assessing));
  }
  const costs: FraudCost[] = [];
  if (isWanted('fraud-flat')) {
    const few = Math.ceil(wanted.observations / 100);
    const alike = Math.ceil(wanted.observations / 10);
    const measured = Math.min(MEASURED, alike);
    for (const stored of [
      { observations: few, alike: 0, measured },
      { observations: few + alike, alike, measured },
      { observations: wanted.observations, alike: 0, measured },
    ]) {
      const world = await openBenchWorld(stack, `fraud-${stored.observations}`);
      const cost = await fraudCost(world, stored, flagsOf(`fraud-${stored.observations}`), say);
      await world.close();
      costs.push(cost);
      say(costLine(cost));
    }
  }
  if (isWanted('backtest')) {
    const orders = Math.max(wanted.orders, FEWEST_PAST);
    backtest = { orders, ordersPerSecond: backtestPerSecond(orders) };
    say(`backtest of ${whole(orders)} past orders: ${whole(backtest.ordersPerSecond)} orders/s`);
  }
  return { assessing, costs, backtest };
}
