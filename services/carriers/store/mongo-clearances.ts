// What fraud control said of orders, in MongoDB: `carriers.clearances`. Refs, verdicts and times, nothing else; gone with the order, and by
// themselves for orders that were erased before fraud control said its last word.
import type { Collection, Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { findByIds, insertNew } from '#shared/mongo/bulk-commands';
import type { Clearance } from '../domain/clearance.js';

export interface ClearanceDocument extends Clearance {
  readonly _id: string;
  readonly writtenAt: Date;
}

const CLEARANCES = 'carriers.clearances';
const OPTIONS_CONFLICT = 85;
const DOCUMENT_BYTES = 200;

/** @param keepMs how long the policy lets fraud control keep anything: with the order gone, this is all that ends what is left */
export async function openClearances(database: Db, keepMs: number): Promise<Collection<ClearanceDocument>> {
  const clearances: Collection<ClearanceDocument> = database.collection(CLEARANCES);
  await keepClearances(database, keepMs);
  return clearances;
}

/** Also for those that are there: another version of the policy may keep them for another time. */
export async function keepClearances(database: Db, keepMs: number): Promise<void> {
  const expireAfterSeconds = Math.floor(keepMs / 1_000);
  const key = { writtenAt: 1 } as const;
  try {
    await database.collection(CLEARANCES).createIndex(key, { expireAfterSeconds }, {});
  } catch (error) {
    if ((error as { code?: unknown }).code !== OPTIONS_CONFLICT) throw error;
    await database.command({ collMod: CLEARANCES, index: { keyPattern: key, expireAfterSeconds } });
  }
}

/** Inserts; only those of orders that are known already are changed one by one, and only by what is newer. */
export async function putClearances(
  database: Db,
  collection: Collection<ClearanceDocument>,
  clearances: ReadonlyMap<OrderRef, Clearance>,
): Promise<void> {
  if (clearances.size === 0) return;
  const documents = Array.from(clearances, ([_id, clearance]) => {
    return { _id, ...clearance, writtenAt: new Date(clearance.at) };
  });
  const there = await insertNew(database, CLEARANCES, documents, () => DOCUMENT_BYTES);
  const writes = there.flatMap((place) => {
    const { _id, revision, verdict, ruling, ruledAt, at } = documents[place] as (typeof documents)[number];
    const assessed = { filter: { _id, revision: { $lt: revision } }, update: { $set: { revision, verdict, at } } };
    const newer = { $or: [{ ruledAt: { $lt: ruledAt } }, { ruledAt, ruling: { $ne: 'REFUSE' as const } }] };
    const ruled = { filter: { _id, ...newer }, update: { $set: { ruling, ruledAt, at } } };
    return [...(revision < 0 ? [] : [{ updateOne: assessed }]), ...(ruledAt < 0 ? [] : [{ updateOne: ruled }])];
  });
  if (writes.length > 0) await collection.bulkWrite(writes, { ordered: false });
}

export async function clearancesOf(database: Db, orderRefs: readonly OrderRef[]): Promise<Map<OrderRef, Clearance>> {
  const found = await findByIds<ClearanceDocument>(database, CLEARANCES, orderRefs);
  return new Map(
    found.map(({ _id, revision, verdict, ruling, ruledAt, at }) => [
      _id as OrderRef,
      { revision, verdict, ruling, ruledAt: Number(ruledAt), at: Number(at) },
    ]),
  );
}
