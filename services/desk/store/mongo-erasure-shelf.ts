// The courses of erasures in MongoDB, collection `desk.erasures`. No personal data: orders go by keyed hash, as in the ledger.
import type { Db, Filter } from 'mongodb';
import { type UpdateStatement, upsertAll } from '#shared/mongo/bulk-updates';
import { collectionOf, ensureIndexes } from '#shared/mongo/collection';
import type { ErasureCourse } from '../domain/erasures/erasure-course.js';
import type { ErasureChange, ErasureFilter, ErasureShelf } from './erasure-shelf.js';

type CourseDocument = Partial<Omit<ErasureCourse, 'erasureId'>> & {
  readonly _id: string;
  /** Begun and not done. */
  readonly isOpen?: boolean;
};

const COLLECTION = 'desk.erasures';
const BYTES_OF_A_CHANGE = 1_000;
const CURSOR = /^(\d+)~(.+)$/;

export async function createMongoErasureShelf(db: Db): Promise<ErasureShelf> {
  await ensureIndexes(db, COLLECTION, [
    { keys: { begunAtMs: 1, _id: 1 }, where: { isOpen: true } },
    { keys: { doneAtMs: -1, _id: 1 }, where: { doneAtMs: { $exists: true } } },
    { keys: { orderRef: 1, begunAtMs: 1 } },
  ]);
  const courses = collectionOf<CourseDocument>(db, COLLECTION);
  return {
    apply: async (changes) => {
      await upsertAll(db, COLLECTION, [...groupById(changes)].map(writeOf), () => BYTES_OF_A_CHANGE);
    },
    page: async (filter, limit, after) => {
      const isOfDone = filter.state === 'done';
      const [sorted, direction, beyond] = isOfDone
        ? (['doneAtMs', -1, '$lt'] as const)
        : (['begunAtMs', 1, '$gt'] as const);
      const [, at, id = ''] = CURSOR.exec(after ?? '') ?? [];
      const behind =
        at === undefined
          ? {}
          : { $or: [{ [sorted]: { [beyond]: Number(at) } }, { [sorted]: Number(at), _id: { $gt: id } }] };
      const asked = { ...filterOf(filter), ...behind } as Filter<CourseDocument>;
      const found = await courses.find(asked, { sort: { [sorted]: direction, _id: 1 }, limit }).toArray();
      const last = found.length === limit ? found.at(-1) : undefined;
      return {
        erasures: found.map(toCourse),
        next: last === undefined ? null : `${last[sorted] ?? 0}~${last._id}`,
      };
    },
    counts: async () => {
      const [running, overdue, done] = await Promise.all(
        [{ isOpen: true }, filterOf({ state: 'overdue' }), filterOf({ state: 'done' })].map((filter) =>
          courses.countDocuments(filter),
        ),
      );
      return { running: running ?? 0, overdue: overdue ?? 0, done: done ?? 0 };
    },
    spans: async (limit) => {
      const projection = { begunAtMs: 1, doneAtMs: 1 };
      const done = await courses
        .find(filterOf({ state: 'done' }), { sort: { doneAtMs: -1, _id: 1 }, limit, projection })
        .toArray();
      return done.map(({ begunAtMs, doneAtMs }) => (doneAtMs ?? 0) - (begunAtMs ?? doneAtMs ?? 0));
    },
  };
}

function filterOf({ orderRef, state }: ErasureFilter): Filter<CourseDocument> {
  // What is heard of before it has begun is shown once it has.
  const standing: Filter<CourseDocument> =
    state === 'done'
      ? { doneAtMs: { $exists: true } }
      : state === undefined
        ? { begunAtMs: { $exists: true } }
        : { isOpen: true, alarm: { $exists: state === 'overdue' } };
  return orderRef === undefined ? standing : { orderRef, ...standing };
}

/** All that a unit tells of an erasure is one update: five services answer, and each update costs the database the same. */
function groupById(changes: readonly ErasureChange[]): ReadonlyMap<string, readonly ErasureChange[]> {
  const grouped = new Map<string, ErasureChange[]>();
  for (const change of changes) {
    const ofErasure = grouped.get(change.erasureId);
    if (ofErasure === undefined) grouped.set(change.erasureId, [change]);
    else ofErasure.push(change);
  }
  return grouped;
}

const IS_OPEN = { $and: [isThere('$begunAtMs'), { $not: isThere('$doneAtMs') }] };

/** Each write gives the same whether it comes first or last, once or twice. */
function writeOf([_id, changes]: readonly [string, readonly ErasureChange[]]): UpdateStatement {
  const answered = changes.flatMap((change) =>
    change.kind === 'answered' ? [change.participant] : change.kind === 'done' ? change.answered : [],
  );
  const heardFrom = changes.flatMap((change) => (change.kind === 'heard' ? [change.participant] : []));
  const parts = Object.assign({}, ...changes.map(partsOf)) as Record<string, unknown>;
  if (answered.length > 0) parts['answered'] = joined('$answered', answered);
  if (heardFrom.length > 0) parts['heardFrom'] = joined('$heardFrom', heardFrom);
  return { q: { _id }, u: [{ $set: parts }, { $set: { isOpen: IS_OPEN } }] };
}

/** What came is data, never an expression. */
function partsOf(change: ErasureChange): Record<string, unknown> {
  switch (change.kind) {
    case 'begun': {
      const { orderRef, reason, categories, policyVersion, begunAtMs, participants } = change;
      const begun = { orderRef, reason, categories, policyVersion, begunAtMs, participants };
      return Object.fromEntries(Object.entries(begun).map(([name, value]) => [name, literal(value)]));
    }
    case 'done':
      return { doneAtMs: literal(change.doneAtMs) };
    case 'alarm': {
      const { missing, reminders, atMs } = change;
      return { alarm: literal({ missing, reminders, atMs }) };
    }
    case 'answered':
    case 'heard':
      return {};
  }
}

const literal = (value: unknown): unknown => ({ $literal: value });

function isThere(path: string): unknown {
  return { $ne: [{ $type: path }, 'missing'] };
}

const joined = (path: string, more: readonly string[]): unknown => ({
  $setUnion: [{ $ifNull: [path, []] }, literal([...more])],
});

function toCourse(document: CourseDocument): ErasureCourse {
  const { _id, orderRef = '', reason = '', categories = [], policyVersion = 0, begunAtMs = 0 } = document;
  const { doneAtMs = null, participants = [], answered = [], heardFrom = [], alarm = null } = document;
  return {
    erasureId: _id,
    orderRef,
    reason,
    categories,
    policyVersion,
    begunAtMs,
    doneAtMs,
    participants,
    answered,
    heardFrom,
    alarm,
  };
}
