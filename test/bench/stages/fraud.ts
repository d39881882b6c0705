// Fraud control: signals of orders to assessments as fast as it can, and from event to assessment at a fixed rate.
import { LANES, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { BenchWorld } from '../bench-world.js';
import { atAnalysts, type Latency, latencyAtRate } from './latency.js';
import { ends, passEventsOn, publishOrders, serviceThroughput, type Throughput } from './throughput.js';

/**
 * From the first committed assessment to the last, beside bare kafkajs passing on the events of the same orders; they lie sealed before.
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

/** Signals of one order lie in one partition each, among those of one category. */
const FIRST_OF_SIGNALS = SEALED_CATEGORIES.indexOf('signals') * LANES;
const SIGNALS = new Set(Array.from({ length: LANES }, (_, lane) => FIRST_OF_SIGNALS + lane));

async function assessAll(world: BenchWorld, orders: number, nodeFlags: readonly string[]): Promise<Throughput> {
  const sealed = [world.platform.topicName(topics.ordersSealed.name)];
  const to = await ends(world, sealed, SIGNALS);
  return serviceThroughput(world, 'fraud', sealed, { orders, from: 0, to, instances: 1, nodeFlags });
}
