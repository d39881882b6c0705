// The orders of erasure in MongoDB, collection `erasure.orders`. Bulk commands only: a find and a write per unit, whatever the number of orders.
import type { Db, Document } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { mongoCodeOf } from '#shared/errors/foreign/mongo-errors';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { findByIds } from '#shared/mongo/bulk-commands';
import { ensureIndexes } from '#shared/mongo/collection';
import type { TrackedOrder } from '../domain/tracked-order.js';
import { type GuardDocument, type OrderDocument, toDocument, toTrackedOrder } from './order-document.js';
import type { Guard, OrderStore } from './order-store.js';
import { updatesFor } from './order-updates.js';

type Stored = OrderDocument | GuardDocument;

interface WriteReply {
  readonly n: number;
  readonly writeErrors?: readonly { readonly code: number }[];
}

const DUPLICATE_KEY = 11_000;
const MOST_PER_COMMAND = 1_000;
const MOST_GUARDED_PER_COMMAND = 5_000;
/** Without the journal a power cut could lose what was committed to Kafka in the belief that it is kept. */
const DURABLE = { w: 'majority', j: true, wtimeout: 10_000 } as const;
/** The one who waits longest comes first. */
const BY_DUE = { nextDueAt: 1 } as const;
const HELD = { legalHolds: { $exists: true } };
const BY_REMINDER = { 'reminder.atMs': 1 } as const;

/** Stores outside are named in `awaited`; whoever else has not answered is a service of the broker. */
const OUTSIDE = { $map: { input: { $objectToArray: { $ifNull: ['$saga.awaited', {}] } }, in: '$$this.k' } };
const SERVICE_IS_MISSING = {
  $gt: [{ $size: { $setDifference: ['$saga.participants', { $concatArrays: ['$saga.answered', OUTSIDE] }] } }, 0],
};

export const ORDERS_COLLECTION = 'erasure.orders';

interface LaneDocument {
  /** Number of the lane. */
  readonly _id: string;
  readonly policyVersion: number;
}

