// What an order costs fraud control beside few and beside very many stored observations, and at a device that very many have in common. The log
// of observations is the store: what is stored is written to it in bulk, and the service reads it when it starts. The orders that are measured come as all do,
// sealed by intake before; all in one lane, so that they arrive as they were placed and none revises another.
import { LANES, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import type { Observation } from '#schemas/generated/records';
import { FACTS } from '#services/fraud/domain/features';
import { factsOf } from '#services/fraud/steps/observation-record';
import { lane } from '#shared/refs/lane';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder, withBlocks } from '#shared/sample/orders/plain-order';
import type { BenchWorld } from '../bench-world.js';
import { drained, endOffsets } from '../group-progress.js';
import type { Measured } from '../measured-process.js';

export interface Stored {
  readonly observations: number;
  /** How many of them share one device and one address with the orders that are measured. */
  readonly alike: number;
  /** How many orders are measured, after as many that warm it up. */
  readonly measured: number;
}

export interface FraudCost extends Stored {
  readonly cpuMicrosPerOrder: number;
  readonly ordersPerSecond: number;
  /** Judged for each order: more than one where orders come late. At most so many, for marks of transactions are counted, too. */
  readonly judged: number;
  /** From the start of the process until what was stored is in its memory and the first orders are assessed. */
  readonly startMs: number;
  readonly rssMb: number;
}

/** A batch for the one partition must fit into a request. */
const BATCH = 1_000;
const TELL_EVERY = 250_000;
const STEP_MS = 5;
const DEVICES = 50_000;
const ACCOUNTS = 70_000;
const ADDRESSES = 60_000;
const MEASURED_LANE = 0;
const FACTS_TOLD = factsOf({ ...FACTS, agent: 'browser', account_age_s: 90_000, device_present: true, amount: 20 });

/**
 * @param stored what lies there before: of each size a world of its own
 * @param say told how far it is
 */
export async function fraudCost(
  world: BenchWorld,
  stored: Stored,
  nodeFlags: readonly string[],
  say: (text: string) => void,
): Promise<FraudCost> {
  const { platform, admin, prefix } = world;
  const sealed = platform.topicName(topics.ordersSealed.name);
  const groupId = `${prefix}fraud`;
  const startAt = Date.now() - (stored.observations + 2 * stored.measured) * STEP_MS;
  await sealMeasured(world, stored, startAt);
  const to = await endOffsets(admin, [sealed], new Set([SEALED_CATEGORIES.indexOf('signals') * LANES + MEASURED_LANE]));
  await store(world, stored, startAt, say);
  const startedMs = performance.now();
  const services: Measured = await world.startServices(['fraud'], nodeFlags);
  await drained(admin, groupId, [sealed], 0, 1);
  const startMs = performance.now() - startedMs;
  // The first half warms it up.
  const half = Math.floor(to / 2);
  await drained(admin, groupId, [sealed], 0, half);
  const assessments = [platform.topicName(topics.fraudAssessments.name)];
  const judgedBefore = await endOffsets(admin, assessments);
  const cpuBefore = services.cpuMs();
  const { perSecond, offsets } = await drained(admin, groupId, [sealed], half - 1, to);
  const cpuMs = services.cpuMs() - cpuBefore;
  const records = (await endOffsets(admin, assessments)) - judgedBefore;
  const rssMb = services.rssSamplesMb().at(-1) ?? Number.NaN;
  await services.stop();
  // Marks of transactions take places, too.
  const perOffset = (2 * stored.measured) / to;
  const orders = offsets * perOffset;
  const cpuMicrosPerOrder = (cpuMs / orders) * 1_000;
  const judged = records / orders;
  return { ...stored, cpuMicrosPerOrder, ordersPerSecond: perSecond * perOffset, judged, startMs, rssMb };
}

/** The orders to be measured and those before them, as intake seals them, in the lane and in the order in which they were placed. */
async function sealMeasured(
  world: BenchWorld,
  { observations, alike, measured }: Stored,
  startAt: number,
): Promise<void> {
  const { platform, prefix, admin } = world;
  const events = platform.topicName(topics.ordersEvents.name);
  const messages: { key: string; value: Buffer; partition: number }[] = [];
  for (const order of generateOrders({ seed: 'fraud-flat', count: 4 * measured * LANES })) {
    if (messages.length === 2 * measured) break;
    if (lane(platform.refs.orderRef(order.orderId)) !== MEASURED_LANE) continue;
    const n = observations + messages.length;
    messages.push({ ...world.placed(orderOf(order, n, startAt, alike > 0)), partition: 0 });
  }
  await world.publish(events, messages);
  const intake = await world.startServices(['intake']);
  await drained(admin, `${prefix}intake`, [events], 0, messages.length);
  await intake.stop();
}

