// A shop's order service as somebody else would write it: own login, plain kafkajs, an ordinary Avro client.
// Publishes orders at a rate with what becomes of them, and follows `orders.statuses` to learn their fate.
import { setTimeout as sleep } from 'node:timers/promises';
import type { OrderStatus } from '#schemas/generated/records';
import type { Clock } from '#shared/domain/clock';
import { createSystemClock } from '#shared/domain/system-clock';
import { createDueQueue } from './due-queue.js';
import { signInBefore } from './order-service/sign-in-before.js';
import { type CourseShares, courseOf, DEFAULT_SHARES, type FollowUp } from './order-service/order-course.js';
import { dueBy, type Pace } from './order-service/pace.js';
import { createOrderFates, type FateCounts } from './order-service/order-fates.js';
import { blocksOf, type PlainOrder, withBlocks } from './orders/plain-order.js';
import type { OutsideConnection } from './outside/connection.js';
import { createDeferred } from './outside/deferred.js';
import { type OutsideRecord, startOutsidePublisher } from './outside/publisher.js';
import { startOutsideReader } from './outside/reader.js';
import { startTogether } from './outside/start-together.js';
import { createRandom } from './seeded-random.js';

export interface OrderServiceOptions extends Pace {
  readonly connection: OutsideConnection;
  /** Before every topic and group; default none. */
  readonly topicPrefix?: string;
  /** Taken one by one as they are due, so a stream of any length will do. */
  readonly orders: Iterable<PlainOrder>;
  /** Decides what becomes of each order. */
  readonly seed: number | string;
  readonly shares?: Partial<CourseShares>;
  /** What events are stamped with. */
  readonly clock: Clock;
  /** `now` (default): the clock's time when they are published; `as-generated`: the time the order already bears, for runs that must repeat. */
  readonly times?: 'now' | 'as-generated';
  /** Real ms between an event of an order and the next one; default 50 to 400. */
  readonly followUpDelayMs?: { readonly minMs: number; readonly maxMs: number };
  /** No more orders are placed while so many are neither refused nor finished; default unlimited. */
  readonly maxOpen?: number;
  /** Default: the user's name. */
  readonly groupId?: string;
  /** Every status of one of our orders, once. */
  readonly onStatus?: (status: OrderStatus) => void;
  /** Sends an order another way than in plain; null: this one goes in plain. */
  readonly placeSealed?: (order: PlainOrder) => Promise<void> | null;
  /** Whether the shop tells of the sign-in that came before each order. Default false. */
  readonly tellsSignIns?: boolean;
  /** Just before an order is sent. */
  readonly onPlaced?: (order: PlainOrder) => void;
}

export interface OrderChanges {
  /** Packed into more than one parcel. */
  readonly severalParcels: number;
  readonly rerouted: number;
  readonly corrected: number;
  readonly cancelled: number;
}

export interface OrderService {
  /** Resolves when the last event of the last order is acknowledged, or after `stop`. */
  readonly published: Promise<void>;
  /** Resolves with what ended the service for good. */
  readonly failed: Promise<Error>;
  counts(): FateCounts;
  /** What was learnt of orders after they were paid, by the events published so far. */
  changes(): OrderChanges;
  /** Orders placed that are neither refused nor finished. */
  open(): number;
  /** Ends publishing after the requests under way, leaves the group. */
  stop(): Promise<void>;
}

const USER = 'order-service';
const TICK_MS = 10;
const ORDERS_PER_TURN = 1_000;
const DEFAULT_DELAY = { minMs: 50, maxMs: 400 } as const;

