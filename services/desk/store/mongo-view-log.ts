// The record of views in MongoDB: `desk.views`, and `desk.look-ups` with a counter per person and hour.
import type { Db, Filter } from 'mongodb';
import { insertNew } from '#shared/mongo/bulk-commands';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { gatherMeanwhile } from '#shared/mongo/gather-meanwhile';
import type { View, ViewLog } from './view-log.js';

/** `_id` orders by time and is unique: instant and id. */
type ViewDocument = Omit<View, 'viewId'> & { readonly _id: string; readonly until: Date };

const VIEWS = 'desk.views';
const COUNTERS = 'desk.look-ups';
/** People who look at the same time; whoever comes back later begins a line of her own. */
const MOST_COUNTING = 1_000;
const HOUR_MS = 3_600_000;
const ROUGH_BYTES = 500;
/** A count that a crash loses lets somebody look once more; what is on record of the look is durable. People wait for both. */
const COUNTED = { w: 1, j: false } as const;

/** @param keepMs how long a view stays on record */
export async function createMongoViewLog(db: Db, keepMs: number): Promise<ViewLog> {
  await ensureIndexes(db, VIEWS, [{ keys: { subjectRef: 1, _id: -1 } }, { keys: { by: 1, _id: -1 } }]);
  for (const name of [VIEWS, COUNTERS])
    await db.collection(name).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const views = collectionOf<ViewDocument>(db, VIEWS);
  const counting = new Map<string, (look: null) => Promise<number>>();

  /** @returns of each of them its number in the hour */
  async function addLooks(id: string, looks: number): Promise<readonly number[]> {
    const until = new Date((Number(id.slice(0, id.indexOf('/'))) + 2) * HOUR_MS);
    const { value } = (await db.command({
      findAndModify: COUNTERS,
      query: { _id: id },
      update: { $inc: { count: looks }, $setOnInsert: { until } },
      upsert: true,
      new: true,
      fields: { count: 1 },
      writeConcern: COUNTED,
    })) as unknown as { readonly value: { readonly count: number } };
    const total = value.count;
    return Array.from({ length: looks }, (_, place) => total - looks + place + 1);
  }

  // Of many who look meanwhile one insert; durable like each alone.
  const insert = gatherMeanwhile(async (documents: readonly ViewDocument[]) => {
    await insertNew(db, VIEWS, documents, () => ROUGH_BYTES);
    return documents.map(() => undefined);
  });
  return {
    note: ({ viewId, ...view }) =>
      insert({ _id: keyOf(view.atMs, viewId), ...view, until: new Date(view.atMs + keepMs) }),
    countLookUp: (by, atMs) => {
      const id = `${Math.floor(atMs / HOUR_MS)}/${by}`;
      const count = counting.get(id) ?? gatherMeanwhile((looks: readonly null[]) => addLooks(id, looks.length));
      counting.set(id, count);
      const [oldest] = counting.keys();
      if (counting.size > MOST_COUNTING && oldest !== undefined) counting.delete(oldest);
      return count(null);
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
