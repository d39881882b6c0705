// The claims on ledger entries in MongoDB, collection `erasure.claims`: { _id: `erasureId/kind`, claim }.
import type { Db } from 'mongodb';
import { collectionOf } from '#shared/mongo/collection';
import { claimMany, type ClaimedDocument } from '#shared/mongo/insert-claims';
import type { LedgerClaims } from '../ledger/ledger-claims.js';

export const CLAIMS_COLLECTION = 'erasure.claims';

export function createMongoLedgerClaims(db: Db, name: string = CLAIMS_COLLECTION): LedgerClaims {
  const collection = collectionOf<ClaimedDocument & { readonly orderRef?: string }>(db, name);
  return {
    ordersOf: async (erasureIds) => {
      const ids = [...new Set(erasureIds)].map((erasureId) => `${erasureId}/STARTED`);
      const found = ids.length === 0 ? [] : await collection.find({ _id: { $in: ids } }).toArray();
      return new Map(
        found.flatMap(({ _id, orderRef }) =>
          orderRef === undefined ? [] : [[_id.slice(0, _id.indexOf('/')), orderRef]],
        ),
      );
    },
    claim: async (claims) => {
      if (claims.length === 0) return [];
      const documents = claims.map(({ erasureId, kind, orderRef, position }) => ({
        _id: `${erasureId}/${kind}`,
        claim: position,
        orderRef,
      }));
      return claimMany(collection, documents);
    },
  };
}