/** @throws when the login or a topic is refused or missing */
export async function startOrderService(options: OrderServiceOptions): Promise<OrderService> {
  const { connection, topicPrefix = '', clock, times = 'now', maxOpen = Number.POSITIVE_INFINITY } = options;
  const realClock = createSystemClock();
  const shares = { ...DEFAULT_SHARES, ...options.shares };
  const fates = createOrderFates();
  const events = `${topicPrefix}orders.events`;
  const accounts = `${topicPrefix}accounts.events`;
  const failed = createDeferred<Error>();
  const [publisher, reader] = await startTogether([
    startOutsidePublisher(connection, USER),
    startOutsideReader({
      connection,
      clientId: USER,
      groupId: options.groupId ?? `${topicPrefix}${USER}`,
      topic: `${topicPrefix}orders.statuses`,
      onRecords: (records) => {
        for (const record of records) {
          if (record.kind !== 'value') continue;
          const status = record.value as OrderStatus;
          if (fates.told(status)) options.onStatus?.(status);
        }
      },
    }),
  ]);
  void reader.failed.then(failed.resolve);

  const followUps = createDueQueue<FollowUp>();
  const random = createRandom(`${options.seed}/delays`);
  const recordOf = (recordName: string, event: { readonly orderId: string }): OutsideRecord => ({
    topic: events,
    subject: `${events}-${recordName}`,
    key: event.orderId,
    value: event,
  });

  const signedIn: OutsideRecord[] = [];

  /** Schedules what follows, and gives the record of the order itself or its sending. */
  const place = (generated: PlainOrder, nowMs: number): OutsideRecord | Promise<void> => {
    const order = times === 'now' ? placedAt(generated, clock.nowMs()) : generated;
    const { minMs, maxMs } = options.followUpDelayMs ?? DEFAULT_DELAY;
    let dueMs = nowMs;
    for (const followUp of courseOf(order, options.seed, shares)) {
      dueMs += random.between(minMs, maxMs);
      followUps.add(dueMs, followUp);
    }
    if (options.tellsSignIns === true) {
      const value = signInBefore(order, options.seed);
      const subject = `${accounts}-fulfilment.accounts.AccountSignedIn`;
      signedIn.push({ topic: accounts, subject, key: value.customerId, value });
    }
    fates.placed(order.orderId);
    options.onPlaced?.(order);
    return options.placeSealed?.(order) ?? recordOf('fulfilment.orders.OrderPlaced', order);
  };

  const changes = { severalParcels: 0, rerouted: 0, corrected: 0, cancelled: 0 };
  let stopping = false;
  const run = async (): Promise<void> => {
    const orders = options.orders[Symbol.iterator]();
    const startedMs = realClock.nowMs();
    let placed = 0;
    let exhausted = false;
    while (!stopping && !(exhausted && followUps.size === 0)) {
      const nowMs = realClock.nowMs();
      const due = dueBy(nowMs - startedMs, options) - placed;
      const room = Math.min(due, ORDERS_PER_TURN, maxOpen - fates.open());
      const records: OutsideRecord[] = [];
      const sealed: Promise<void>[] = [];
      for (let i = 0; i < room && !exhausted; i++) {
        const next = orders.next();
        if (next.done === true) exhausted = true;
        else {
          const one = place(next.value, nowMs);
          if (one instanceof Promise) sealed.push(one);
          else records.push(one);
        }
      }
      placed += records.length + sealed.length;
      records.push(...signedIn.splice(0));
      for (let taken = followUps.takeDue(nowMs); taken !== undefined; taken = followUps.takeDue(nowMs)) {
        count(changes, taken);
        const event = times === 'now' ? { ...taken.event, occurredAt: clock.nowMs() } : taken.event;
        records.push(recordOf(taken.recordName, event));
      }
      if (records.length + sealed.length === 0) await sleep(TICK_MS);
      else await Promise.all([...sealed, publisher.publish(records)]);
    }
  };
  const published = createDeferred<void>();
  const running = run().then(published.resolve, (error: unknown) => failed.resolve(error as Error));

  return {
    published: published.promise,
    failed: failed.promise,
    counts: fates.counts,
    changes: () => ({ ...changes }),
    open: fates.open,
    stop: async () => {
      stopping = true;
      await running;
      await Promise.all([publisher.stop(), reader.stop()]);
    },
  };
}

function count(changes: { -readonly [Name in keyof OrderChanges]: number }, followUp: FollowUp): void {
  switch (followUp.recordName) {
    case 'fulfilment.orders.OrderPacked':
      if (followUp.event.parcels.length > 1) changes.severalParcels++;
      break;
    case 'fulfilment.orders.OrderRerouted':
      changes.rerouted++;
      break;
    case 'fulfilment.orders.AddressCorrected':
      changes.corrected++;
      break;
    case 'fulfilment.orders.OrderCancelled':
      changes.cancelled++;
      break;
    case 'fulfilment.orders.PaymentConfirmed':
  }
}

/** The order as if it were placed at this moment: the account is as old as the sample made it. */
function placedAt(order: PlainOrder, nowMs: number): PlainOrder {
  const { signals } = blocksOf(order);
  const age = signals.accountCreatedAt === null ? null : order.occurredAt - signals.accountCreatedAt;
  const moved = withBlocks(order, { signals: { ...signals, accountCreatedAt: age === null ? null : nowMs - age } });
  return { ...moved, occurredAt: nowMs };
}