/** Creates the indexes; rejects with the driver's error, MONGO_UNAVAILABLE or MONGO_REFUSED, and so does every call. */
export async function createMongoOrderStore(db: Db, name: string = ORDERS_COLLECTION): Promise<OrderStore> {
  await ensureIndexes(db, name, [
    // Partial: an order without a date costs the index nothing.
    { keys: { lane: 1, nextDueAt: 1 }, where: { nextDueAt: { $exists: true } } },
    { keys: { 'legalHolds.placedAt': 1 }, where: { legalHolds: { $exists: true } } },
    { keys: { lane: 1, 'reminder.atMs': 1 }, where: { 'reminder.atMs': { $exists: true } } },
  ]);
  const orders = db.collection<Stored>(name);
  const lanes = db.collection<LaneDocument>(`${name}.lanes`);

  async function inLane(filter: Document, sort: Readonly<Record<string, 1>>, limit: number): Promise<TrackedOrder[]> {
    // What does not fit into one reply comes with the next look.
    const command = { find: name, filter, sort, limit, batchSize: limit, singleBatch: true };
    const { cursor } = (await db.command(command)) as unknown as { readonly cursor: { readonly firstBatch: Stored[] } };
    return cursor.firstBatch.flatMap((document) => ('erased' in document ? [] : [toTrackedOrder(document)]));
  }

  return {
    find: async (orderRefs) => {
      const known = new Map<OrderRef, TrackedOrder | Guard>();
      for (const document of await findByIds<Stored>(db, name, orderRefs))
        known.set(document._id as OrderRef, 'erased' in document ? 'erased' : toTrackedOrder(document));
      return known;
    },
    save: async (changes) => {
      const inserts = changes.filter(({ before }) => before.version === 0).map(({ after }) => toDocument(after));
      const updates = updatesFor(changes.filter(({ before }) => before.version > 0));
      const [inserted, updated] = await Promise.all([
        write(db, inserts, (documents) => ({ insert: name, documents })),
        write(db, updates, (statements) => ({ update: name, updates: statements })),
      ]);
      return inserted + updated === changes.length;
    },
    findDue: (lane, nowMs, limit) => inLane({ lane, nextDueAt: { $lte: nowMs } }, BY_DUE, limit),
    findToRemind: (lane, machineNowMs, limit) =>
      inLane({ lane, 'reminder.atMs': { $lte: machineNowMs } }, BY_REMINDER, limit),
    findOverdue: (lane, machineNowMs, limit) => {
      const overdue = { lane, 'reminder.atMs': { $exists: true }, 'reminder.overdueAtMs': { $lt: machineNowMs } };
      return inLane(overdue, BY_REMINDER, limit);
    },
    findHeld: async (limit) => {
      const held = await orders.find(HELD, { sort: { 'legalHolds.placedAt': 1 }, limit }).toArray();
      return held.flatMap((document) => ('erased' in document ? [] : [toTrackedOrder(document)]));
    },
    countAtRest: async () => {
      const [held, erased] = await Promise.all([orders.countDocuments(HELD), orders.countDocuments({ erased: true })]);
      return { held, erased };
    },
    countRunning: async (lane, machineNowMs) => {
      const running = { lane, 'reminder.atMs': { $exists: true } };
      return {
        running: await orders.countDocuments(running),
        overdue: await orders.countDocuments({ ...running, 'reminder.overdueAtMs': { $lt: machineNowMs } }),
      };
    },
    remindUnconfirmed: async (lane, machineNowMs) => {
      const unconfirmed = [{ 'saga.completedAt': { $type: 'number' as const } }, { $expr: SERVICE_IS_MISSING }];
      await orders.updateMany(
        { lane, 'reminder.atMs': { $gt: machineNowMs }, $or: unconfirmed },
        { $set: { 'reminder.atMs': machineNowMs } },
      );
    },
    scan: async (after, limit) => {
      const found = await orders
        .find({ _id: { $gt: after } }, { sort: { _id: 1 }, limit, batchSize: limit + 1 })
        .toArray();
      return {
        orders: found.flatMap((document) => ('erased' in document ? [] : [toTrackedOrder(document)])),
        last: found.length < limit ? null : (found.at(-1)?._id ?? null),
      };
    },
    datesUnder: async (lane) => (await lanes.findOne({ _id: String(lane) }))?.policyVersion ?? 0,
    noteDatesUnder: async (lane, policyVersion) => {
      await lanes.updateOne({ _id: String(lane) }, { $set: { policyVersion } }, { upsert: true });
    },
    guard: async (orderRefs, lane, atMs) => {
      for (let from = 0; from < orderRefs.length; from += MOST_GUARDED_PER_COMMAND) {
        const ids = orderRefs.slice(from, from + MOST_GUARDED_PER_COMMAND);
        await orders.updateMany({ _id: { $in: ids } }, [
          { $replaceWith: { _id: '$_id', lane, erased: true, at: atMs } },
        ]);
      }
    },
  };
}

/** Answers how many documents were inserted or matched; ids that were taken and versions that had moved are not counted. */
async function write<T>(db: Db, items: readonly T[], commandOf: (items: readonly T[]) => Document): Promise<number> {
  let written = 0;
  for (let from = 0; from < items.length; from += MOST_PER_COMMAND) {
    const command = commandOf(items.slice(from, from + MOST_PER_COMMAND));
    const reply = (await db.command({ ...command, ordered: false, writeConcern: DURABLE })) as unknown as WriteReply;
    for (const { code } of reply.writeErrors ?? []) if (code !== DUPLICATE_KEY) throw refused(code);
    written += reply.n;
  }
  return written;
}

/** A failure of single documents comes in a reply that says ok, so it is named here as the driver would have. */
function refused(code: number): FulfilmentError {
  return new FulfilmentError(mongoCodeOf({ name: 'MongoServerError', code }) ?? 'MONGO_REFUSED', { number: code });
}
