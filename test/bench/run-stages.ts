// The stages of a run, in order, each beside bare kafkajs passing on the same bytes.
import path from 'node:path';
import { topics } from '#schemas/generated/topics';
import { type BenchStack, type BenchWorld, openBenchWorld } from './bench-world.js';
import { openCpuBounds } from './cpu-bounds.js';
import { runErasureStages, type WantedErasures } from './erasure-stages.js';
import { runFraudStages, type WantedFraud } from './fraud-stages.js';
import { committed } from './group-progress.js';
import { type BenchReport, lineOf, lookUpsLine, splitOf } from './report.js';
import { copyCarrierRecords } from './stages/carriers-yardstick.js';
import { latencyAtRate } from './stages/latency.js';
import { lookUps } from './stages/look-ups.js';
import { carrierInputs, policyCost } from './stages/policy-cost.js';
import { sealedAtSource } from './stages/sealed-at-source.js';
import {
  type Bounded,
  copyOf,
  ends,
  type Pair,
  passEventsOn,
  passThrough,
  publishOrders,
  publishPayments,
  serviceThroughput,
  type Throughput,
} from './stages/throughput.js';
import { wholeRoad } from './stages/whole-road.js';

export interface Wanted extends WantedErasures, WantedFraud {
  /** Of `one`, `two`, `sealed`, `policy`, `look-ups`, `latency`, `road`, those of fraud control, `erasures`, `timers`. */
  readonly stages: ReadonlySet<string>;
  readonly orders: number;
  readonly road: number;
  readonly rate: number;
  readonly seconds: number;
  /** Of a core, for each process of stage `two`; 0: not bounded. */
  readonly sharePercent: number;
}

const LOOK_UPS_PER_SECOND = 200;
const INTAKE_ROUNDS = 5;
/** After so many rounds the broker needs for an order what it goes on to need: it has compiled what it does. */
const WARM_UP_ROUNDS = 3;

type Results = Omit<BenchReport, 'at' | 'machine' | 'orders'>;

export async function runStages(stack: BenchStack, wanted: Wanted): Promise<Results> {
  const stages: Throughput[] = [];
  if (wanted.stages.has('one')) {
    wanted.say(`${wanted.orders} orders per stage …`);
    await inWorld(stack, 'intake', (world) => intakeAlone(world, wanted, stages));
    await inWorld(stack, 'carriers', (world) => carriersAlone(world, wanted, stages));
  }
  if (wanted.stages.has('two')) await inWorld(stack, 'two', (world) => twoOfEach(world, wanted, stages));
  const sealing = wanted.stages.has('sealed') ? await ordersSealedAtSource(stack, wanted, stages) : undefined;
  const policy = wanted.stages.has('policy')
    ? await policyCost(stack, Math.ceil(wanted.orders / 2), (stage) => {
        stages.push(stage);
        wanted.say(lineOf(stage));
      })
    : undefined;
  const lookedUp = wanted.stages.has('look-ups') ? await lookUpsAtDesk(stack, wanted) : undefined;
  const fraud = await runFraudStages(stack, wanted, stages);
  const erased = await runErasureStages(stack, wanted);
  if (!wanted.stages.has('latency') && !wanted.stages.has('road'))
    return { stages, sealing, policy, lookedUp, ...fraud, latency: undefined, road: undefined, ...erased };
  // Topics of its own: the life of the orders of before, which nobody has followed yet, would be followed during the measurement.
  const world = await openBenchWorld(stack, 'road');
  const together = await allServices(world, wanted);
  await world.close();
  return { stages, sealing, policy, lookedUp, ...fraud, ...together, ...erased };
}

async function inWorld(stack: BenchStack, name: string, work: (world: BenchWorld) => Promise<void>): Promise<void> {
  const world = await openBenchWorld(stack, name);
  await work(world);
  await world.close();
}

/**
 * Intake and bare kafkajs by turns, since a machine's speed moves by a fifth within minutes: the medians of both are compared.
 * First some rounds that do not count: meanwhile Java compiles what the broker does, with up to a third of a core that nobody else has then.
 */
async function intakeAlone(world: BenchWorld, wanted: Wanted, stages: Throughput[]): Promise<void> {
  const { orders } = wanted;
  const events = eventsOf(world);
  const first = 1 - WARM_UP_ROUNDS;
  const copy = copyOf(world, first);
  const nodeFlags = profileFlags(wanted, 'intake');
  for (let round = first; round <= INTAKE_ROUNDS; round++) {
    const from = await ends(world, [events]);
    await publishOrders(world, `intake-${round}`, orders);
    const counted = round < 1 ? [] : stages;
    await measure(wanted, counted, passEventsOn(world, round === first ? events : copy, orders, round));
    await measure(wanted, counted, intakeThroughput(world, { orders, from, instances: 1, nodeFlags }));
  }
  await measure(wanted, stages, passEventsOn(world, copy, orders, INTAKE_ROUNDS + 1));
}

async function carriersAlone(world: BenchWorld, wanted: Wanted, stages: Throughput[]): Promise<void> {
  const { orders } = wanted;
  await publishOrders(world, 'carriers', orders);
  await intakeThroughput(world, { orders, from: 0, instances: 1 });
  await paid(world, 'carriers', orders);
  const { topic: source, records } = await copyCarrierRecords(world);
  const passOnCarrierRecords = (round: number): Promise<Throughput> =>
    passThrough(world, { source, target: `${source}.${round}`, orders, records, of: 'carriers', round });
  await measure(wanted, stages, passOnCarrierRecords(1));
  await measure(
    wanted,
    stages,
    carriersThroughput(world, { orders, instances: 1, nodeFlags: profileFlags(wanted, 'carriers') }),
  );
  await measure(wanted, stages, passOnCarrierRecords(2));
}

