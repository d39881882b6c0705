// Fraud control: signals of orders to assessments as fast as it can, and from event to assessment at a fixed rate.
import { topics } from '#schemas/generated/topics';
import type { BenchWorld } from '../bench-world.js';
import { drained } from '../group-progress.js';
import { coresBetween, lookAtCpu } from '../machine-cpu.js';
import type { Measured } from '../measured-process.js';
import { atAnalysts, type Latency, latencyAtRate } from './latency.js';
import { passEventsOn, publishOrders, serviceThroughput, type Throughput } from './throughput.js';

/**
 * From the first committed observation to the last, beside bare kafkajs passing on the events of the same orders; they lie sealed before.
 * @param onStage told of each stage as it ends
 */
export async function fraudThroughput(
  world: BenchWorld,
  orders: number,
  onStage: (stage: Throughput) => void,
  nodeFlags: readonly string[] = [],
): Promise<void> {
  const events = world.platform.topicName(topics.ordersEvents.name);
  await publishOrders(world, 'fraud', orders);
  onStage(await passEventsOn(world, events, orders, 1));
  await serviceThroughput(world, 'intake', [events], { orders, from: 0, to: orders, instances: 1 });
  onStage(await assessAll(world, orders, nodeFlags));
}

/** From the event of an order to its assessment, with intake and fraud control in one process. */
export async function fraudLatency(
  world: BenchWorld,
  { rate: ratePerSecond, seconds }: { readonly rate: number; readonly seconds: number },
  nodeFlags: readonly string[] = [],
): Promise<Latency & { readonly ratePerSecond: number }> {
  const services = await world.startServices(['intake', 'fraud'], nodeFlags);
  const latency = await latencyAtRate(world, services, ratePerSecond, seconds, atAnalysts(world));
  await services.stop();
  return { ratePerSecond, ...latency };
}

async function assessAll(world: BenchWorld, orders: number, nodeFlags: readonly string[]): Promise<Throughput> {
  const processes: Measured[] = [];
  const cpuNow = (): number => processes.reduce((sum, measured) => sum + measured.cpuMs(), 0);
  let cpuAtFirst = 0;
  let before = lookAtCpu();
  const observations = world.platform.topicName(topics.fraudObservations.name);
  const waiting = drained(world.admin, `${world.prefix}fraud-assessor`, [observations], 0, orders, () => {
    cpuAtFirst = cpuNow();
    before = lookAtCpu();
  });
  const services = await world.startServices(['fraud'], nodeFlags, (measured) => processes.push(measured));
  const { perSecond, offsets } = await waiting;
  const cpuMs = cpuNow() - cpuAtFirst;
  const cores = coresBetween(before, lookAtCpu(), new Set(processes.map(({ pid }) => pid)));
  const peakRssMb = services.peakRssMb();
  await services.stop();
  return {
    name: 'fraud, 1 process',
    ordersPerSecond: perSecond,
    cpuMicrosPerOrder: (cpuMs / offsets) * 1_000,
    peakRssMb,
    cores,
  };
}
