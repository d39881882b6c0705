// Authorisations in MongoDB: `desk.authorisations`, and `desk.third-parties` with their public keys. What is over is forgotten like a view.
import { type Db, type Filter, MongoServerError } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { type Authorisation, type ThirdParty, validUntil } from '../domain/authorisations/authorisation.js';
import type { AuthorisationStore } from './authorisation-store.js';

interface AuthorisationDocument extends Omit<Authorisation, 'authorisationId'> {
  readonly _id: string;
  /** null: not given yet. */
  readonly validUntilMs: number | null;
  /** When it is forgotten; absent while it is not over. */
  readonly until?: Date;
}
interface PartyDocument extends Omit<ThirdParty, 'thirdPartyId' | 'removal'> {
  readonly _id: string;
  readonly removal?: ThirdParty['removal'];
}

const AUTHORISATIONS = 'desk.authorisations';
const PARTIES = 'desk.third-parties';
const DUPLICATE_KEY = 11_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

/** @param keepMs how long it stays on record what was authorised once */
export async function createMongoAuthorisationStore(db: Db, keepMs: number): Promise<AuthorisationStore> {
  await ensureIndexes(db, AUTHORISATIONS, [
    { keys: { customerRef: 1, askedAtMs: -1, _id: -1 } },
    { keys: { orderRef: 1 } },
    { keys: { askedAtMs: -1, _id: -1 } },
    { keys: { ended: 1 } },
  ]);
  await db.collection(AUTHORISATIONS).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const authorisations = collectionOf<AuthorisationDocument>(db, AUTHORISATIONS);
  const parties = collectionOf<PartyDocument>(db, PARTIES);
  const toDocument = ({ authorisationId, ...kept }: Authorisation): AuthorisationDocument => ({
    _id: authorisationId,
    ...kept,
    validUntilMs: validUntil({ authorisationId, ...kept }),
    ...(kept.ended === null ? {} : { until: new Date(kept.ended.atMs + keepMs) }),
  });
  const find = async (authorisationId: string): Promise<Authorisation | null> => {
    const found = await authorisations.findOne({ _id: authorisationId });
    return found === null ? null : toAuthorisation(found);
  };
  const all = async (filter: Filter<AuthorisationDocument>, limit: number): Promise<readonly Authorisation[]> =>
    (await authorisations.find(filter, { sort: { askedAtMs: -1, _id: -1 }, limit }).toArray()).map(toAuthorisation);
  return {
    putThirdParty: async ({ thirdPartyId, ...party }) => {
      await parties.replaceOne({ _id: thirdPartyId }, party, { upsert: true, ...DURABLE });
    },
    findThirdParty: async (thirdPartyId) => {
      const found = await parties.findOne({ _id: thirdPartyId });
      return found === null ? null : toParty(found);
    },
    forgetThirdParty: async (thirdPartyId) => {
      await parties.deleteOne({ _id: thirdPartyId, removal: { $type: 'object' } }, DURABLE);
    },
    owes: async (thirdPartyId) => {
      const inForce = { ended: null, givenAtMs: { $ne: null } };
      const toTakeBack = { ended: { $ne: null }, published: { $ne: null }, takenBackAtMs: null };
      return (await authorisations.findOne({ thirdPartyId, $or: [inForce, toTakeBack] })) !== null;
    },
    thirdParties: async () => (await parties.find({}, { sort: { _id: 1 } }).toArray()).map(toParty),
    create: async (authorisation) => {
      try {
        await authorisations.insertOne(toDocument(authorisation), DURABLE);
        return authorisation;
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        const first = await find(authorisation.authorisationId);
        if (first === null) throw error;
        return first;
      }
    },
    find,
    page: async (customerRef, limit, after) => {
      const last = after === null ? null : await authorisations.findOne({ _id: after });
      const { askedAtMs = 0, _id = '' } = last ?? {};
      return all(
        {
          ...(customerRef === null ? {} : { customerRef }),
          ...(last === null ? {} : { $or: [{ askedAtMs: { $lt: askedAtMs } }, { askedAtMs, _id: { $lt: _id } }] }),
        },
        limit,
      );
    },
    ofOrders: (orderRefs) => all({ orderRef: { $in: [...orderRefs] } }, 0),
    inForceFor: (thirdPartyId) => all({ ended: null, thirdPartyId, givenAtMs: { $ne: null } }, 0),
    due: async ({ nowMs, machineMs, policyVersion }, limit) => {
      const found = await authorisations
        .find(
          {
            $or: [
              { ended: null, givenAtMs: null, confirmUntilMs: { $ne: null, $lte: machineMs } },
              { ended: null, validUntilMs: { $ne: null, $lte: nowMs } },
              { ended: null, givenAtMs: { $ne: null }, 'published.policyVersion': { $ne: policyVersion } },
              { ended: { $ne: null }, published: { $ne: null }, takenBackAtMs: null },
            ],
          },
          { limit },
        )
        .toArray();
      return found.map(toAuthorisation);
    },
    save: async (authorisation) => {
      const { _id, ...changed } = toDocument(authorisation);
      const before = { _id, revision: authorisation.revision - 1 };
      return (await authorisations.updateOne(before, { $set: changed }, DURABLE)).matchedCount === 1;
    },
  };
}

function toAuthorisation(document: AuthorisationDocument): Authorisation {
  const { _id, validUntilMs: _validUntilMs, until: _until, ...kept } = document;
  return { authorisationId: _id, ...kept };
}

function toParty({ _id, removal = null, ...party }: PartyDocument): ThirdParty {
  return { thirdPartyId: _id, ...party, removal };
}
