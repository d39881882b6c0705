// What the policy costs: carriers under the full one beside carriers under the smallest that lets the same orders go, in turns.
import { SEALED_CATEGORIES, LANES, topics } from '#schemas/generated/topics';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { publishVersion } from '#shared/policy-versions/publish-version';
import { type BenchStack, type BenchWorld, openBenchWorld } from '../bench-world.js';
import { committed } from '../group-progress.js';
import { policiesToCompare } from '../smallest-policy.js';
import { ends, publishOrders, publishPayments, serviceThroughput, type Throughput } from './throughput.js';

export interface PolicyCost {
  /** Orders per second under the full policy, as a share of those under the smallest. */
  readonly carriers: number;
  /** Processor time of carriers per order under the smallest policy, as a share of that under the full one. */
  readonly carriersCpu: number;
  readonly rounds: number;
}

const MODES = ['smallest', 'full'] as const;
type Mode = (typeof MODES)[number];
const ROUNDS = 6;

/** @param measured is told each figure as it is there */
export async function policyCost(
  stack: BenchStack,
  orders: number,
  measured: (stage: Throughput) => void,
): Promise<PolicyCost> {
  const worlds = { smallest: await worldUnder(stack, 'smallest'), full: await worldUnder(stack, 'full') };
  const figures = { smallest: [] as Throughput[], full: [] as Throughput[] };
  // A round that does not count: the broker compiles itself meanwhile, with a third of a core.
  for (const mode of MODES) await carriersOf(worlds[mode], 'policy-0', orders);
  for (let round = 1; round <= ROUNDS; round++) {
    // Who comes second finds a warmer machine: by turns.
    for (const mode of round % 2 === 0 ? MODES.toReversed() : MODES) {
      const stage = await carriersOf(worlds[mode], `policy-${round}`, orders);
      const named = { ...stage, name: `carriers under the ${mode} policy` };
      figures[mode].push(named);
      measured(named);
    }
  }
  for (const mode of MODES) await worlds[mode].close();
  const of = (mode: Mode, figure: 'ordersPerSecond' | 'cpuMicrosPerOrder') =>
    median(figures[mode].map((stage) => stage[figure]));
  return {
    carriers: of('full', 'ordersPerSecond') / of('smallest', 'ordersPerSecond'),
    carriersCpu: of('smallest', 'cpuMicrosPerOrder') / of('full', 'cpuMicrosPerOrder'),
    rounds: ROUNDS,
  };
}

/** Both policies are published ones, so that they are followed alike. */
async function worldUnder(stack: BenchStack, mode: Mode): Promise<BenchWorld> {
  const world = await openBenchWorld(stack, `policy-${mode}`);
  const { kafka, codec, topicName, prefix } = world.platform;
  const version = (number: number) => ({
    version: number,
    text: policiesToCompare(number)[mode],
    publishedAt: number,
    publishedBy: 'bench',
    readableText: null,
  });
  await codec.prepare([topics.policyVersions]);
  const topic = topicName(topics.policyVersions.name);
  const log = await openPartitionLog(kafka, topic, 0);
  const { version: own } = world.platform.policy.current();
  await publishVersion({ kafka, log, codec, topic, prefix }, version(own + 1), version(own));
  await log.close();
  return world;
}

/** Places and pays the same orders, has intake take them in, and measures carriers on what it made of them. */
async function carriersOf(world: BenchWorld, seed: string, orders: number): Promise<Throughput> {
  const { topicName } = world.platform;
  const events = [topicName(topics.ordersEvents.name)];
  const inputs = [topicName(topics.ordersFacts.name), topicName(topics.ordersSealed.name)];
  const before = await ends(world, events);
  await publishOrders(world, seed, orders);
  await publishPayments(world, seed, orders);
  await serviceThroughput(world, 'intake', events, {
    orders,
    from: before,
    to: before + 2 * orders,
    instances: 1,
  });
  const from = await committed(world.admin, `${world.prefix}carriers`, inputs);
  return serviceThroughput(world, 'carriers', inputs, { orders, from, to: await carrierInputs(world), instances: 1 });
}

/** What carriers has to commit: the facts, and of the sealed blocks the partitions of addresses. */
export async function carrierInputs(world: BenchWorld): Promise<number> {
  const { topicName } = world.platform;
  const first = SEALED_CATEGORIES.indexOf('shipping') * LANES;
  const addresses = new Set(Array.from({ length: LANES }, (_, lane) => first + lane));
  return (
    (await ends(world, [topicName(topics.ordersFacts.name)])) +
    (await ends(world, [topicName(topics.ordersSealed.name)], addresses))
  );
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2 === 1
    ? (sorted[middle] ?? Number.NaN)
    : ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}
