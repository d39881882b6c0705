// The claims on ledger entries in MongoDB, collection `erasure.claims`: { _id: `erasureId/kind`, claim }.
import type { Db } from 'mongodb';
import { collectionOf } from '#shared/mongo/collection';
import { claimMany, type ClaimedDocument, type ClaimOutcome } from '#shared/mongo/insert-claims';
import { insertTogether } from '#shared/mongo/write-together';
import type { LedgerClaims } from '../ledger/ledger-claims.js';

const BYTES_OF_A_CLAIM = 300;

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
      // As bare commands, which cost a third; what was there already is looked at by the careful way.
      const taken = await insertTogether(db, name, documents, () => BYTES_OF_A_CLAIM);
      const outcomes = documents.map((): ClaimOutcome => 'won');
      if (taken.length === 0) return outcomes;
      const settled = await claimMany(
        collection,
        taken.map((place) => documents[place] as (typeof documents)[number]),
      );
      taken.forEach((place, index) => (outcomes[place] = settled[index] as ClaimOutcome));
      return outcomes;
    },
  };
}