function orderOf(order: PlainOrder, n: number, startAt: number, isAlike: boolean): PlainOrder {
  const device = isAlike ? DEVICES : n % DEVICES;
  const signals = { ...blocksOf(order).signals, deviceId: deviceIdOf(device), ipAddress: addressOf(device) };
  const moved = withBlocks(order, { signals });
  return { ...moved, customerId: customerOf(n % ACCOUNTS), occurredAt: startAt + n * STEP_MS };
}

/** Writes what is stored to the log of observations. */
async function store(
  world: BenchWorld,
  { observations, alike }: Stored,
  startAt: number,
  say: (text: string) => void,
): Promise<void> {
  const { platform, publish } = world;
  await platform.codec.prepare([topics.fraudObservations]);
  const topic = platform.topicName(topics.fraudObservations.name);
  const hashes = hashesOf(world);
  for (let at = 0; at < observations; at += BATCH) {
    const messages = Array.from({ length: Math.min(BATCH, observations - at) }, (_, n) => {
      const isAlike = at + n >= observations - alike;
      const handles = handlesOf(hashes, at + n, isAlike);
      const observation = observationOf(at + n, startAt, handles, platform.fraudSeal.seal);
      const value = Buffer.from(platform.codec.encode(topics.fraudObservations, observation));
      return { key: observation.orderRef, value };
    });
    await publish(topic, messages);
    if ((at + BATCH) % TELL_EVERY === 0)
      say(`  ${(at + BATCH).toLocaleString('en')} of ${observations.toLocaleString('en')} observations stored`);
  }
}

type Hashes = Readonly<Record<'device' | 'ip' | 'subnet' | 'account', readonly string[]>>;

/** The hashes that the orders measured have as well. */
function hashesOf({ platform: { fraudHash } }: BenchWorld): Hashes {
  const each = <T>(count: number, make: (n: number) => T): T[] => Array.from({ length: count }, (_, n) => make(n));
  return {
    device: each(DEVICES + 1, (n) => fraudHash('device', deviceIdOf(n))),
    ip: each(DEVICES + 1, (n) => fraudHash('ip', addressOf(n))),
    subnet: each(DEVICES + 1, (n) => fraudHash('subnet', addressOf(n).replace(/\d+$/, '0/24'))),
    account: each(ACCOUNTS, (n) => fraudHash('account', customerOf(n))),
  };
}

function handlesOf(hashes: Hashes, n: number, isAlike: boolean): Observation['handles'] {
  const device = isAlike ? DEVICES : n % DEVICES;
  const account = n % ACCOUNTS;
  return [
    { kind: 'device', hash: hashes.device[device] ?? '' },
    { kind: 'ip', hash: hashes.ip[device] ?? '' },
    { kind: 'subnet', hash: hashes.subnet[device] ?? '' },
    { kind: 'account', hash: hashes.account[account] ?? '' },
    { kind: 'address', hash: hashLike('address', n % ADDRESSES) },
    { kind: 'email', hash: hashLike('email', account) },
    { kind: 'phone', hash: hashLike('phone', account) },
  ];
}

function observationOf(
  n: number,
  startAt: number,
  handles: Observation['handles'],
  seal: (orderId: string) => Buffer,
): Observation {
  return {
    orderRef: hashLike('order', n),
    orderId: '',
    placedAt: startAt + n * STEP_MS,
    amount: '20.00',
    currency: 'EUR',
    handles,
    facts: FACTS_TOLD,
    lists: [],
    policyVersion: 1,
    sealedOrderId: seal(`bench-${n}`),
  };
}

const deviceIdOf = (device: number): string => `device-${device}`;
const customerOf = (account: number): string => `customer-${account}`;

/** Eight of them share a network. */
function addressOf(device: number): string {
  const network = device >> 3;
  return `20.${network >> 8}.${network & 255}.${(device & 7) + 1}`;
}

/** As long as a keyed hash. */
function hashLike(kind: string, n: number): string {
  return `${kind}-${String(n)}`.padEnd(22, '_');
}
