// Erasures per second from finished to proven: orders travel the whole road, are delivered, then all fall due at once.
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { carrierTopics, topics } from '#schemas/generated/topics';
import { repositoryRoot } from '#shared/policy/read-policy-file';
import { generateOrders } from '#shared/sample/generate-orders';
import { nodeFlagsFor } from '#shared/start/node-flags';
import type { BenchWorld } from '../bench-world.js';
import { endOffsets, lagOf } from '../group-progress.js';
import { coresBetween, type CoresByProgram, lookAtCpu } from '../machine-cpu.js';
import { type Measured, startMeasured } from '../measured-process.js';
import { lookAtWork, workBetween, type WorkLook } from '../work-counts.js';

export interface Erasures {
  readonly orders: number;
  /** Orders that had been erased before. */
  readonly before: number;
  /** From the first entry of the ledger until the last order's keys are shredded, its tombstones written and every service has said so. */
  readonly erasuresPerSecond: number;
  /** Of the middle half of the ledger's entries, behind the warming up and before the last units run dry; of some ten thousands only it says something. */
  readonly sustainedPerSecond: number;
  /** The same until the last order is proven to be gone, told and reduced to a guard. */
  readonly provenPerSecond: number;
  /** Processor time of all services together per erasure, µs. */
  readonly cpuMicrosPerErasure: number;
  readonly peakRssMb: number;
  readonly cores: CoresByProgram;
  /** What MongoDB and Kafka were asked to do, per erasure. */
  readonly work: WorkLook;
}

const BATCH = 2_000;
const POLL_MS = 250;
const OFTEN_MS = 50;
/** As the index knows them, so that looking costs the same however many were erased before. */
const UNDER_WAY = { lane: { $gte: 0 }, 'reminder.atMs': { $exists: true } };
const BY_REMINDER = { lane: 1, 'reminder.atMs': 1 } as const;
/** Of the ledger's entries: one when the erasure begins, one when everybody has confirmed it. */
const ENTRIES = 2;
/** Everybody who has to confirm, and who asks them. */
const SERVICES = ['intake', 'carriers', 'notifications', 'erasure'];
/** Behind every retention of a delivered order. */
const LATER_MS = 400 * 86_400_000;

/** @param seed of the orders: another one each time @param nodeFlags of the services that erase */
export async function erasures(
  world: BenchWorld,
  seed: string,
  count: number,
  nodeFlags: readonly string[],
): Promise<Erasures> {
  const orders = world.platform.database.collection('erasure.orders');
  const claims = world.platform.database.collection('erasure.claims');
  const before = await orders.countDocuments({ erased: true });
  const claimed = await claims.estimatedDocumentCount();
  const fulfilling = startServices(world, {});
  await fulfilling.message();
  await playOrders(world, seed, count);
  await until(async () => (await orders.countDocuments({ 'told.status': 'FINISHED' })) >= count);
  // Whoever lags behind would do his fulfilment in the time of the erasures.
  for (const service of SERVICES)
    await until(async () => (await lagOf(world.admin, `${world.prefix}${service}`)) === 0);
  await fulfilling.stop();

  const ledger = [world.platform.topicName(topics.erasureLedger.name)];
  const entries = await endOffsets(world.admin, ledger);
  const workBefore = await lookAtWork(world);
  const nowMs = Date.now();
  const clock = { CLOCK_ORIGIN_MS: String(nowMs), CLOCK_START_MS: String(nowMs + LATER_MS) };
  const erasing = startServices(world, clock, nodeFlags);
  await until(async () => (await endOffsets(world.admin, ledger)) > entries, 10);
  const startedMs = performance.now();
  const look = lookAtCpu();
  const cpuBefore = erasing.cpuMs();
  const entriesNow = async (): Promise<number> => (await claims.estimatedDocumentCount()) - claimed;
  const reached = async (share: number): Promise<{ entries: number; atMs: number }> => {
    let entries = 0;
    await until(async () => (entries = await entriesNow()) >= count * ENTRIES * share, OFTEN_MS);
    return { entries, atMs: performance.now() };
  };
  const [quarter, threeQuarters] = [await reached(0.25), await reached(0.75)];
  const sustainedPerSecond =
    (threeQuarters.entries - quarter.entries) / ENTRIES / ((threeQuarters.atMs - quarter.atMs) / 1_000);
  await reached(1);
  const confirmedSeconds = (performance.now() - startedMs) / 1_000;
  await until(async () => (await orders.countDocuments(UNDER_WAY, { hint: BY_REMINDER })) === 0, OFTEN_MS);
  const seconds = (performance.now() - startedMs) / 1_000;
  const cores = coresBetween(look, lookAtCpu(), new Set([erasing.pid]));
  const cpuMicrosPerErasure = ((erasing.cpuMs() - cpuBefore) / count) * 1_000;
  const work = workBetween(workBefore, await lookAtWork(world), count);
  await erasing.stop();
  return {
    orders: count,
    before,
    erasuresPerSecond: count / confirmedSeconds,
    sustainedPerSecond,
    provenPerSecond: count / seconds,
    cpuMicrosPerErasure,
    peakRssMb: erasing.peakRssMb(),
    cores,
    work,
  };
}

/** Placed, paid, released, delivered. */
async function playOrders(world: BenchWorld, seed: string, count: number): Promise<void> {
  const { platform, publish } = world;
  const { codec, refs, topicName } = platform;
  const shipments = platform.database.collection('carriers.shipments');
  const before = await shipments.countDocuments({});
  const events = topicName(topics.ordersEvents.name);
  const delivered = new Map<string, { readonly key: string; readonly value: Buffer }[]>();
  let batch: { key: string; value: Buffer }[] = [];
  for (const order of generateOrders({ seed, count })) {
    batch.push(world.placed(order), world.paid(order));
    const { carrierId } = order.shipping['fulfilment.orders.Shipping'];
    const shipmentRef = refs.shipmentRef(carrierId, order.orderId, 1);
    const { statuses } = carrierTopics(carrierId);
    const value = codec.encode(statuses, { shipmentRef, status: 'DELIVERED', occurredAt: Date.now() });
    const ofCarrier = delivered.get(carrierId) ?? [];
    ofCarrier.push({ key: shipmentRef, value: Buffer.from(value) });
    delivered.set(carrierId, ofCarrier);
    if (batch.length >= BATCH) {
      await publish(events, batch);
      batch = [];
    }
  }
  await publish(events, batch);
  await until(async () => (await shipments.countDocuments({})) >= before + count);
  for (const [carrierId, messages] of delivered)
    await publish(topicName(carrierTopics(carrierId).statuses.name), messages);
}

function startServices(
  world: BenchWorld,
  clock: Readonly<Record<string, string>>,
  nodeFlags: readonly string[] = [],
): Measured {
  const program = path.join(repositoryRoot(), 'dist', 'services', 'run-services.js');
  return startMeasured(program, SERVICES, { ...world.env, ...clock }, [...nodeFlagsFor(SERVICES), ...nodeFlags]);
}

async function until(isSo: () => Promise<boolean>, everyMs = POLL_MS): Promise<void> {
  while (!(await isSo())) await sleep(everyMs);
}
