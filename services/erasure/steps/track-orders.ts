// News, commands and receipts of a unit → the new state of their orders, and what is to be told. One look-up and one write at most, whatever the number of orders.
// When somebody else changed an order meanwhile (a former owner of the lane), everything is read and judged again: judging is idempotent.
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import type { RefusalCode } from '#shared/errors/catalogue';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { OutgoingRecord, Refusal } from '#shared/pipeline/unit';
import type { Policy } from '#shared/policy/policy';
import { lane } from '#shared/refs/lane';
import { acceptReceipt } from '../domain/accept-receipt.js';
import { overdueAt } from '../domain/erasure-saga.js';
import { isOnlyAnswered } from '../domain/only-answered.js';
import { followNews, type ReadNews } from '../domain/follow-news.js';
import type { Standing } from '../domain/order-standing.js';
import { newOrder, type TrackedOrder } from '../domain/tracked-order.js';
import type { Guard, OrderChange } from '../store/order-store.js';
import type { RecentOrders } from '../store/recent-orders.js';
import { type AnnounceDeps, intentRecord, statusRecord } from './announce.js';
import { firstDueAtUnder } from './due-dates.js';
import { type CommandOutcome, noteGuarded, obeyCommands, refuseCommand } from './obey-commands.js';
import type { ReadCommand } from './read-commands.js';
import { type ReadReceipt, RECEIPT_STEP } from './read-receipts.js';

export interface TrackDeps extends AnnounceDeps {
  readonly store: Pick<RecentOrders, 'find' | 'save' | 'keep'>;
  readonly machineClock: Clock;
  /** How long each participant may take, machine time. */
  readonly deadlineOf: (participant: string) => number;
}

export interface UnitNews {
  readonly news: ReadonlyMap<OrderRef, readonly ReadNews[]>;
  readonly receipts: ReadonlyMap<OrderRef, readonly ReadReceipt[]>;
  readonly commands: ReadonlyMap<OrderRef, readonly ReadCommand[]>;
}

export interface Tracked {
  readonly outputs: OutgoingRecord[];
  readonly refusals: Refusal[];
  /** Orders that are gone: once this unit is committed, nothing but a guard is kept of them. */
  readonly erased: OrderRef[];
  /** What became of each receipt, for counting. */
  readonly receipts: { readonly participant: string; readonly outcome: 'noted' | 'late' | 'unknown' }[];
  /** What became of each command, for the audit. */
  readonly commands: CommandOutcome[];
  /** Erasures that were answered for the first time. */
  heard: number;
  /** Machine time at which each erasure began that is over now. */
  readonly completedSinceMs: number[];
}

const MOST_ROUNDS = 10;

/** @throws FulfilmentError MONGO_UNAVAILABLE (retry) when the orders don't stay still; nothing of the unit is lost then */
export async function trackOrders(deps: TrackDeps, policy: Policy, unit: UnitNews, nowMs: number): Promise<Tracked> {
  const orderRefs = [...new Set([...unit.news.keys(), ...unit.receipts.keys(), ...unit.commands.keys()])];
  if (orderRefs.length === 0) return nothing();
  for (let round = 0; round < MOST_ROUNDS; round++) {
    const known = await deps.store.find(orderRefs);
    const judged = nothing();
    const changed: OrderChange[] = [];
    for (const orderRef of orderRefs) {
      const before = known.get(orderRef) ?? newOrder(orderRef, lane(orderRef));
      const after = judgeOrder(deps, policy, orderRef, before, unit, nowMs, judged);
      if (before !== 'erased' && after !== undefined && after !== before) changed.push({ before, after });
    }
    if (await write(deps, changed)) return judged;
  }
  throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledOrders: orderRefs.length });
}

/** Who has answered so far need not be on disk: whoever has the lane after a crash asks everybody again. */
async function write({ store, machineClock }: TrackDeps, changed: readonly OrderChange[]): Promise<boolean> {
  const passing: OrderChange[] = [];
  const lasting: OrderChange[] = [];
  for (const change of changed) (isOnlyAnswered(change) ? passing : lasting).push(change);
  if (lasting.length > 0 && !(await store.save(lasting))) return false;
  return store.keep(passing, machineClock.nowMs());
}

