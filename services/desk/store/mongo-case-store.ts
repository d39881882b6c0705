// The cases of fraud control in MongoDB, collection `desk.cases`. Several changes of an order in one call are folded before they are written.
import type { AnyBulkWriteOperation, Binary, Db, Document } from 'mongodb';
import type { Claimed } from '#shared/domain/analysts/claims';
import { insertNew } from '#shared/mongo/bulk-commands';
import { type UpdateStatement, updateUnlessGuarded } from '#shared/mongo/bulk-updates';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import { roughBytes } from '#shared/mongo/rough-bytes';
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
type Assessed = Extract<CaseChange, { readonly kind: 'assessed' }>;
type Decided = Extract<CaseChange, { readonly kind: 'decided' }>;

const COLLECTION = 'desk.cases';
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
      const { assessed, decided, gone } = folded(changes);
      if (gone.length > 0) await cases.deleteMany({ _id: { $in: [...gone] } }, DURABLE);
      // Most orders are assessed once: an insert costs a fraction of an upsert, and whoever is there already is updated.
      const known = await insertNew(db, COLLECTION, assessed.map(documentOf), roughBytes);
      const again = known.map((place) => updateOf(assessed[place] as Assessed));
      // Both may be of one order, so one after the other.
      for (const updates of [again, decided.map(decisionOf)])
        await updateUnlessGuarded(db, COLLECTION, updates, roughBytes);
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

interface FoldedChanges {
  readonly assessed: readonly Assessed[];
  readonly decided: readonly Decided[];
  readonly gone: readonly string[];
}

/** The last assessment and the last decision of each order; what came before it was forgotten is nothing any more. */
function folded(changes: readonly CaseChange[]): FoldedChanges {
  const assessed = new Map<string, Assessed>();
  const decided = new Map<string, Decided>();
  const gone = new Set<string>();
  for (const change of changes) {
    const { orderRef } = change;
    if (change.kind === 'assessed') assessed.set(orderRef, change);
    if (change.kind === 'decided') decided.set(orderRef, change);
    if (change.kind !== 'gone') continue;
    gone.add(orderRef);
    assessed.delete(orderRef);
    decided.delete(orderRef);
  }
  return { assessed: [...assessed.values()], decided: [...decided.values()], gone: [...gone] };
}

function documentOf({ orderRef: _id, assessment }: Assessed): Document {
  const { record, ...facts } = assessment;
  return { _id, ...facts, assessment: record, isWaiting: facts.isFlagged };
}

function updateOf({ orderRef: _id, assessment }: Assessed): UpdateStatement {
  const { record, ...facts } = assessment;
  return upsert({ _id, revision: { $not: { $gt: facts.revision } } }, { ...facts, assessment: record });
}

function decisionOf({ orderRef: _id, decision, decidedAt, ruling }: Decided): UpdateStatement {
  const set = { decision, decidedAt, ...(ruling === undefined ? {} : { ruling }) };
  return upsert({ _id, decidedAt: { $not: { $gt: decidedAt } } }, set);
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
function upsert(q: Document, set: object): UpdateStatement {
  const literal = Object.fromEntries(
    Object.entries(set).map(([name, value]) => [name, { $literal: value as unknown }]),
  );
  const isUndecided = { $eq: [{ $type: '$decidedAt' }, 'missing'] };
  const update = [{ $set: literal }, { $set: { isWaiting: { $and: [{ $eq: ['$isFlagged', true] }, isUndecided] } } }];
  return { q, u: update, upsert: true };
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
