// All services in one process, many orders as fast as they go: orders per second to the carriers, and memory over the whole time.
import { setTimeout as sleep } from 'node:timers/promises';
import { topics } from '#schemas/generated/topics';
import { generateOrders } from '#shared/sample/generate-orders';
import type { BenchWorld } from '../bench-world.js';
import { coresBetween, type CoresByProgram, lookAtCpu } from '../machine-cpu.js';
import type { Measured } from '../measured-process.js';

export interface Road {
  readonly orders: number;
  readonly ordersPerSecond: number;
  readonly cpuMicrosPerOrder: number;
  readonly peakRssMb: number;
  /** Median resident memory of the first and the last third of the run: equal when memory is flat. */
  readonly firstThirdRssMb: number;
  readonly lastThirdRssMb: number;
  readonly cores: CoresByProgram;
}

const BATCH = 2_000;
/** So many orders may be on the road at once: what waits, waits in Kafka. */
const MOST_OPEN = 40_000;

export async function wholeRoad(world: BenchWorld, services: Measured, seed: string, count: number): Promise<Road> {
  const topic = world.platform.topicName(topics.ordersEvents.name);
  const shipments = world.platform.database.collection('carriers.shipments');
  const before = await shipments.estimatedDocumentCount();
  const released = async (): Promise<number> => (await shipments.estimatedDocumentCount()) - before;
  const samplesBefore = services.rssSamplesMb().length;
  const cpuBefore = services.cpuMs();
  const lookBefore = lookAtCpu();
  const startedMs = performance.now();
  let batch: { key: string; value: Buffer }[] = [];
  let sent = 0;
  for (const order of generateOrders({ seed, count })) {
    batch.push(world.placed(order), world.paid(order));
    sent++;
    if (batch.length < BATCH && sent < count) continue;
    await world.publish(topic, batch);
    batch = [];
    while (sent - (await released()) > MOST_OPEN) await sleep(50);
  }
  while ((await released()) < count) await sleep(50);
  const cores = coresBetween(lookBefore, lookAtCpu(), new Set([services.pid]));
  const seconds = (performance.now() - startedMs) / 1_000;
  const samples = services.rssSamplesMb().slice(samplesBefore);
  const third = Math.floor(samples.length / 3);
  return {
    orders: count,
    ordersPerSecond: count / seconds,
    cpuMicrosPerOrder: ((services.cpuMs() - cpuBefore) / count) * 1_000,
    peakRssMb: Math.max(...samples),
    firstThirdRssMb: median(samples.slice(0, third)),
    lastThirdRssMb: median(samples.slice(-third)),
    cores,
  };
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