function nothing(): Tracked {
  return { outputs: [], refusals: [], erased: [], receipts: [], commands: [], heard: 0, completedSinceMs: [] };
}

/** The order after the unit; undefined when nothing is kept of it. */
function judgeOrder(
  deps: TrackDeps,
  policy: Policy,
  orderRef: OrderRef,
  before: TrackedOrder | Guard,
  unit: UnitNews,
  nowMs: number,
  into: Tracked,
): TrackedOrder | undefined {
  const receipts = unit.receipts.get(orderRef) ?? [];
  const commands = unit.commands.get(orderRef) ?? [];
  if (before === 'erased') {
    for (const { receipt } of receipts) into.receipts.push({ participant: receipt.participant, outcome: 'late' });
    for (const item of commands) noteGuarded(item, into);
    return undefined;
  }
  const news = unit.news.get(orderRef) ?? [];
  if (before.version === 0 && news.length === 0) {
    for (const item of receipts) refuse(item, into);
    for (const item of commands) refuseCommand(item, 'COMMAND_ORDER_UNKNOWN', into);
    return undefined;
  }
  const { order, tell } = followNews(before, news, firstDueAtUnder(policy));
  const { facts } = order.life;
  if (facts !== null) {
    for (const standing of tell) {
      into.outputs.push(statusRecord(deps, order.lane, facts.orderId, standing, policy.version));
    }
  }
  const obedient = obeyCommands(order, commands, nowMs, firstDueAtUnder(policy), into);
  return judgeReceipts(deps, policy, obedient, receipts, nowMs, into);
}

function judgeReceipts(
  deps: TrackDeps,
  policy: Policy,
  before: TrackedOrder,
  receipts: readonly ReadReceipt[],
  nowMs: number,
  into: Tracked,
): TrackedOrder {
  const orderRef = before.orderRef as OrderRef;
  let order = before;
  for (const item of receipts) {
    const { participant } = item.receipt;
    const accepted = acceptReceipt(order, item.receipt, nowMs, firstDueAtUnder(policy));
    if (accepted.kind === 'unknown') refuse(item, into);
    else if (accepted.kind === 'foreign') refuse(item, into, 'RECEIPT_FOREIGN');
    else if (accepted.kind === 'late') into.receipts.push({ participant, outcome: 'late' });
    else {
      into.receipts.push({ participant, outcome: 'noted' });
      if (accepted.kind === 'noted') {
        if (order.saga?.answered.length === 0) into.heard++;
        order = withDeadline(accepted.order, deps.deadlineOf);
        if (accepted.complete && order.saga !== null) {
          into.outputs.push(intentRecord(deps, orderRef, order.saga, 'COMPLETED'));
        }
        continue;
      }
      if (order.reminder !== null) into.completedSinceMs.push(order.reminder.sinceMs);
      if (accepted.kind === 'closed') order = accepted.order;
      else tellErased(deps, policy, order, accepted.tell, into);
    }
  }
  return order;
}

function tellErased(deps: TrackDeps, policy: Policy, order: TrackedOrder, end: Standing, into: Tracked): void {
  const { lane: laneOfOrder, life } = order;
  if (life.facts !== null) {
    into.outputs.push(statusRecord(deps, laneOfOrder, life.facts.orderId, end, policy.version));
  }
  into.erased.push(order.orderRef as OrderRef);
}

/** When somebody has answered, the deadline is that of those who have not. */
function withDeadline(order: TrackedOrder, deadlineOf: TrackDeps['deadlineOf']): TrackedOrder {
  const { saga, reminder } = order;
  if (saga === null || reminder === null) return order;
  const overdueAtMs = overdueAt(saga, reminder.sinceMs, deadlineOf);
  return overdueAtMs === reminder.overdueAtMs ? order : { ...order, reminder: { ...reminder, overdueAtMs } };
}

function refuse({ record, receipt }: ReadReceipt, into: Tracked, code: RefusalCode = 'RECEIPT_UNKNOWN'): void {
  into.receipts.push({ participant: 'unknown', outcome: 'unknown' });
  const fieldPaths = code === 'RECEIPT_FOREIGN' ? ['keys'] : ['erasureId', 'participant'];
  into.refusals.push({
    record,
    code,
    fieldPaths: receipt.participant === '' ? ['participant'] : fieldPaths,
    step: RECEIPT_STEP,
  });
}
