// Judicial requests in MongoDB: `desk.judicial-requests`, and `desk.authorities` with their public keys. Orders by keyed hash only.
import { type Db, MongoServerError } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { Authority, JudicialRequest } from '../domain/judicial/judicial-request.js';
import type { JudicialStore } from './judicial-store.js';

type RequestDocument = Omit<JudicialRequest, 'requestId'> & { readonly _id: string; readonly idempotencyKey: string };
type AuthorityDocument = Omit<Authority, 'authorityId'> & { readonly _id: string };

const REQUESTS = 'desk.judicial-requests';
const AUTHORITIES = 'desk.authorities';
const DUPLICATE_KEY = 11_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoJudicialStore(db: Db): Promise<JudicialStore> {
  await ensureIndexes(db, REQUESTS, [{ keys: { idempotencyKey: 1 }, unique: true }]);
  const requests = collectionOf<RequestDocument>(db, REQUESTS);
  const authorities = collectionOf<AuthorityDocument>(db, AUTHORITIES);
  return {
    putAuthority: async ({ authorityId, ...authority }) => {
      await authorities.replaceOne({ _id: authorityId }, authority, { upsert: true, ...DURABLE });
    },
    findAuthority: async (authorityId) => {
      const found = await authorities.findOne({ _id: authorityId });
      return found === null ? null : toAuthority(found);
    },
    authorities: async () => (await authorities.find({}, { sort: { _id: 1 } }).toArray()).map(toAuthority),
    create: async ({ requestId, ...request }, idempotencyKey) => {
      try {
        await requests.insertOne({ _id: requestId, ...request, idempotencyKey }, DURABLE);
        return { requestId, ...request };
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        const first = await requests.findOne({ idempotencyKey });
        if (first === null) throw error;
        return toRequest(first);
      }
    },
    find: async (requestId) => {
      const found = await requests.findOne({ _id: requestId });
      return found === null ? null : toRequest(found);
    },
    page: async (limit, after) =>
      (await requests.find(after === null ? {} : { _id: { $lt: after } }, { sort: { _id: -1 }, limit }).toArray()).map(
        toRequest,
      ),
    save: async ({ requestId, ...request }) => {
      const before = { _id: requestId, revision: request.revision - 1 };
      return (await requests.updateOne(before, { $set: request }, DURABLE)).matchedCount === 1;
    },
  };
}

function toAuthority({ _id, ...authority }: AuthorityDocument): Authority {
  return { authorityId: _id, ...authority };
}

function toRequest({ _id, idempotencyKey: _key, ...request }: RequestDocument): JudicialRequest {
  return { requestId: _id, ...request };
}
