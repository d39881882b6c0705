// Parcels in MongoDB, `desk.parcels`, and notes of narrowing, `desk.narrowed`. No personal data; gone with the order, at the latest after 30 days.
import type { Db } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { keepDocuments, type Kept } from '#shared/mongo/keep-documents';
import type { NarrowedNote, NarrowedTotal, ParcelNews, ParcelShelf } from './parcel-shelf.js';

interface ParcelDocument extends Pick<ParcelNews, 'orderRef' | 'carrierId'> {
  /** Keyed hash of the order and number of the parcel. */
  readonly _id: string;
  /** When it came to each state last: whatever comes twice or late, the newest is the newest. */
  readonly states?: Readonly<Record<string, number>>;
  readonly until: Date;
}

interface NoteDocument extends Omit<NarrowedNote, 'place'> {
  readonly _id: string;
  readonly until: Date;
}

const PARCELS = 'desk.parcels';
const NARROWED = 'desk.narrowed';
const HOUR_MS = 3_600_000;
const DAY_MS = 24 * HOUR_MS;
const KEEP_PARCELS_MS = 30 * DAY_MS;
const KEEP_NOTES_MS = 90 * DAY_MS;
const DUPLICATE_KEY = 11_000;
const MOST_PARCELS = 100;
/** A record lies with the carrier in every state but this one. */
const HELD = 'HELD';
const FIRST: ReadonlySet<string> = new Set([HELD, 'RELEASED']);
const NEWEST = {
  $reduce: {
    input: { $objectToArray: { $ifNull: ['$states', {}] } },
    initialValue: { k: HELD, v: -1 },
    in: { $cond: [{ $gte: ['$$this.v', '$$value.v'] }, '$$this', '$$value'] },
  },
};

/** @param nowMs real time: what is not heard of for 30 days goes, as it does from the topic */
export async function createMongoParcelShelf(db: Db, nowMs: () => number): Promise<ParcelShelf> {
  await ensureIndexes(db, PARCELS, [{ keys: { orderRef: 1 } }]);
  for (const name of [PARCELS, NARROWED])
    await db.collection(name).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const parcels = collectionOf<ParcelDocument>(db, PARCELS);
  const notes = collectionOf<NoteDocument>(db, NARROWED);
  return {
    apply: async (news) => {
      if (news.length === 0) return;
      // By the hour, so that hardly any news moves a parcel within the index that they run out by.
      const until = new Date(Math.floor((nowMs() + KEEP_PARCELS_MS) / HOUR_MS) * HOUR_MS);
      await keepDocuments(db, PARCELS, keptOf(news, until));
    },
    ofOrder: async (orderRef) => {
      const found = await parcels.find({ orderRef }, { limit: MOST_PARCELS }).toArray();
      const lives = found.map(({ _id, carrierId, states = {} }) => ({
        parcel: Number(_id.slice(_id.indexOf('/') + 1)),
        carrierId,
        states: new Map(Object.entries(states)),
      }));
      return lives.toSorted((one, other) => one.parcel - other.parcel);
    },
    noteNarrowed: async (each) => {
      if (each.length === 0) return;
      const documents = each.map(({ place, ...note }) => ({
        _id: place,
        ...note,
        until: new Date(note.atMs + KEEP_NOTES_MS),
      }));
      await notes.insertMany(documents, { ordered: false }).catch(passOverDuplicates);
    },
    erase: async (orderRefs) => {
      if (orderRefs.length > 0) await parcels.deleteMany({ orderRef: { $in: [...orderRefs] } });
    },
    countByCarrier: async () => {
      const counts = await parcels
        .aggregate<{ readonly _id: string; readonly count: number }>([
          { $project: { carrierId: 1, newest: NEWEST } },
          { $match: { 'newest.k': { $ne: HELD } } },
          { $group: { _id: '$carrierId', count: { $sum: 1 } } },
          { $sort: { _id: 1 } },
        ])
        .toArray();
      return new Map(counts.map(({ _id, count }) => [_id, count]));
    },
    narrowed: async (limit) => {
      const totals = await notes
        .aggregate<
          Omit<NarrowedTotal, 'carrierId' | 'policyVersion'> & {
            readonly _id: Pick<NarrowedTotal, 'carrierId' | 'policyVersion'>;
          }
        >([
          {
            $group: {
              _id: { policyVersion: '$policyVersion', carrierId: '$carrierId' },
              rewritten: { $sum: '$rewritten' },
              withdrawn: { $sum: '$withdrawn' },
              atMs: { $max: '$atMs' },
            },
          },
          { $sort: { '_id.policyVersion': -1, '_id.carrierId': 1 } },
          { $limit: limit },
        ])
        .toArray();
      return totals.map(({ _id, ...total }) => ({ ..._id, ...total }));
    },
  };
}

/** One for each parcel, whatever came of it. What was only held or released so far is probably new. */
function keptOf(news: readonly ParcelNews[], until: Date): Kept[] {
  const found = new Map<string, Required<Omit<ParcelDocument, '_id'>>>();
  for (const { orderRef, parcel, carrierId, state, atMs } of news) {
    const id = `${orderRef}/${parcel}`;
    const states = found.get(id)?.states ?? {};
    found.set(id, {
      orderRef,
      carrierId,
      until,
      states: { ...states, [state]: Math.max(states[state] ?? 0, atMs) },
    });
  }
  return [...found].map(([_id, parcel]) => {
    const { states, ...set } = parcel;
    const $max = Object.fromEntries(Object.entries(states).map(([state, atMs]) => [`states.${state}`, atMs]));
    const kept = { id: _id, statement: { q: { _id }, u: { $set: set, $max }, upsert: true } };
    return Object.keys(states).every((state) => FIRST.has(state)) ? { ...kept, fresh: { _id, ...parcel } } : kept;
  });
}

function passOverDuplicates(error: unknown): void {
  const { writeErrors } = error as { readonly writeErrors?: readonly { readonly code: number }[] | { code: number } };
  const failures = writeErrors === undefined ? [] : [writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
}
