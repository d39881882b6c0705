// Accounts in MongoDB, collection `desk.accounts`: keyed hash and moments, nothing else.
import type { Db } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { AccountStore } from './account-store.js';

interface AccountDocument {
  readonly _id: string;
  readonly deactivatedAtMs?: number;
  readonly signedInAtMs?: number;
}

const COLLECTION = 'desk.accounts';
const FIELDS = { deactivated: 'deactivatedAtMs', 'last-sign-in': 'signedInAtMs' } as const;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoAccountStore(db: Db): Promise<AccountStore> {
  await ensureIndexes(db, COLLECTION, [{ keys: { deactivatedAtMs: 1 } }, { keys: { signedInAtMs: 1 } }]);
  const accounts = collectionOf<AccountDocument>(db, COLLECTION);
  return {
    note: async (_id, moment, atMs) => {
      await accounts.updateOne({ _id }, { $max: { [FIELDS[moment]]: atMs } }, { upsert: true, ...DURABLE });
    },
    withMomentBefore: async (before, limit) => {
      const moments = [
        { deactivatedAtMs: { $lte: before.deactivated } },
        { signedInAtMs: { $lte: before['last-sign-in'] } },
      ];
      const found = await accounts.find({ $or: moments }, { limit }).toArray();
      return found.map(({ _id, deactivatedAtMs = null, signedInAtMs = null }) => ({
        customerRef: _id,
        deactivatedAtMs,
        signedInAtMs,
      }));
    },
    forget: async (_id) => {
      await accounts.deleteOne({ _id }, DURABLE);
    },
  };
}
