// What it costs an order service to seal its orders itself, and intake to open them: each beside the same in plain, in turns.
import { topics } from '#schemas/generated/topics';
import { createAnnounceKeys } from '#shared/ingress-keys/announce-keys';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import type { BenchWorld } from '../bench-world.js';
import { coresBetween, lookAtCpu } from '../machine-cpu.js';
import { ends, serviceThroughput, type Throughput } from './throughput.js';

export interface SealedAtSource {
  /** Orders per second sealed at the source, as a share of those in plain. */
  readonly publishing: number;
  /** Processor time of the publisher in plain, as a share of that sealed: hardly moved by what else the machine does. */
  readonly publishingCpu: number;
  readonly intake: number;
}

const MODES = ['plain', 'sealed'] as const;
const ROUNDS = 3;

/** @param measured is told each figure as it is there */
export async function sealedAtSource(
  world: BenchWorld,
  orders: number,
  measured: (stage: Throughput) => void,
): Promise<SealedAtSource> {
  await announceKeys(world);
  const events = world.platform.topicName(topics.ordersEvents.name);
  const published = { plain: [] as Throughput[], sealed: [] as Throughput[] };
  const taken = { plain: 0, sealed: 0 };
  for (let round = 1; round <= ROUNDS; round++) {
    // Intake is measured with the last round of each: what was published before must be out of its way.
    if (round === ROUNDS) await takeInBacklog(world, events, orders);
    for (const mode of MODES) {
      const stage = await publishing(world, mode, `${mode}-${round}`, orders);
      published[mode].push(stage);
      measured(stage);
      if (round < ROUNDS) continue;
      const to = await ends(world, [events]);
      const from = to - orders;
      const name = mode === 'plain' ? 'intake of plain orders' : 'intake of sealed orders';
      const intake = await serviceThroughput(world, 'intake', [events], { orders, from, to, instances: 1 });
      taken[mode] = intake.ordersPerSecond;
      measured({ ...intake, name });
    }
  }
  const rate = (mode: (typeof MODES)[number]) => median(published[mode].map(({ ordersPerSecond }) => ordersPerSecond));
  const cpu = (mode: (typeof MODES)[number]) =>
    median(published[mode].map(({ cpuMicrosPerOrder }) => cpuMicrosPerOrder));
  return {
    publishing: rate('sealed') / rate('plain'),
    publishingCpu: cpu('plain') / cpu('sealed'),
    intake: taken.sealed / taken.plain,
  };
}

async function takeInBacklog(world: BenchWorld, events: string, orders: number): Promise<void> {
  await serviceThroughput(world, 'intake', [events], {
    orders,
    from: 0,
    to: await ends(world, [events]),
    instances: 1,
  });
}

async function publishing(world: BenchWorld, mode: string, seed: string, orders: number): Promise<Throughput> {
  const worker = world.worker('publisher', [mode, seed, String(orders)]);
  await worker.message<'begun'>();
  const before = lookAtCpu();
  const { published, ms, cpuMs, rssBytes } = await worker.message<{
    published: number;
    ms: number;
    cpuMs: number;
    rssBytes: number;
  }>();
  const cores = coresBetween(before, lookAtCpu(), new Set([worker.pid]));
  await worker.stop();
  if (published < orders) throw new Error(`${orders - published} of ${orders} orders were refused`);
  return {
    name: `publisher library, ${mode === 'plain' ? 'plain' : 'sealed at the source'}`,
    ordersPerSecond: (published / ms) * 1_000,
    cpuMicrosPerOrder: (cpuMs / published) * 1_000,
    peakRssMb: rssBytes / 1_048_576,
    cores,
  };
}

/** As intake does when it starts; here nobody else has run yet. */
async function announceKeys({ platform }: BenchWorld): Promise<void> {
  const { codec, ingressKeys, ingressGraceMs, kafka, topicName, realClock } = platform;
  ingressKeys.ensure();
  await codec.prepare([topics.ordersIngressKeys]);
  const producer = await startPlainProducer(kafka);
  await createAnnounceKeys({
    keys: ingressKeys,
    codec,
    topicName,
    clock: realClock,
    graceMs: ingressGraceMs,
    retentionMs: Number.MAX_SAFE_INTEGER,
    send: (records) => producer.send(records),
  })();
  await producer.stop();
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN;
}
