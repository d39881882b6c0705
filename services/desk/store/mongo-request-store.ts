// Requests of people in MongoDB: `desk.requests`, and `desk.links` with the hashes of one-time links.
import { type Db, MongoServerError } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import type { RequestStore } from './request-store.js';

type RequestDocument = Omit<SubjectRequest, 'requestId'> & { readonly _id: string; readonly idempotencyKey: string };

interface LinkDocument {
  readonly _id: string;
  readonly requestId: string;
  readonly until: Date;
}

const REQUESTS = 'desk.requests';
const LINKS = 'desk.links';
const DUPLICATE_KEY = 11_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoRequestStore(db: Db): Promise<RequestStore> {
  await ensureIndexes(db, REQUESTS, [
    { keys: { customerRef: 1, idempotencyKey: 1 }, unique: true },
    { keys: { answeredAtMs: 1, 'clock.receivedAtMs': 1 } },
  ]);
  await db.collection(LINKS).createIndex({ until: 1 }, { expireAfterSeconds: 0 }, {});
  const requests = collectionOf<RequestDocument>(db, REQUESTS);
  const links = collectionOf<LinkDocument>(db, LINKS);
  return {
    create: async ({ requestId, ...request }, idempotencyKey) => {
      try {
        await requests.insertOne({ _id: requestId, ...request, idempotencyKey }, DURABLE);
        return { requestId, ...request };
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        const first = await requests.findOne({ customerRef: request.customerRef, idempotencyKey });
        if (first === null) throw error;
        return toRequest(first);
      }
    },
    find: async (requestId) => {
      const found = await requests.findOne({ _id: requestId });
      return found === null ? null : toRequest(found);
    },
    page: async (customerRef, limit, after) => {
      const filter = {
        ...(customerRef === null ? {} : { customerRef }),
        ...(after === null ? {} : { _id: { $lt: after } }),
      };
      return (await requests.find(filter, { sort: { _id: -1 }, limit }).toArray()).map(toRequest);
    },
    open: async (limit) =>
      (await requests.find({ answeredAtMs: null }, { sort: { 'clock.receivedAtMs': 1 }, limit }).toArray()).map(
        toRequest,
      ),
    save: async ({ requestId, told, answeredAtMs }) => {
      await requests.updateOne({ _id: requestId }, { $set: { told, answeredAtMs } }, DURABLE);
    },
    putLink: async (linkHash, requestId, untilMs) => {
      await links.insertOne({ _id: linkHash, requestId, until: new Date(untilMs) }, DURABLE);
    },
    takeLink: async (linkHash, nowMs) => {
      const taken = await links.findOneAndDelete({ _id: linkHash });
      return taken === null || taken.until.getTime() <= nowMs ? null : taken.requestId;
    },
  };
}

function toRequest(document: RequestDocument): SubjectRequest {
  const { _id, customerRef, kind, clock, told, answeredAtMs, orders } = document;
  return { requestId: _id, customerRef, kind, clock, told, answeredAtMs, orders };
}
