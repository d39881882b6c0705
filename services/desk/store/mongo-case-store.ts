// The cases of fraud control in MongoDB, collection `desk.cases`. Several changes of an order in one call are folded before they are written.
import { type AnyBulkWriteOperation, Binary, type Db } from 'mongodb';
import type { Claimed } from '#shared/domain/analysts/claims';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { CaseChange, CaseStore, RuleHits, StoredCase } from './case-store.js';

interface CaseDocument {
  readonly _id: string;
  readonly assessment?: Binary;
  readonly revision?: number;
  readonly decision?: Binary;
  readonly decidedAt?: number;
  readonly isFlagged?: boolean;
  /** Flagged, and nobody decided. */
  readonly isWaiting?: boolean;
  readonly currency?: string;
  readonly risk?: number;
  readonly placedAt?: number;
  readonly handles?: readonly string[];
  readonly reasons?: readonly string[];
  readonly ruling?: string;
  readonly claim?: Omit<Claimed, 'orderRef'>;
}

type Write = AnyBulkWriteOperation<CaseDocument>;
type Concluded = Exclude<CaseChange, { readonly kind: 'claimed' }>;

const COLLECTION = 'desk.cases';
const DUPLICATE_KEY = 11_000;
const MOST_COUNTED = 1_000;
const DURABLE = { writeConcern: { w: 'majority', j: true } } as const;
const CURSOR = /^(\d+(?:\.\d+)?(?:e\+?\d+)?)~(.+)$/;

export async function createMongoCaseStore(db: Db): Promise<CaseStore> {
  await ensureIndexes(db, COLLECTION, [
    { keys: { currency: 1, risk: -1, _id: 1 }, where: { isWaiting: true } },
    { keys: { handles: 1, placedAt: -1 } },
    { keys: { isFlagged: 1 }, where: { isFlagged: true } },
  ]);
  const cases = collectionOf<CaseDocument>(db, COLLECTION);
  return {
    apply: async (changes) => {
      const writes = folded(changes).map(writeOf);
      // An upsert that meets something newer is a duplicate: that is how it is passed over.
      if (writes.length > 0) await cases.bulkWrite(writes, { ordered: false, ...DURABLE }).catch(passOverNewer);
      const claims = changes.flatMap((change) => (change.kind === 'claimed' ? [claimWrite(change.claim)] : []));
      if (claims.length > 0) await cases.bulkWrite(claims, { ordered: true, ...DURABLE });
    },
    waiting: async () => {
      const counts = await cases
        .aggregate<{ readonly _id: string; readonly count: number }>([
          { $match: { isWaiting: true } },
          { $group: { _id: '$currency', count: { $sum: 1 } } },
          { $sort: { count: -1, _id: 1 } },
        ])
        .toArray();
      return counts.map(({ _id: currency, count }) => ({ currency, count }));
    },
    queue: async (currency, limit, after) => {
      const [, risk = '', ref = ''] = CURSOR.exec(after ?? '') ?? [];
      const behind = { $or: [{ risk: { $lt: Number(risk) } }, { risk: Number(risk), _id: { $gt: ref } }] };
      const filter = { isWaiting: true, currency, ...(risk === '' ? {} : behind) };
      const found = await cases.find(filter, { sort: { risk: -1, _id: 1 }, limit }).toArray();
      const last = found.length === limit ? found.at(-1) : undefined;
      return { cases: found.flatMap(toCase), next: last === undefined ? null : `${last.risk ?? 0}~${last._id}` };
    },
    find: async (orderRef) => {
      const found = await cases.findOne({ _id: orderRef });
      return found === null ? null : (toCase(found)[0] ?? null);
    },
    ruleHits: async () => {
      const ruled = (ruling: string) => ({ $sum: { $cond: [{ $eq: ['$ruling', ruling] }, 1, 0] } });
      const hits = await cases
        .aggregate<Omit<RuleHits, 'code'> & { readonly _id: string }>([
          { $match: { isFlagged: true } },
          { $unwind: '$reasons' },
          { $group: { _id: '$reasons', flagged: { $sum: 1 }, refused: ruled('REFUSE'), released: ruled('RELEASE') } },
        ])
        .toArray();
      return hits.map(({ _id: code, ...counts }) => ({ code, ...counts }));
    },
    linked: async (handle, orderRef, limit) => {
      const filter = { handles: handle, _id: { $ne: orderRef } };
      const [count, found] = await Promise.all([
        cases.countDocuments(filter, { limit: MOST_COUNTED }),
        cases.find(filter, { sort: { placedAt: -1 }, limit }).toArray(),
      ]);
      return { count, cases: found.flatMap(toCase) };
    },
  };
}

