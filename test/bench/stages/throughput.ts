// Records through one service as fast as it can, beside bare kafkajs passing on the same bytes in the same run.
import { topics } from '#schemas/generated/topics';
import { generateOrders } from '#shared/sample/generate-orders';
import type { BenchWorld } from '../bench-world.js';
import type { CpuBounds } from '../cpu-bounds.js';
import { drained, endOffsets } from '../group-progress.js';
import { coresBetween, type CoresByProgram, lookAtCpu } from '../machine-cpu.js';
import type { Measured } from '../measured-process.js';

export interface Throughput {
  readonly name: string;
  readonly ordersPerSecond: number;
  /** Processor time of the service's own processes per order, µs. */
  readonly cpuMicrosPerOrder: number;
  readonly peakRssMb: number;
  /** Where the cores of the machine went meanwhile. */
  readonly cores: CoresByProgram;
  /** Of a yardstick: whose input bare kafkajs passed on. */
  readonly yardstickOf?: YardstickOf;
  /** One of two measurements that differ in the number of processes alone. */
  readonly pair?: Pair;
}

export interface Pair {
  readonly service: string;
  readonly instances: number;
  /** Of a core, for each process; 0: not bounded. */
  readonly sharePercent: number;
}

/** The events that intake reads, or the records that carriers reads. */
export type YardstickOf = 'events' | 'carriers';

/** Publishes `count` orders and answers them again for the payments. */
export async function publishOrders(world: BenchWorld, seed: string, count: number): Promise<void> {
  await inBatches(world, seed, count, (order) => world.placed(order));
}

export async function publishPayments(world: BenchWorld, seed: string, count: number): Promise<void> {
  await inBatches(world, seed, count, (order) => world.paid(order));
}

async function inBatches(
  world: BenchWorld,
  seed: string,
  count: number,
  toMessage: (order: Parameters<BenchWorld['placed']>[0]) => { readonly key: string; readonly value: Buffer },
): Promise<void> {
  const topic = world.platform.topicName(topics.ordersEvents.name);
  let batch: { key: string; value: Buffer }[] = [];
  for (const order of generateOrders({ seed, count })) {
    batch.push(toMessage(order));
    if (batch.length === 2_000) {
      await world.publish(topic, batch);
      batch = [];
    }
  }
  await world.publish(topic, batch);
}

/** What bare kafkajs passes on: all records of a topic, into another one. */
export interface PassedOn {
  readonly source: string;
  readonly target: string;
  readonly orders: number;
  /** Default: one for each order. */
  readonly records?: number;
  readonly of: YardstickOf;
  readonly round: number;
}

/** Bare kafkajs passing on orders, into `copy.<round>`. */
export function passEventsOn(world: BenchWorld, source: string, orders: number, round: number): Promise<Throughput> {
  return passThrough(world, { source, target: copyOf(world, round), orders, of: 'events', round });
}

/** The topic of what was passed on in this round. */
export function copyOf(world: BenchWorld, round: number): string {
  return `${world.prefix}copy.${round}`;
}

export async function passThrough(
  world: BenchWorld,
  { source, target, orders, records = orders, of, round }: PassedOn,
): Promise<Throughput> {
  await world.admin.createTopics({
    topics: [{ topic: target, numPartitions: 4, replicationFactor: 1 }],
    waitForLeaders: true,
  });
  const worker = world.worker('pass-through', [source, target, String(records)]);
  await worker.message<'begun'>();
  const before = lookAtCpu();
  const { firstAtMs, lastAtMs, cpuMs, rssBytes } = await worker.message<{
    firstAtMs: number;
    lastAtMs: number;
    cpuMs: number;
    rssBytes: number;
  }>();
  const cores = coresBetween(before, lookAtCpu(), new Set([worker.pid]));
  await worker.stop();
  const what = of === 'events' ? '' : ` of what ${of} reads`;
  return {
    name: `bare kafkajs pass-through${what}, round ${round}`,
    yardstickOf: of,
    ordersPerSecond: (orders / (lastAtMs - firstAtMs)) * 1_000,
    cpuMicrosPerOrder: (cpuMs / orders) * 1_000,
    peakRssMb: rssBytes / 1_048_576,
    cores,
  };
}

/** Each process of a service gets so much of a core and no more. */
export interface Bounded {
  readonly sharePercent: number;
  readonly bounds: CpuBounds;
}

/** Starts `instances` of a service on what lies in its topics and waits until its group has committed all of it. */
export async function serviceThroughput(
  world: BenchWorld,
  service: string,
  inputs: readonly string[],
  options: {
    readonly orders: number;
    readonly from: number;
    readonly to: number;
    readonly instances: number;
    readonly nodeFlags?: readonly string[];
    readonly bounded?: Bounded | undefined;
  },
): Promise<Throughput> {
  const { orders, from, to, instances, nodeFlags = [], bounded } = options;
  const processes: Measured[] = [];
  const cpuNow = (): number => processes.reduce((sum, measured) => sum + measured.cpuMs(), 0);
  let cpuAtFirst = 0;
  let before = lookAtCpu();
  const waiting = drained(world.admin, `${world.prefix}${service}`, inputs, from, to, () => {
    cpuAtFirst = cpuNow();
    before = lookAtCpu();
  });
  const starting = Array.from({ length: instances }, () =>
    world.startServices([service], nodeFlags, (measured) => {
      processes.push(measured);
      bounded?.bounds.bound(measured.pid);
    }),
  );
  const { perSecond, offsets } = await waiting;
  const cpuMs = cpuNow() - cpuAtFirst;
  const cores = coresBetween(before, lookAtCpu(), new Set(processes.map(({ pid }) => pid)));
  await Promise.all(starting);
  const peakRssMb = processes.reduce((sum, measured) => sum + measured.peakRssMb(), 0);
  for (const measured of processes) await measured.stop();
  return {
    name: `${service}, ${instances} process${instances === 1 ? '' : 'es'}`,
    // Records are counted between the first and the last commit; an order is so many records of the input.
    ordersPerSecond: perSecond * (orders / (to - from)),
    cpuMicrosPerOrder: (cpuMs / (offsets * (orders / (to - from)))) * 1_000,
    peakRssMb,
    cores,
  };
}

export function ends(world: BenchWorld, inputs: readonly string[], partitions?: ReadonlySet<number>): Promise<number> {
  return endOffsets(world.admin, inputs, partitions);
}
