// The order store in memory: passes the same suite as the one on MongoDB.
import type { OrderRef } from '#shared/domain/refs';
import { missingParticipants } from '#services/erasure/domain/erasure-saga';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import {
  type GuardDocument,
  type OrderDocument,
  toDocument,
  toTrackedOrder,
} from '#services/erasure/store/order-document';
import type { OrderStore } from '#services/erasure/store/order-store';

export interface MemoryOrderStore extends OrderStore {
  /** What lies there, as it lies there. */
  readonly documents: ReadonlyMap<string, OrderDocument | GuardDocument>;
}

export function createMemoryOrderStore(): MemoryOrderStore {
  const documents = new Map<string, OrderDocument | GuardDocument>();
  const datesUnder = new Map<number, number>();
  const living = (): OrderDocument[] => [...documents.values()].flatMap((one) => ('erased' in one ? [] : [one]));
  const inLane = (lane: number, wanted: (order: TrackedOrder) => boolean, rank: (order: TrackedOrder) => number) =>
    living()
      .map(toTrackedOrder)
      .filter((order) => order.lane === lane && wanted(order))
      .sort((a, b) => rank(a) - rank(b));
  const dueOf = ({ nextDueAt }: TrackedOrder): number => nextDueAt ?? Number.POSITIVE_INFINITY;
  const reminderOf = ({ reminder }: TrackedOrder): number => reminder?.atMs ?? Number.POSITIVE_INFINITY;
  const overdueOf = ({ reminder }: TrackedOrder): number => reminder?.overdueAtMs ?? Number.POSITIVE_INFINITY;

  return {
    documents,
    find: (orderRefs) => {
      const found = orderRefs.flatMap((orderRef) => {
        const document = documents.get(orderRef);
        if (document === undefined) return [];
        return [[orderRef, 'erased' in document ? 'erased' : toTrackedOrder(document)] as const];
      });
      return Promise.resolve(new Map(found));
    },
    save: (changes) => {
      let written = 0;
      for (const { before, after } of changes) {
        const there = documents.get(before.orderRef);
        const version = there === undefined ? 0 : 'erased' in there ? -1 : there.version;
        if (version !== before.version) continue;
        documents.set(before.orderRef, structuredClone(toDocument(after)));
        written++;
      }
      return Promise.resolve(written === changes.length);
    },
    findDue: (lane, nowMs, limit) =>
      Promise.resolve(inLane(lane, (order) => dueOf(order) <= nowMs, dueOf).slice(0, limit)),
    findToRemind: (lane, nowMs, limit) =>
      Promise.resolve(inLane(lane, (order) => reminderOf(order) <= nowMs, reminderOf).slice(0, limit)),
    findOverdue: (lane, nowMs, limit) =>
      Promise.resolve(inLane(lane, (order) => overdueOf(order) < nowMs, reminderOf).slice(0, limit)),
    findHeld: (limit) => {
      const placed = ({ legalHolds }: TrackedOrder): number => legalHolds[0]?.placedAt ?? 0;
      const held = living()
        .map(toTrackedOrder)
        .filter(({ legalHolds }) => legalHolds.length > 0);
      return Promise.resolve(held.sort((a, b) => placed(a) - placed(b)).slice(0, limit));
    },
    countAtRest: () => {
      const held = living().filter(({ legalHolds = [] }) => legalHolds.length > 0).length;
      return Promise.resolve({ held, erased: documents.size - living().length });
    },
    countRunning: (lane, nowMs) =>
      Promise.resolve({
        running: inLane(lane, ({ reminder }) => reminder !== null, reminderOf).length,
        overdue: inLane(lane, (order) => overdueOf(order) < nowMs, reminderOf).length,
      }),
    remindUnconfirmed: (lane, machineNowMs) => {
      for (const order of inLane(lane, (one) => reminderOf(one) > machineNowMs, reminderOf)) {
        const { saga, reminder } = order;
        if (reminder === null || saga === null) continue;
        const missing = missingParticipants(saga).filter((name) => saga.awaited?.[name] === undefined);
        const isUnconfirmed = saga.completedAt !== null || missing.length > 0;
        const document = documents.get(order.orderRef);
        if (!isUnconfirmed || document === undefined || 'erased' in document) continue;
        documents.set(order.orderRef, { ...document, reminder: { ...reminder, atMs: machineNowMs } });
      }
      return Promise.resolve();
    },
    scan: (after, limit) => {
      const ids = [...documents.keys()]
        .filter((id) => id > after)
        .sort()
        .slice(0, limit);
      const found = ids.map((id) => documents.get(id) as OrderDocument | GuardDocument);
      return Promise.resolve({
        orders: found.flatMap((document) => ('erased' in document ? [] : [toTrackedOrder(document)])),
        last: ids.length < limit ? null : (ids.at(-1) ?? null),
      });
    },
    datesUnder: (lane) => Promise.resolve(datesUnder.get(lane) ?? 0),
    noteDatesUnder: (lane, policyVersion) => {
      datesUnder.set(lane, policyVersion);
      return Promise.resolve();
    },
    guard: (orderRefs: readonly OrderRef[], lane, atMs) => {
      for (const orderRef of orderRefs) {
        if (documents.has(orderRef)) documents.set(orderRef, { _id: orderRef, lane, erased: true, at: atMs });
      }
      return Promise.resolve();
    },
  };
}
