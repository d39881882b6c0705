// Customer service looks orders up at the desk, over HTTP with real tokens, while orders come in: what a look-up takes.
import { randomBytes } from 'node:crypto';
import { Agent, request } from 'node:http';
import os from 'node:os';
import { setTimeout as sleep } from 'node:timers/promises';
import { AGREEMENT_TEXT } from '#services/desk/domain/agreements/agreement';
import { generateOrders } from '#shared/sample/generate-orders';
import { startIdentityProvider } from '#shared/sample/identity/identity-provider';
import { fetchToken } from '#shared/sample/identity/log-in-page';
import type { BenchWorld } from '../bench-world.js';
import { coresBetween, type CoresByProgram, lookAtCpu } from '../machine-cpu.js';
import { lookAtWork, workBetween, type WorkLook } from '../work-counts.js';
import { type Prepared, sendAtRate, WARM_UP } from './latency.js';

export interface LookUps {
  readonly perSecond: number;
  readonly ordersPerSecond: number;
  readonly samples: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
  /** Answers that showed an order. */
  readonly shown: number;
  readonly cores: CoresByProgram;
  /** For each order that came meanwhile, what the look-ups asked among it. */
  readonly work: WorkLook;
}

const AUDIENCE = 'urn:privacy-desk';
const TICK_MS = 5;
/** Orders of this age are there to be looked up. */
const SETTLED_SECONDS = 10;
const LONGEST_CATCHING_UP_MS = 180_000;
const NO_CAP = '1000000';
/** As `nice -n 10` does. */
const BEHIND = 10;

export interface WantedLookUps {
  readonly perSecond: number;
  readonly ordersPerSecond: number;
  readonly seconds: number;
  readonly nodeFlags: readonly string[];
}

export async function lookUps(world: BenchWorld, wanted: WantedLookUps): Promise<LookUps> {
  const client = {
    clientId: 'customer-service',
    clientSecret: randomBytes(24).toString('base64url'),
    roles: ['customer-service'],
  };
  const provider = await startIdentityProvider({ port: 0, audience: AUDIENCE, clients: [client] });
  const settings = {
    DESK_OIDC_ISSUER: provider.issuer,
    DESK_OIDC_AUDIENCE: AUDIENCE,
    DESK_REQUESTS_PER_MINUTE: NO_CAP,
    DESK_LOOK_UPS_PER_HOUR: NO_CAP,
  };
  const road = await world.startServices(['intake', 'carriers', 'erasure']);
  // As under load: one instance follows the orders, for which nobody waits, another one answers.
  const following = await world.startServices(['desk'], [], undefined, settings);
  os.setPriority(following.pid, BEHIND);
  const desk = await world.startServices(['desk'], wanted.nodeFlags, undefined, { ...settings, DESK_FOLLOWS: 'no' });
  const token = await fetchToken(provider.issuer, client);
  const { ordersPerSecond, perSecond, seconds } = wanted;
  const part = (run: string, rate: number, length: number): readonly Prepared[] =>
    Array.from(generateOrders({ seed: `look-ups/${run}`, count: length * rate, customers: 5_000 }), (order) => ({
      key: order.orderId,
      events: [world.placed(order), world.paid(order)],
    }));
  const { fast, steady } = WARM_UP;
  const orders = part('measured', ordersPerSecond, steady.seconds + seconds);
  const sent: string[] = [];
  const send = (prepared: readonly Prepared[], rate: number): Promise<void> =>
    sendAtRate(world, prepared, rate, (batch) => {
      for (const { key } of batch) sent.push(key);
    });
  const fastRate = ordersPerSecond * fast.times;
  await send(part('fast', fastRate, fast.seconds), fastRate);
  await signAgreement(desk.address('desk'), token);
  const ask = askerOf(desk.address('desk'), token);
  await untilShown(ask, sent.at(-1) ?? '');
  const sending = send(orders, ordersPerSecond);
  const known: Known = {
    count: () => Math.max(1, sent.length - SETTLED_SECONDS * ordersPerSecond),
    at: (place) => sent[place] ?? '',
  };
  await sleep(SETTLED_SECONDS * 1_000);
  await askAtRate(ask, known, perSecond, steady.seconds - SETTLED_SECONDS);
  const workBefore = await lookAtWork(world);
  const before = lookAtCpu();
  const answers = await askAtRate(ask, known, perSecond, seconds);
  const names = new Map([
    [road.pid, 'road'],
    [desk.pid, 'desk that answers'],
    [following.pid, 'desk that follows'],
  ]);
  const cores = coresBetween(before, lookAtCpu(), names);
  const work = workBetween(workBefore, await lookAtWork(world), ordersPerSecond * seconds);
  await sending;
  await Promise.all([desk.stop(), following.stop(), road.stop(), provider.close()]);
  const took = answers.map(({ ms }) => ms).sort((one, other) => one - other);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? Number.NaN;
  return {
    perSecond,
    ordersPerSecond,
    samples: took.length,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
    maxMs: at(1),
    shown: answers.filter(({ status }) => status === 200).length,
    cores,
    work,
  };
}

