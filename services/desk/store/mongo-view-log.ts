// The record of views in MongoDB: `desk.views`, and `desk.look-ups` with a counter per person and hour.
import type { Db, Filter } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { View, ViewLog } from './view-log.js';

/** `_id` orders by time and is unique: instant and id. */
type ViewDocument = Omit<View, 'viewId'> & { readonly _id: string; readonly until: Date };

interface CounterDocument {
  readonly _id: string;
  readonly count: number;
  readonly until: Date;
}

const VIEWS = 'desk.views';
const COUNTERS = 'desk.look-ups';
const HOUR_MS = 3_600_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
/** A count that a crash loses lets somebody look once more; what is on record of the look is durable. People wait for both. */
const COUNTED = { w: 1, j: false } as const;

/** @param keepMs how long a view stays on record */
export async function createMongoViewLog(db: Db, keepMs: number): Promise<ViewLog> {
  await ensureIndexes(db, VIEWS, [{ keys: { subjectRef: 1, _id: -1 } }, { keys: { by: 1, _id: -1 } }]);
  for (const name of [VIEWS, COUNTERS])
    await db.collection(name).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const views = collectionOf<ViewDocument>(db, VIEWS);
  const counters = collectionOf<CounterDocument>(db, COUNTERS);
  return {
    note: async ({ viewId, ...view }) => {
      const document = { _id: keyOf(view.atMs, viewId), ...view, until: new Date(view.atMs + keepMs) };
      await views.insertOne(document, DURABLE);
    },
    countLookUp: async (by, atMs) => {
      const hour = Math.floor(atMs / HOUR_MS);
      const counted = await counters.findOneAndUpdate(
        { _id: `${hour}/${by}` },
        { $inc: { count: 1 }, $setOnInsert: { until: new Date((hour + 2) * HOUR_MS) } },
        { upsert: true, returnDocument: 'after', writeConcern: COUNTED },
      );
      return counted?.count ?? 1;
    },
    page: async ({ by, subjectRef }, limit, after) => {
      const filter: Filter<ViewDocument> = {
        ...(by === undefined ? {} : { by }),
        ...(subjectRef === undefined ? {} : { subjectRef }),
        ...(after === null ? {} : { _id: { $lt: after } }),
      };
      const found = await views.find(filter, { sort: { _id: -1 }, limit: limit + 1 }).toArray();
      const shown = found.slice(0, limit);
      return {
        views: shown.map(toView),
        next: found.length > limit ? (shown.at(-1)?._id ?? null) : null,
      };
    },
  };
}

function toView(document: ViewDocument): View {
  const { _id, by, role, subjectRef, categories, purpose, reason, outcome, atMs } = document;
  return { viewId: _id.slice(_id.indexOf('.') + 1), by, role, subjectRef, categories, purpose, reason, outcome, atMs };
}

function keyOf(atMs: number, viewId: string): string {
  return `${String(atMs).padStart(14, '0')}.${viewId}`;
}
