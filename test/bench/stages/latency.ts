// From the moment an order's last event is sent to the moment its carrier's record arrives at an ordinary consumer, at a fixed rate.
import { setTimeout as sleep } from 'node:timers/promises';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { generateOrders } from '#shared/sample/generate-orders';
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
/** The first seconds compile code and fill caches. */
const WARM_UP_SHARE = 0.3;

/** Places and pays `ratePerSecond` orders a second for `seconds`; both events of an order are sent together. */
export async function latencyAtRate(
  world: BenchWorld,
  services: Measured,
  seed: string,
  ratePerSecond: number,
  seconds: number,
): Promise<Latency> {
  const count = ratePerSecond * seconds;
  const sentAt = new Map<string, number>();
  const took: number[] = [];
  const consumer = world.kafka.consumer({
    groupId: `bench.sink.${seed}`,
    readUncommitted: false,
    minBytes: 1,
    maxWaitTimeInMs: 50,
  });
  await consumer.connect();
  await consumer.subscribe({
    topics: SAMPLE_CARRIERS.map((id) => world.platform.topicName(carrierTopics(id).shipments.name)),
    fromBeginning: false,
  });
  const joined = new Promise<void>((resolve) => void consumer.on(consumer.events.GROUP_JOIN, () => resolve()));
  await consumer.run({
    eachBatch: ({ batch }) => {
      const nowMs = performance.now();
      for (const { key } of batch.messages) {
        const sent = sentAt.get(key?.toString() ?? '');
        if (sent !== undefined) took.push(nowMs - sent);
      }
      return Promise.resolve();
    },
  });
  await joined;
  await sleep(1_000);
  const topic = world.platform.topicName(topics.ordersEvents.name);
  const orders = generateOrders({ seed, count })[Symbol.iterator]();
  const startedMs = performance.now();
  const sends: Promise<void>[] = [];
  const lookBefore = lookAtCpu();
  let placed = 0;
  while (placed < count) {
    const due = Math.min(count, Math.floor(((performance.now() - startedMs) / 1_000) * ratePerSecond));
    const messages: { key: string; value: Buffer }[] = [];
    for (; placed < due; placed++) {
      const order = orders.next().value;
      if (order === undefined) break;
      const { carrierId } = order.shipping['fulfilment.orders.Shipping'];
      sentAt.set(world.platform.refs.shipmentRef(carrierId, order.orderId, 1), performance.now());
      messages.push(world.placed(order), world.paid(order));
    }
    if (messages.length > 0) sends.push(world.publish(topic, messages));
    await sleep(TICK_MS);
  }
  await Promise.all(sends);
  const cores = coresBetween(lookBefore, lookAtCpu(), new Set([services.pid]));
  const deadlineMs = performance.now() + 30_000;
  while (took.length < count && performance.now() < deadlineMs) await sleep(50);
  await consumer.disconnect();
  if (took.length < count) throw new Error(`${count - took.length} of ${count} shipments did not arrive`);
  const warm = took.slice(Math.floor(took.length * WARM_UP_SHARE)).sort((a, b) => a - b);
  const at = (share: number): number => warm[Math.min(warm.length - 1, Math.floor(warm.length * share))] ?? Number.NaN;
  return { samples: warm.length, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1), cores };
}