/** The last assessment and the last decision of each order: writes to one document in one bulk must not depend on their order. */
function folded(changes: readonly CaseChange[]): readonly Concluded[] {
  const last = new Map<string, Concluded>();
  for (const change of changes) {
    if (change.kind === 'claimed') continue;
    const part = change.kind === 'decided' ? 'decision' : 'assessment';
    last.set(`${change.orderRef}/${part}`, change);
    if (change.kind === 'gone') last.delete(`${change.orderRef}/decision`);
  }
  return [...last.values()];
}

function writeOf(change: Concluded): Write {
  const { orderRef: _id } = change;
  if (change.kind === 'gone') return { deleteOne: { filter: { _id } } };
  if (change.kind === 'decided') {
    const { decision, decidedAt, ruling } = change;
    const filter = { _id, decidedAt: { $not: { $gt: decidedAt } } };
    return upsert(filter, { decision: new Binary(decision), decidedAt, ...(ruling === undefined ? {} : { ruling }) });
  }
  const { record, ...facts } = change.assessment;
  const filter = { _id, revision: { $not: { $gt: facts.revision } } };
  return upsert(filter, { ...facts, assessment: new Binary(record) });
}

/** The rule of `afterClaim`, where the standing claim is; an order that is not there is not made for a claim: nobody would take it away again. */
function claimWrite({ orderRef: _id, ...claim }: Claimed): Write {
  const { claimedBy, claimedAt } = claim;
  const isFree = [
    { claim: { $exists: false } },
    { 'claim.claimedBy': claimedBy },
    { 'claim.until': { $lte: claimedAt } },
  ];
  return { updateOne: { filter: { _id, assessment: { $exists: true }, $or: isFree }, update: { $set: { claim } } } };
}

/** What came is data, never an expression; whether the order waits is worked out of what is known then. */
function upsert(filter: object, set: object): Write {
  const literal = Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, { $literal: value as unknown }]),
  );
  const isUndecided = { $eq: [{ $type: '$decidedAt' }, 'missing'] };
  const update = [{ $set: literal }, { $set: { isWaiting: { $and: [{ $eq: ['$isFlagged', true] }, isUndecided] } } }];
  return { updateOne: { filter, update, upsert: true } };
}

function passOverNewer(error: unknown): void {
  const { writeErrors } = error as { readonly writeErrors?: readonly { readonly code: number }[] | { code: number } };
  const failures = writeErrors === undefined ? [] : [writeErrors].flat();
  if (failures.length === 0 || failures.some(({ code }) => code !== DUPLICATE_KEY)) throw error;
}

/** A decision whose order was never assessed, or is forgotten, is no case. */
function toCase({ _id, assessment, decision, claim }: CaseDocument): readonly StoredCase[] {
  if (assessment === undefined) return [];
  return [
    {
      orderRef: _id,
      assessment: bytesOf(assessment),
      decision: decision === undefined ? null : bytesOf(decision),
      claim: claim === undefined ? null : { orderRef: _id, ...claim },
    },
  ];
}

function bytesOf(binary: Binary): Buffer {
  return Buffer.from(binary.buffer.subarray(0, binary.length()));
}
