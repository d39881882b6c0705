// What an order costs fraud control beside few and beside very many stored observations, and at a device that very many have in common. The log
// of observations is the store: what is stored is written to it in bulk, and the service reads it when it starts.
import type { Observation } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { FACTS } from '#services/fraud/domain/features';
import { factsOf, handlesOf } from '#services/fraud/steps/observation-record';
import type { BenchWorld } from '../bench-world.js';
import { drained, endOffsets } from '../group-progress.js';
import type { Measured } from '../measured-process.js';

export interface Stored {
  readonly observations: number;
  /** How many of them share one device and one address with the orders that are measured. */
  readonly alike: number;
}

export interface FraudCost extends Stored {
  readonly cpuMicrosPerOrder: number;
  readonly ordersPerSecond: number;
  /** From the start of the process until what was stored is in its memory and the first order is assessed. */
  readonly startMs: number;
  readonly rssMb: number;
}

const MEASURED = 20_000;
/** A batch for the one partition must fit into a request. */
const BATCH = 500;
const STEP_MS = 5;
const START_MS = Date.UTC(2026, 9, 1);
const DEVICES = 50_000;
const ACCOUNTS = 70_000;
const ADDRESSES = 60_000;
const FACTS_TOLD = factsOf({ ...FACTS, agent: 'browser', account_age_s: 90_000, device_present: true, amount: 20 });

/** @param stored what lies there before: of each size a world of its own */
export async function fraudCost(world: BenchWorld, stored: Stored, nodeFlags: readonly string[]): Promise<FraudCost> {
  const { platform, admin, prefix } = world;
  await platform.codec.prepare([topics.fraudObservations]);
  const topic = platform.topicName(topics.fraudObservations.name);
  const groupId = `${prefix}fraud-assessor`;
  const usual = stored.observations - stored.alike;
  await write(world, 0, usual, false);
  await write(world, usual, stored.observations, true);
  const before = await endOffsets(admin, [topic]);
  // What is stored has been assessed: the service only has to remember it.
  await admin.setOffsets({ groupId, topic, partitions: [{ partition: 0, offset: String(before) }] });
  const isAlike = stored.alike > 0;
  const startedMs = performance.now();
  const services: Measured = await world.startServices(['fraud'], nodeFlags);
  // The first ones warm it up.
  let from = stored.observations;
  await write(world, from, (from += MEASURED), isAlike);
  await drained(admin, groupId, [topic], before, before + 1);
  const startMs = performance.now() - startedMs;
  await drained(admin, groupId, [topic], before, before + MEASURED);
  const cpuBefore = services.cpuMs();
  const drain = drained(admin, groupId, [topic], before + MEASURED, before + 2 * MEASURED);
  await write(world, from, from + MEASURED, isAlike);
  const { perSecond } = await drain;
  const cpuMs = services.cpuMs() - cpuBefore;
  const rssMb = services.rssSamplesMb().at(-1) ?? Number.NaN;
  await services.stop();
  return { ...stored, cpuMicrosPerOrder: (cpuMs / MEASURED) * 1_000, ordersPerSecond: perSecond, startMs, rssMb };
}

/** Observations number `from` up to and without `to`. */
async function write({ platform, publish }: BenchWorld, from: number, to: number, isAlike: boolean): Promise<void> {
  const topic = platform.topicName(topics.fraudObservations.name);
  for (let at = from; at < to; at += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, to - at) }, (_, n) => {
      const observation = observationOf(at + n, isAlike, platform.fraudSeal.seal);
      const value = Buffer.from(platform.codec.encode(topics.fraudObservations, observation));
      return { key: observation.orderRef, value };
    });
    await publish(topic, messages);
  }
}

function observationOf(n: number, isAlike: boolean, seal: (orderId: string) => Buffer): Observation {
  const device = isAlike ? DEVICES : n % DEVICES;
  return {
    orderRef: hashLike('order', n),
    orderId: '',
    placedAt: START_MS + n * STEP_MS,
    amount: '20.00',
    currency: 'EUR',
    handles: handlesOf({
      device: hashLike('device', device),
      ip: hashLike('ip', device),
      subnet: hashLike('subnet', device >> 3),
      account: hashLike('account', n % ACCOUNTS),
      address: hashLike('address', n % ADDRESSES),
      email: hashLike('email', n % ACCOUNTS),
      phone: hashLike('phone', n % ACCOUNTS),
    }),
    facts: FACTS_TOLD,
    lists: [],
    policyVersion: 1,
    sealedOrderId: seal(`bench-${n}`),
  };
}

/** As long as a keyed hash. */
function hashLike(kind: string, n: number): string {
  return `${kind}-${String(n)}`.padEnd(22, '_');
}
