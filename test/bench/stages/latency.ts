// From the moment an order's last event is sent to the moment its carrier's record, or its assessment, arrives at an ordinary consumer, at a
// fixed rate.
import { setTimeout as sleep } from 'node:timers/promises';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { SAMPLE_CARRIERS } from '#shared/sample/outside/outside-config';
import type { BenchWorld } from '../bench-world.js';
import { coresBetween, type CoresByProgram, lookAtCpu } from '../machine-cpu.js';
import type { Measured } from '../measured-process.js';

export interface Latency {
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  readonly cores: CoresByProgram;
}

const TICK_MS = 20;
/**
 * A warm stack is measured: while it is cold, the compilers of the broker and of node take up to half a core, for as long as it takes to run what
 * is hot often enough. So first many orders as fast as they go, then some at the rate of the measurement.
 */
export const WARM_UP = { fast: { seconds: 15, times: 5 }, steady: { seconds: 45, times: 1 } } as const;
const LONGEST_MS = 30_000;

/** What the orders are waited for by. */
export interface Destination {
  readonly topics: readonly string[];
  /** Of the record that an order brings about. */
  readonly keyOf: (order: PlainOrder) => string;
}

export function atCarriers({ platform }: BenchWorld): Destination {
  return {
    topics: SAMPLE_CARRIERS.map((id) => platform.topicName(carrierTopics(id).shipments.name)),
    keyOf: (order) =>
      platform.refs.shipmentRef(order.shipping['fulfilment.orders.Shipping'].carrierId, order.orderId, 1),
  };
}

export function atAnalysts({ platform }: BenchWorld): Destination {
  return {
    topics: [platform.topicName(topics.fraudAssessments.name)],
    keyOf: ({ orderId }) => platform.refs.orderRef(orderId),
  };
}

export interface Prepared {
  readonly key: string;
  readonly events: readonly { readonly key: string; readonly value: Buffer }[];
}

/** Places and pays `ratePerSecond` orders a second for `seconds` after a warm-up; both events of an order are sent together. */
export async function latencyAtRate(
  world: BenchWorld,
  services: Measured,
  ratePerSecond: number,
  seconds: number,
  destination = atCarriers(world),
): Promise<Latency> {
  const arrivals = new Map<string, (nowMs: number) => void>();
  const stop = await watch(world, destination.topics, (key) => {
    arrivals.get(key)?.(performance.now());
    // Only the first: an assessment may be revised.
    arrivals.delete(key);
  });
  // Made before: the load generator shares the cores with what is measured.
  const measured = prepare(world, destination, 'measured', seconds * ratePerSecond);
  for (const [run, part] of Object.entries(WARM_UP)) {
    const rate = ratePerSecond * part.times;
    await play(world, prepare(world, destination, run, part.seconds * rate), rate, arrivals);
  }
  const before = lookAtCpu();
  const took = await play(world, measured, ratePerSecond, arrivals);
  const cores = coresBetween(before, lookAtCpu(), new Set([services.pid]));
  await stop();
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
  return { samples: took.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), cores };
}

function prepare(world: BenchWorld, { keyOf }: Destination, run: string, count: number): readonly Prepared[] {
  return Array.from(generateOrders({ seed: `latency/${run}`, count }), (order) => {
    return { key: keyOf(order), events: [world.placed(order), world.paid(order)] };
  });
}

/** Sends the orders at the rate. @param onSending just before each batch */
export async function sendAtRate(
  world: BenchWorld,
  orders: readonly Prepared[],
  ratePerSecond: number,
  onSending: (batch: readonly Prepared[]) => void,
): Promise<void> {
  const topic = world.platform.topicName(topics.ordersEvents.name);
  const sends: Promise<void>[] = [];
  const startedMs = performance.now();
  for (let sent = 0; sent < orders.length; ) {
    const due = Math.floor(((performance.now() - startedMs) / 1_000) * ratePerSecond);
    const batch = orders.slice(sent, due);
    sent += batch.length;
    onSending(batch);
    if (batch.length > 0)
      sends.push(
        world.publish(
          topic,
          batch.flatMap(({ events }) => events),
        ),
      );
    await sleep(TICK_MS);
  }
  await Promise.all(sends);
}

/** Sends the orders at the rate and waits for all that they bring about. @returns how long each took, ms */
async function play(
  world: BenchWorld,
  orders: readonly Prepared[],
  ratePerSecond: number,
  arrivals: Map<string, (nowMs: number) => void>,
): Promise<number[]> {
  const took: number[] = [];
  await sendAtRate(world, orders, ratePerSecond, (batch) => {
    const sentMs = performance.now();
    for (const { key } of batch) arrivals.set(key, (nowMs) => void took.push(nowMs - sentMs));
  });
  const deadlineMs = performance.now() + LONGEST_MS;
  while (took.length < orders.length && performance.now() < deadlineMs) await sleep(50);
  if (took.length < orders.length) throw new Error(`${orders.length - took.length} records did not arrive`);
  arrivals.clear();
  return took;
}

/** An ordinary consumer. @returns what ends it */
async function watch(
  world: BenchWorld,
  watched: readonly string[],
  onRecord: (key: string) => void,
): Promise<() => Promise<void>> {
  const consumer = world.kafka.consumer({
    groupId: `${world.prefix}sink`,
    readUncommitted: false,
    minBytes: 1,
    maxWaitTimeInMs: 50,
  });
  await consumer.connect();
  await consumer.subscribe({
    topics: [...watched],
    fromBeginning: false,
  });
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.run({
    eachBatch: ({ batch }) => {
      for (const { key } of batch.messages) onRecord(key?.toString() ?? '');
      return Promise.resolve();
    },
  });
  await joined;
  await sleep(1_000);
  return () => consumer.disconnect();
}
