// Fraud control: signals of orders to assessments as fast as it can, and from event to assessment at a fixed rate.
import { topics } from '#schemas/generated/topics';
import type { BenchWorld } from '../bench-world.js';
import { drained } from '../group-progress.js';
import { coresBetween, lookAtCpu } from '../machine-cpu.js';
import type { Measured } from '../measured-process.js';
import { atAnalysts, type Latency, latencyAtRate } from './latency.js';
import { passThrough, publishOrders, serviceThroughput, type Throughput } from './throughput.js';

/** @param onStage told of each stage as it ends */
export async function fraudStages(
  world: BenchWorld,
  wanted: { readonly orders: number; readonly rate: number; readonly seconds: number },
  onStage: (stage: Throughput) => void,
): Promise<Latency & { readonly ratePerSecond: number }> {
  const { orders, rate: ratePerSecond, seconds } = wanted;
  const events = world.platform.topicName(topics.ordersEvents.name);
  await publishOrders(world, 'fraud', orders);
  onStage(await passThrough(world, events, orders, 1));
  await serviceThroughput(world, 'intake', [events], { orders, from: 0, to: orders, instances: 1 });
  onStage(await assessAll(world, orders));
  const services = await world.startServices(['intake', 'fraud']);
  const latency = await latencyAtRate(world, services, ratePerSecond, seconds, atAnalysts(world));
  await services.stop();
  return { ratePerSecond, ...latency };
}

/** From the first committed observation to the last; the orders lie sealed before. */
async function assessAll(world: BenchWorld, orders: number): Promise<Throughput> {
  const processes: Measured[] = [];
  const cpuNow = (): number => processes.reduce((sum, measured) => sum + measured.cpuMs(), 0);
  let cpuAtFirst = 0;
  let before = lookAtCpu();
  const observations = world.platform.topicName(topics.fraudObservations.name);
  const waiting = drained(world.admin, `${world.prefix}fraud-assessor`, [observations], 0, orders, () => {
    cpuAtFirst = cpuNow();
    before = lookAtCpu();
  });
  const services = await world.startServices(['fraud'], [], (measured) => processes.push(measured));
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
