// Requests of people in MongoDB: `desk.requests`, `desk.mails` with those that came by mail (sealed), and `desk.links` with the hashes of
// one-time links.
import { Binary, type Db, MongoServerError } from 'mongodb';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { SubjectRequest } from '../domain/requests/subject-request.js';
import type { RequestStore } from './request-store.js';

/** What documents of before requests came by mail do not have. */
type Later = 'end' | 'noticedAtMs' | 'proven' | 'mailed' | 'cameBy' | 'correction';
type RequestDocument = Omit<SubjectRequest, 'requestId' | Later> &
  Partial<Pick<SubjectRequest, Later>> & { readonly _id: string; readonly idempotencyKey: string };

interface LinkDocument {
  readonly _id: string;
  readonly requestId: string;
  readonly until: Date;
}

interface MailDocument {
  readonly _id: string;
  readonly requestRef: string;
  readonly algorithm: string;
  readonly keyId: string;
  readonly nonce: Binary;
  readonly ciphertext: Binary;
}

const MAILS = 'desk.mails';
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
  const mails = collectionOf<MailDocument>(db, MAILS);
  return {
    create: async ({ requestId, ...request }, idempotencyKey) => {
      try {
        await requests.insertOne({ _id: requestId, ...request, idempotencyKey }, DURABLE);
        return { requestId, ...request };
      } catch (error) {
        if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
        const sameKey = { customerRef: request.customerRef, idempotencyKey };
        const first = await requests.findOne({ $or: [{ _id: requestId }, sameKey] });
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
    save: async ({ requestId, told, answeredAtMs, end, noticedAtMs }) => {
      await requests.updateOne({ _id: requestId }, { $set: { told, answeredAtMs, end, noticedAtMs } }, DURABLE);
    },
    putCorrection: async (requestId, correction) => {
      const before = correction.edition === 1 ? { correction: null } : { 'correction.edition': correction.edition - 1 };
      const open = { _id: requestId, answeredAtMs: null, ...before };
      return (await requests.updateOne(open, { $set: { correction } }, DURABLE)).matchedCount === 1;
    },
    confirm: async ({ requestId, customerRef, proven, orders, confirmedAtMs }) => {
      const open = { _id: requestId, answeredAtMs: null, 'mailed.confirmedAtMs': null };
      const proof = { customerRef, proven: [...proven], orders: [...orders], 'mailed.confirmedAtMs': confirmedAtMs };
      return (await requests.updateOne(open, { $set: proof }, DURABLE)).matchedCount === 1;
    },
    forgetAnswered: async (customerRef) => {
      await requests.deleteMany({ customerRef, answeredAtMs: { $ne: null } }, DURABLE);
    },
    putMail: async (_id, requestRef, { algorithm, keyId, nonce, ciphertext }) => {
      const mail = { requestRef, algorithm, keyId, nonce: new Binary(nonce), ciphertext: new Binary(ciphertext) };
      await mails.updateOne({ _id }, { $setOnInsert: mail }, { upsert: true, ...DURABLE });
    },
    mailOf: async (_id) => {
      const found = await mails.findOne({ _id });
      if (found === null) return null;
      const { algorithm, keyId, nonce, ciphertext } = found;
      return { algorithm, keyId, nonce: bytesOf(nonce), ciphertext: bytesOf(ciphertext) };
    },
    dropMail: async (_id) => {
      await mails.deleteOne({ _id }, DURABLE);
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
  const { end = null, noticedAtMs = null, proven = null, mailed = null, correction = null } = document;
  const { cameBy = mailed === null ? 'interface' : 'mail' } = document;
  const known = { requestId: _id, customerRef, kind, clock, told, answeredAtMs, end, noticedAtMs, orders };
  return { ...known, proven, mailed, cameBy, correction };
}

function bytesOf(binary: Binary): Buffer {
  return Buffer.from(binary.buffer.subarray(0, binary.length()));
}
