// A mirror in MongoDB: one document per key in the collection, `<collection>.positions` and `<collection>.receipts` beside it. Needs a replica set:
// rows, receipts and position move in one transaction.
import type { AnyBulkWriteOperation, ClientSession, Collection, Db } from 'mongodb';
import type { MirrorChange, MirrorReceipt, MirrorStore } from './mirror-store.js';

interface Row {
  readonly _id: string;
  readonly partition: number;
  readonly value: Readonly<Record<string, unknown>>;
}

interface Position {
  readonly _id: number;
  readonly next: number;
  readonly atMs: number;
}

interface StoredReceipt extends MirrorReceipt {
  readonly _id: string;
}

/** Rows are `{ _id: key, partition, value }`. */
export async function createMongoMirrorStore(db: Db, name: string): Promise<MirrorStore> {
  const rows: Collection<Row> = db.collection(name);
  const positions: Collection<Position> = db.collection(`${name}.positions`);
  const receipts: Collection<StoredReceipt> = db.collection(`${name}.receipts`);
  await rows.createIndex({ partition: 1 });

  async function applyIn(
    session: ClientSession,
    partition: number,
    changes: readonly MirrorChange[],
    next: number,
    nowMs: number,
  ): Promise<void> {
    // Writes first: whoever else moves this position then waits or fails, and reads what is true.
    const before = await positions.findOneAndUpdate(
      { _id: partition },
      { $max: { next }, $set: { atMs: nowMs } },
      { upsert: true, session, returnDocument: 'before' },
    );
    const from = before?.next ?? 0;
    const wanted = changes.filter(({ offset }) => offset >= from);
    if (wanted.length === 0) return;
    const asked = wanted.filter(({ value, erasureId }) => value === null && erasureId !== undefined);
    const held = new Set(
      (
        await rows.find({ _id: { $in: asked.map(({ key }) => key) } }, { projection: { _id: 1 }, session }).toArray()
      ).map(({ _id }) => _id),
    );
    const writes = wanted.map(
      ({ key, value }): AnyBulkWriteOperation<Row> =>
        value === null
          ? { deleteOne: { filter: { _id: key } } }
          : { replaceOne: { filter: { _id: key }, replacement: { partition, value }, upsert: true } },
    );
    await rows.bulkWrite(writes, { ordered: true, session });
    const noted = receiptsOf(wanted, held, nowMs);
    if (noted.length > 0)
      await receipts.bulkWrite(
        noted.map((receipt) => ({
          updateOne: { filter: { _id: receipt._id }, update: { $setOnInsert: receipt }, upsert: true },
        })),
        { session },
      );
  }

  return {
    positions: async () =>
      new Map((await positions.find().toArray()).map(({ _id, next, atMs }) => [_id, { next, atMs }])),
    apply: (partition, changes, next, nowMs) =>
      db.client.withSession((session) =>
        session.withTransaction(() => applyIn(session, partition, changes, next, nowMs)),
      ),
    retain: async (partition, keys, next) => {
      await positions.updateOne({ _id: partition }, { $set: { next } });
      return (await rows.deleteMany({ partition, _id: { $nin: [...keys] } })).deletedCount;
    },
    existing: async (keys) => {
      const found = await rows.find({ _id: { $in: [...keys] } }, { projection: { _id: 1 } }).toArray();
      return new Set(found.map(({ _id }) => _id));
    },
    pendingReceipts: async (limit) =>
      receipts.find<MirrorReceipt>({}, { sort: { atMs: 1 }, limit, projection: { _id: 0 } }).toArray(),
    receiptsSent: async (sent) => {
      await receipts.deleteMany({ _id: { $in: sent.map(idOf) } });
    },
  };
}

function idOf({ erasureId, key }: Pick<MirrorReceipt, 'erasureId' | 'key'>): string {
  return `${erasureId}/${key}`;
}

/** @param held keys that were there before the batch; a value earlier in the batch counts as well */
function receiptsOf(changes: readonly MirrorChange[], held: ReadonlySet<string>, atMs: number): StoredReceipt[] {
  const there = new Set(held);
  return changes.flatMap(({ key, value, erasureId }) => {
    if (value !== null) {
      there.add(key);
      return [];
    }
    const deletedDocuments = there.delete(key) ? 1 : 0;
    return erasureId === undefined ? [] : [{ _id: idOf({ erasureId, key }), erasureId, key, deletedDocuments, atMs }];
  });
}