/** One process and then two, on as many orders each; bounded, if so asked, to a share of a core that leaves room for the second one. */
async function twoOfEach(world: BenchWorld, wanted: Wanted, stages: Throughput[]): Promise<void> {
  const { orders, sharePercent } = wanted;
  const bounds = openCpuBounds(sharePercent);
  const bounded = sharePercent === 0 ? undefined : { sharePercent, bounds };
  for (const instances of [1, 2]) {
    const from = await ends(world, [eventsOf(world)]);
    await publishOrders(world, `two-${instances}`, orders);
    const pair = { instances, sharePercent };
    const intake = intakeThroughput(world, { orders, from, instances, bounded });
    await measure(wanted, stages, inPair(intake, { service: 'intake', ...pair }));
    await paid(world, `two-${instances}`, orders);
    const carriers = carriersThroughput(world, { orders, instances, bounded });
    await measure(wanted, stages, inPair(carriers, { service: 'carriers', ...pair }));
  }
  bounds.close();
}

async function inPair(measured: Promise<Throughput>, pair: Pair): Promise<Throughput> {
  const stage = await measured;
  const bound = pair.sharePercent === 0 ? 'beside the other number' : `of ${pair.sharePercent} % of a core`;
  return { ...stage, name: `${stage.name} ${bound}`, pair };
}

async function measure({ say }: Wanted, stages: Throughput[], stage: Promise<Throughput>): Promise<void> {
  const result = await stage;
  stages.push(result);
  say(lineOf(result));
}

function eventsOf(world: BenchWorld): string {
  return world.platform.topicName(topics.ordersEvents.name);
}

interface Asked {
  readonly orders: number;
  readonly instances: number;
  readonly nodeFlags?: readonly string[];
  readonly bounded?: Bounded | undefined;
}

/** `from`: where the events begin that `orders` more were published behind. */
function intakeThroughput(world: BenchWorld, asked: Asked & { readonly from: number }): Promise<Throughput> {
  const { from, orders } = asked;
  return serviceThroughput(world, 'intake', [eventsOf(world)], { ...asked, to: from + orders });
}

async function ordersSealedAtSource(
  stack: BenchStack,
  { orders, say }: Wanted,
  stages: Throughput[],
): Promise<BenchReport['sealing']> {
  const world = await openBenchWorld(stack, 'sealed');
  const sealing = await sealedAtSource(world, orders, (stage) => {
    stages.push(stage);
    say(lineOf(stage));
  });
  await world.close();
  return sealing;
}

async function lookUpsAtDesk(stack: BenchStack, wanted: Wanted): Promise<BenchReport['lookedUp']> {
  const world = await openBenchWorld(stack, 'look-ups');
  const { rate: ordersPerSecond, seconds } = wanted;
  const nodeFlags = profileFlags(wanted, 'desk');
  const found = await lookUps(world, { perSecond: LOOK_UPS_PER_SECOND, ordersPerSecond, seconds, nodeFlags });
  await world.close();
  wanted.say(lookUpsLine(found));
  return found;
}

/** All services but fraud control in one process. */
async function allServices(world: BenchWorld, wanted: Wanted): Promise<Pick<Results, 'latency' | 'road'>> {
  const { say, rate: ratePerSecond, seconds } = wanted;
  const services = await world.startServices(['intake', 'carriers', 'erasure'], profileFlags(wanted, 'all'));
  let latency: BenchReport['latency'];
  if (wanted.stages.has('latency')) {
    say('latency …');
    latency = { ratePerSecond, ...(await latencyAtRate(world, services, ratePerSecond, seconds)) };
    const { p50Ms, p99Ms, cores } = latency;
    say(
      `event to carrier record at ${ratePerSecond} orders/s: p50 ${p50Ms.toFixed(0)} ms, p99 ${p99Ms.toFixed(0)} ms  cores: ${splitOf(cores)}`,
    );
  }
  let road: BenchReport['road'];
  if (wanted.stages.has('road')) {
    say('the whole road …');
    road = await wholeRoad(world, services, 'road', wanted.road);
  }
  await services.stop();
  return { latency, road };
}

/** Profiling costs a tenth: the figures of a run with profiles are not those to quote. */
function profileFlags({ profileDir }: Wanted, name: string): readonly string[] {
  return profileDir === undefined ? [] : ['--cpu-prof', `--cpu-prof-dir=${path.join(profileDir, name)}`];
}

/** Pays the orders of a batch and has intake take that in. */
async function paid(world: BenchWorld, seed: string, orders: number): Promise<void> {
  const before = await ends(world, [eventsOf(world)]);
  await publishPayments(world, seed, orders);
  await intakeThroughput(world, { orders, from: before, instances: 1 });
}

/** Carriers on what intake made of paid orders: two facts and an address for each. */
async function carriersThroughput(world: BenchWorld, asked: Asked): Promise<Throughput> {
  const { topicName } = world.platform;
  const inputs = [topicName(topics.ordersFacts.name), topicName(topics.ordersSealed.name)];
  const from = await committed(world.admin, `${world.prefix}carriers`, inputs);
  const to = await carrierInputs(world);
  return serviceThroughput(world, 'carriers', inputs, { ...asked, from, to });
}
