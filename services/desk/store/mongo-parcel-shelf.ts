// Parcels in MongoDB, `desk.parcels`, and notes of narrowing, `desk.narrowed`. No personal data; gone with the order, at the latest after 30 days.
import type { Db } from 'mongodb';
import { updateUnlessGuarded } from '#shared/mongo/bulk-updates';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { NarrowedNote, NarrowedTotal, ParcelNews, ParcelShelf } from './parcel-shelf.js';

interface ParcelDocument extends Omit<ParcelNews, 'parcel'> {
  readonly _id: string;
  readonly until: Date;
}

interface NoteDocument extends Omit<NarrowedNote, 'place'> {
  readonly _id: string;
  readonly until: Date;
}

const PARCELS = 'desk.parcels';
const NARROWED = 'desk.narrowed';
const DAY_MS = 86_400_000;
const KEEP_PARCELS_MS = 30 * DAY_MS;
const KEEP_NOTES_MS = 90 * DAY_MS;
const DUPLICATE_KEY = 11_000;
const ROUGH_BYTES = 400;
/** A record lies with the carrier in every state but this one. */
const HELD = 'HELD';

/** @param nowMs real time: what is not heard of for 30 days goes, as it does from the topic */
export async function createMongoParcelShelf(db: Db, nowMs: () => number): Promise<ParcelShelf> {
  await ensureIndexes(db, PARCELS, [{ keys: { orderRef: 1 } }, { keys: { carrierId: 1, state: 1 } }]);
  for (const name of [PARCELS, NARROWED])
    await db.collection(name).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const parcels = collectionOf<ParcelDocument>(db, PARCELS);
  const notes = collectionOf<NoteDocument>(db, NARROWED);
  return {
    apply: async (news) => {
      if (news.length === 0) return;
      const until = new Date(nowMs() + KEEP_PARCELS_MS);
      const writes = [...newest(news)].map(([_id, { atMs, orderRef, carrierId, state }]) => ({
        q: { _id, atMs: { $not: { $gt: atMs } } },
        u: { $set: { atMs, orderRef, carrierId, state, until } },
        upsert: true,
      }));
      // Something newer does not match the filter: that is how it stands.
      await updateUnlessGuarded(db, PARCELS, writes, () => ROUGH_BYTES);
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
          { $match: { state: { $ne: HELD } } },
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

/** By id, of each parcel the last that is newest. */
function newest(news: readonly ParcelNews[]): ReadonlyMap<string, ParcelNews> {
  const found = new Map<string, ParcelNews>();
  for (const one of news) {
    const id = `${one.orderRef}/${one.parcel}`;
    if ((found.get(id)?.atMs ?? 0) <= one.atMs) found.set(id, one);
  }
  return found;
}

function passOverDuplicates(error: unknown): void {
  const { writeErrors } = error as { readonly writeErrors?: readonly { readonly code: number }[] | { code: number } };
  const failures = writeErrors === undefined ? [] : [writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
}
