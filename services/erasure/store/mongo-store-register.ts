// The register in MongoDB, collection `erasure.participants`, and the receipts that were accepted, collection `erasure.confirmed`.
import type { Db } from 'mongodb';
import type { Clock } from '#shared/domain/clock';
import { collectionOf } from '#shared/mongo/collection';
import { claimMany, type ClaimedDocument } from '#shared/mongo/insert-claims';
import type { OutsideStore } from '../domain/outside-stores.js';
import type { StoreRegister } from './store-register.js';

type StoreDocument = Omit<OutsideStore, 'name'> & { readonly _id: string };

/** Every unit and tick asks; who was struck off or added is known to all instances this soon. */
const FRESH_MS = 1_000;

const STORES_COLLECTION = 'erasure.participants';

/** @param machineClock real time */
export function createMongoStoreRegister(db: Db, machineClock: Clock, name: string = STORES_COLLECTION): StoreRegister {
  const stores = collectionOf<StoreDocument>(db, name);
  const receipts = collectionOf<ClaimedDocument>(db, `${name}.confirmed`);
  let known: { readonly all: ReadonlyMap<string, OutsideStore>; readonly atMs: number } | null = null;
  return {
    all: async () => {
      const nowMs = machineClock.nowMs();
      if (known !== null && nowMs - known.atMs < FRESH_MS) return known.all;
      const found = await stores.find({}, { sort: { _id: 1 } }).toArray();
      known = { all: new Map(found.map(({ _id, ...rest }) => [_id, { name: _id, ...rest }])), atMs: nowMs };
      return known.all;
    },
    put: async ({ name: _id, topics, deadlineMs, publicKey }) => {
      await stores.replaceOne({ _id }, { topics, deadlineMs, publicKey }, { upsert: true });
      known = null;
    },
    strikeOff: async (_id) => {
      await stores.deleteOne({ _id });
      known = null;
    },
    claimReceipts: async (claims) =>
      claims.length === 0
        ? []
        : claimMany(
            receipts,
            claims.map(({ id, position }) => ({ _id: id, claim: position })),
          ),
  };
}
