// The stages of a run, in order, each beside bare kafkajs passing on the same bytes.
import path from 'node:path';
import { topics } from '#schemas/generated/topics';
import { type BenchStack, type BenchWorld, openBenchWorld } from './bench-world.js';
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
  ends,
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
}

const LOOK_UPS_PER_SECOND = 200;

type Results = Omit<BenchReport, 'at' | 'machine' | 'orders'>;

export async function runStages(stack: BenchStack, wanted: Wanted): Promise<Results> {
  const stages: Throughput[] = [];
  if (wanted.stages.has('one') || wanted.stages.has('two')) {
    const world = await openBenchWorld(stack, 'services');
    await servicesAlone(world, wanted, stages);
    await world.close();
  }
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

/** Each service by itself, one process and two, beside bare kafkajs. */
async function servicesAlone(world: BenchWorld, wanted: Wanted, stages: Throughput[]): Promise<void> {
  const { orders, say } = wanted;
  const events = world.platform.topicName(topics.ordersEvents.name);
  const copy = `${world.prefix}copy.1`;
  const measure = async (stage: Promise<Throughput>): Promise<void> => {
    const result = await stage;
    stages.push(result);
    say(lineOf(result));
  };
  if (wanted.stages.has('one')) {
    say(`${orders} orders per stage …`);
    await publishOrders(world, 'one', orders);
    await measure(passEventsOn(world, events, orders, 1));
    await measure(passEventsOn(world, copy, orders, 2));
    const nodeFlags = profileFlags(wanted, 'intake');
    await measure(
      serviceThroughput(world, 'intake', [events], { orders, from: 0, to: orders, instances: 1, nodeFlags }),
    );
    await measure(passEventsOn(world, copy, orders, 3));
    await paid(world, 'one', orders);
    const carrierRecords = await copyCarrierRecords(world);
    const passOnCarrierRecords = (round: number): Promise<Throughput> => {
      const { topic: source, records } = carrierRecords;
      return passThrough(world, { source, target: `${source}.${round}`, orders, records, of: 'carriers', round });
    };
    await measure(passOnCarrierRecords(1));
    await measure(carriersThroughput(world, orders, 1, profileFlags(wanted, 'carriers')));
    await measure(passOnCarrierRecords(2));
    await measure(passEventsOn(world, copy, orders, 4));
  }
  if (wanted.stages.has('two')) {
    const from = await ends(world, [events]);
    await publishOrders(world, 'two', orders);
    await measure(serviceThroughput(world, 'intake', [events], { orders, from, to: from + orders, instances: 2 }));
    await paid(world, 'two', orders);
    await measure(carriersThroughput(world, orders, 2, []));
  }
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
  const events = world.platform.topicName(topics.ordersEvents.name);
  const before = await ends(world, [events]);
  await publishPayments(world, seed, orders);
  await serviceThroughput(world, 'intake', [events], { orders, from: before, to: before + orders, instances: 1 });
}

/** Carriers on what intake made of paid orders: two facts and an address for each. */
async function carriersThroughput(
  world: BenchWorld,
  orders: number,
  instances: number,
  nodeFlags: readonly string[],
): Promise<Throughput> {
  const { topicName } = world.platform;
  const inputs = [topicName(topics.ordersFacts.name), topicName(topics.ordersSealed.name)];
  const from = await committed(world.admin, `${world.prefix}carriers`, inputs);
  const to = await carrierInputs(world);
  return serviceThroughput(world, 'carriers', inputs, { orders, from, to, instances, nodeFlags });
}
