// After-sales cases in MongoDB: `desk.after-sales-cases`, and `desk.after-sales-entries` with what people put in, sealed. Names orders by keyed hash.
import { Binary, type Db, MongoServerError } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { SealedBlock } from '#shared/vault/vault';
import type { AfterSalesCase, CaseEntry } from '../domain/cases/after-sales-case.js';
import { CASE_LINK_LIMITS, type CaseLink } from '../domain/cases/case-link.js';
import type { AfterSalesStore, SealedEntry } from './after-sales-store.js';

/** `seen`: the facts of the order named it as open. */
type CaseDocument = Omit<AfterSalesCase, 'caseRef'> & {
  readonly _id: string;
  readonly seen?: true;
  /** They go with the case. */
  readonly links?: readonly CaseLink[];
};

interface StoredBlock {
  readonly algorithm: string;
  readonly keyId: string;
  readonly nonce: Binary;
  readonly ciphertext: Binary;
}

type EntryDocument = Omit<CaseEntry, 'entryId'> & { readonly _id: string; readonly block: StoredBlock };

const CASES = 'desk.after-sales-cases';
const ENTRIES = 'desk.after-sales-entries';
const DUPLICATE_KEY = 11_000;
/** What the index tells without the document. */
const INDEXED = { projection: { _id: 0, orderRef: 1 } } as const;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;

export async function createMongoAfterSalesStore(db: Db): Promise<AfterSalesStore> {
  await ensureIndexes(db, CASES, [{ keys: { orderRef: 1 } }]);
  await ensureIndexes(db, ENTRIES, [{ keys: { orderRef: 1 } }, { keys: { caseRef: 1, atMs: 1 } }]);
  const cases = collectionOf<CaseDocument>(db, CASES);
  const entries = collectionOf<EntryDocument>(db, ENTRIES);
  const linksOf = async (caseRef: string): Promise<readonly CaseLink[]> =>
    (await cases.findOne({ _id: caseRef }, { projection: { links: 1 } }))?.links ?? [];
  return {
    open: async ({ caseRef, ...opened }) => {
      await cases.insertOne({ _id: caseRef, ...opened }, DURABLE).catch(passOverRepeat);
      const there = await cases.findOne({ _id: caseRef });
      return there === null ? { caseRef, ...opened } : toCase(there);
    },
    find: async (caseRef) => {
      const found = await cases.findOne({ _id: caseRef });
      return found === null ? null : toCase(found);
    },
    ofOrder: async (orderRef) => (await cases.find({ orderRef }, { sort: { openedAtMs: 1 } }).toArray()).map(toCase),
    close: async (caseRef, atMs) => {
      await cases.updateOne({ _id: caseRef, closedAtMs: null }, { $set: { closedAtMs: atMs } }, DURABLE);
    },
    follow: async (orders) => {
      for (const { orderRef, openCaseIds, closedAtMs } of orders) {
        const named = { orderRef, caseId: { $in: [...openCaseIds] } };
        if (openCaseIds.length > 0) await cases.updateMany(named, { $set: { seen: true as const } });
        if (closedAtMs === null) continue;
        const gone = { orderRef, caseId: { $nin: [...openCaseIds] }, seen: true as const, closedAtMs: null };
        await cases.updateMany(gone, { $set: { closedAtMs } }, DURABLE);
      }
    },
    add: async ({ entryId, block, ...entry }) => {
      const { algorithm, keyId, nonce, ciphertext } = block;
      const stored = { algorithm, keyId, nonce: new Binary(nonce), ciphertext: new Binary(ciphertext) };
      await entries.insertOne({ _id: entryId, ...entry, block: stored }, DURABLE).catch(passOverRepeat);
    },
    entries: async (caseRef) =>
      (await entries.find({ caseRef }, { sort: { atMs: 1 }, projection: { block: 0 } }).toArray()).map(toEntry),
    blocks: async (caseRef, kind, entryId) => {
      const wanted = { caseRef, kind, ...(entryId === null ? {} : { _id: entryId }) };
      return (await entries.find(wanted, { sort: { atMs: 1 } }).toArray()).map(toSealed);
    },
    putLink: async (caseRef, link) => {
      const isNew = { 'links.reference': { $ne: link.reference } };
      const hasRoom = { [`links.${CASE_LINK_LIMITS.links - 1}`]: { $exists: false } };
      await cases.updateOne({ _id: caseRef, ...isNew, ...hasRoom }, { $push: { links: link } }, DURABLE);
      return (await linksOf(caseRef)).find(({ reference }) => reference === link.reference) ?? null;
    },
    linksOf,
    useLink: async (caseRef, reference, attempt) => {
      const free = { links: { $elemMatch: { reference, usedBy: { $in: [null, attempt] } } } };
      const { matchedCount } = await cases.updateOne(
        { _id: caseRef, ...free },
        { $set: { 'links.$.usedBy': attempt } },
        DURABLE,
      );
      return matchedCount === 1;
    },
    erase: async (orderRefs) => {
      const gone = new Map<OrderRef, number>();
      if (orderRefs.length === 0) return gone;
      const of = { orderRef: { $in: [...orderRefs] as string[] } };
      const [put, opened] = await Promise.all([entries.find(of, INDEXED).toArray(), cases.find(of, INDEXED).toArray()]);
      for (const { orderRef } of [...put, ...opened])
        gone.set(orderRef as OrderRef, (gone.get(orderRef as OrderRef) ?? 0) + 1);
      // Most orders never have a case.
      if (put.length > 0) await entries.deleteMany(of, DURABLE);
      if (opened.length > 0) await cases.deleteMany(of, DURABLE);
      return gone;
    },
  };
}

function passOverRepeat(error: unknown): void {
  if (!(error instanceof MongoServerError) || error.code !== DUPLICATE_KEY) throw error;
}

function toCase({
  _id,
  orderRef,
  customerRef,
  caseId,
  openedBy,
  openedAtMs,
  closedAtMs,
}: CaseDocument): AfterSalesCase {
  return { caseRef: _id, orderRef, customerRef, caseId, openedBy, openedAtMs, closedAtMs };
}

function toEntry({ _id, caseRef, orderRef, from, kind, atMs }: Omit<EntryDocument, 'block'>): CaseEntry {
  return { entryId: _id, caseRef, orderRef, from, kind, atMs };
}

function toSealed(document: EntryDocument): SealedEntry {
  const { algorithm, keyId, nonce, ciphertext } = document.block;
  const block: SealedBlock = { algorithm, keyId, nonce: bytesOf(nonce), ciphertext: bytesOf(ciphertext) };
  return { ...toEntry(document), block };
}

function bytesOf(binary: Binary): Buffer {
  return Buffer.from(binary.buffer.subarray(0, binary.length()));
}
