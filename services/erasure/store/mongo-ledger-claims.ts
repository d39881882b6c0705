// The claims on ledger entries in MongoDB, collection `erasure.claims`: { _id: `erasureId/kind`, claim }.
import type { Db } from 'mongodb';
import { collectionOf } from '#shared/mongo/collection';
import { claimMany, type ClaimedDocument } from '#shared/mongo/insert-claims';
import type { LedgerClaims } from '../ledger/ledger-claims.js';

export const CLAIMS_COLLECTION = 'erasure.claims';

export function createMongoLedgerClaims(db: Db, name: string = CLAIMS_COLLECTION): LedgerClaims {
  const collection = collectionOf<ClaimedDocument>(db, name);
  return {
    claim: async (claims) => {
      if (claims.length === 0) return [];
      const documents = claims.map(({ erasureId, kind, position }) => ({
        _id: `${erasureId}/${kind}`,
        claim: position,
      }));
      return claimMany(collection, documents);
    },
  };
}
