// What fraud control remembers of orders, sign-ins and rulings: what its logs hold, no more. What is new is taken in at once, and told is which orders
// are judged otherwise by it.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { EntityLists } from '../domain/entity-lists.js';
import { OrderHistory } from '../domain/order-history.js';
import { decodeObservation, type KeptOrder, type OpenOrderId, type ReadOrder } from './observation-record.js';
import { erasureHeaders, type OwnRecord } from './own-record.js';
import { takeEntries } from './read-lists.js';
import { RecordKeeper } from './record-keeper.js';
import { ordersOf, SignInMemory } from './sign-in-memory.js';

export interface MemoryDeps {
  readonly codec: Pick<AvroCodec, 'decode'>;
  readonly topicName: (name: string) => string;
  readonly openOrderId: OpenOrderId;
}

/** What a unit changes. */
export class Changes {
  /** Orders to judge anew, by ref; some may be gone by the end. */
  readonly affected = new Map<string, KeptOrder>();
  /** Refs of those that nobody judged before. */
  readonly fresh = new Set<string>();

  note(orders: Iterable<KeptOrder>): void {
    for (const order of orders) this.affected.set(order.orderRef, order);
  }
}

export class FraudMemory {
  readonly orders: OrderHistory<ReadOrder>;
  readonly lists = new EntityLists();
  readonly signIns = new SignInMemory();
  private readonly deps: MemoryDeps;

  constructor(deps: MemoryDeps) {
    this.deps = deps;
    this.orders = new OrderHistory(new RecordKeeper((record) => decodeObservation(deps, record)));
  }

  /** @param doubtBelow entries before this offset of their log may have taken the place of others that nobody can read any more */
  takeLists(records: readonly IncomingRecord[], doubtBelow: number, changes: Changes): void {
    for (const { kind, hash, from, until } of takeEntries(this.deps.codec, this.lists, records, doubtBelow))
      changes.note(this.orders.ordersWith(kind, hash, from, until));
  }

  takeSignIns(records: readonly OwnRecord[], changes: Changes): void {
    changes.note(ordersOf(this.orders, this.signIns.take(this.deps.codec, records)));
  }

  /** Brings it to where the log of observations is, record after record. */
  restoreObservations(records: readonly OwnRecord[]): void {
    const orders: ReadOrder[] = [];
    const gone: string[] = [];
    for (const [orderRef, value] of newestOf(records)) {
      if (value === null) gone.push(orderRef);
      else orders.push(decodeObservation(this.deps, value));
    }
    this.orders.restore(orders, gone);
  }

  /** @returns what goes with them: tombstones for sign-ins of orders that somebody asked to erase */
  takeObservations(records: readonly OwnRecord[], changes: Changes): readonly OutgoingRecord[] {
    const leaving = this.leavingIn(records);
    const orders: ReadOrder[] = [];
    for (const [orderRef, value] of newestOf(records)) {
      if (value === null) changes.note(this.orders.remove(orderRef));
      else orders.push(decodeObservation(this.deps, value));
    }
    for (const { orderRef } of orders) if (!this.orders.has(orderRef)) changes.fresh.add(orderRef);
    changes.note(this.orders.put(orders));
    return this.signInsWith(records, leaving);
  }

  /** The orders that leave because somebody asked for it, whether they were known before or came with the same records. */
  private leavingIn(records: readonly OwnRecord[]): ReadonlyMap<string, KeptOrder> {
    const values = new Map<string, Buffer>();
    const leaving = new Map<string, KeptOrder>();
    for (const { key, value, headers } of records) {
      if (value !== null) values.set(key, value);
      if (value !== null || headers['erasure-id'] === undefined) continue;
      const bytes = values.get(key);
      const order = bytes === undefined ? this.orders.get(key) : decodeObservation(this.deps, bytes);
      if (order !== undefined) leaving.set(key, order);
    }
    return leaving;
  }

  private signInsWith(records: readonly OwnRecord[], leaving: ReadonlyMap<string, KeptOrder>): OutgoingRecord[] {
    const topic = this.deps.topicName(topics.fraudSignIns.name);
    return records.flatMap(({ key, value, headers }) => {
      const order = leaving.get(key);
      if (value !== null || order === undefined || headers['erasure-id'] === undefined) return [];
      const isLast = !this.orders.hasWith('account', order.handles.account ?? '');
      return this.signIns
        .refsOf(order, isLast)
        .map((ref) => ({ topic, partition: 0, key: ref, value: null, headers: erasureHeaders(headers) }));
    });
  }
}

function newestOf(records: readonly OwnRecord[]): ReadonlyMap<string, Buffer | null> {
  return new Map(records.map(({ key, value }) => [key, value]));
}