interface Answer {
  readonly status: number;
  readonly ms: number;
}

type Ask = (orderId: string, dueMs: number) => Promise<Answer>;

/** Orders that can be looked up: a list that grows, and that is not copied with each look. */
interface Known {
  readonly count: () => number;
  readonly at: (place: number) => string;
}

/** Each question counts from when it was due: a slow answer must not hold back the next question. */
async function askAtRate(ask: Ask, known: Known, perSecond: number, seconds: number): Promise<readonly Answer[]> {
  const startedMs = performance.now();
  const asked: Promise<Answer>[] = [];
  while (asked.length < perSecond * seconds) {
    const count = known.count();
    const due = Math.min(((performance.now() - startedMs) / 1_000) * perSecond, perSecond * seconds);
    while (asked.length < due) {
      asked.push(ask(known.at((asked.length * 7_919) % count), startedMs + (asked.length / perSecond) * 1_000));
    }
    await sleep(TICK_MS);
  }
  return Promise.all(asked);
}

/** The desk has followed what was sent so far: while it catches up, it does nothing else. */
async function untilShown(ask: Ask, orderId: string): Promise<void> {
  const deadlineMs = performance.now() + LONGEST_CATCHING_UP_MS;
  while ((await ask(orderId, performance.now())).status !== 200) {
    if (performance.now() > deadlineMs) throw new Error('the desk did not catch up');
    await sleep(250);
  }
}

/** As a person does at her first log-in; from then on each question looks whether she has. */
async function signAgreement(address: string, token: string): Promise<void> {
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  const body = JSON.stringify({ edition: AGREEMENT_TEXT.edition });
  const signed = await fetch(`${address}/v1/agreements/mine`, { method: 'POST', headers, body });
  if (!signed.ok) throw new Error(`the agreement could not be signed: ${signed.status}`);
}

function askerOf(address: string, token: string): Ask {
  const agent = new Agent({ keepAlive: true, maxSockets: 64 });
  const { hostname, port } = new URL(address);
  const headers = { authorization: `Bearer ${token}`, 'content-type': 'application/json' };
  // Taken apart once, not with each question.
  const door = { hostname, port, path: '/v1/orders/look-up', method: 'POST', agent, headers };
  return (orderId, dueMs) =>
    new Promise((resolve, reject) => {
      const asking = request(door, (response) => {
        response.resume();
        response.on('end', () => resolve({ status: response.statusCode ?? 0, ms: performance.now() - dueMs }));
      });
      asking.on('error', reject);
      asking.end(JSON.stringify({ orderId, purpose: 'after-sales', reason: 'CUSTOMER_QUESTION' }));
    });
}
