// Writes go out as one transaction when that is worth it, and by themselves whenever the transaction does not go through.
import { expect, test } from '@jest/globals';
import type { Db } from 'mongodb';
import { insertTogether, writeTogether } from '#shared/mongo/write-together';

const DELETE = { delete: 'blocks', deletes: [{ q: { _id: 'a' }, limit: 0 }] };
const UPDATE = { update: 'keys', updates: [{ q: { _id: 'a' }, u: { $set: { b: 1 } } }] };

interface Sent {
  readonly what: string;
  readonly inTransaction: boolean;
  readonly isDurable: boolean;
}

function fakeDb(fails: { readonly inside?: object; readonly commit?: boolean; readonly byItself?: object } = {}) {
  const sent: Sent[] = [];
  const ended: string[] = [];
  const session = {
    startTransaction: () => ended.push('begun'),
    commitTransaction: async () => {
      if (fails.commit === true) throw new Error('nobody knows');
      ended.push('committed');
    },
    endSession: async () => ended.push('ended'),
  };
  const command = async (document: Record<string, unknown>, options: { session?: object } = {}) => {
    const inTransaction = options.session === session;
    const [what = ''] = Object.keys(document);
    sent.push({ what, inTransaction, isDurable: (document['writeConcern'] as { j?: boolean })?.j === true });
    const reply = inTransaction ? fails.inside : fails.byItself;
    return reply ?? { n: what === 'delete' ? 3 : 5 };
  };
  return { db: { client: { startSession: () => session }, command } as unknown as Db, sent, ended };
}

test('many documents are written in one transaction, in the order given', async () => {
  const { db, sent, ended } = fakeDb();
  expect(await writeTogether(db, [DELETE, UPDATE], 1_000)).toEqual([3, 5]);
  expect(sent).toEqual([
    { what: 'delete', inTransaction: true, isDurable: false },
    { what: 'update', inTransaction: true, isDurable: false },
  ]);
  expect(ended).toEqual(['begun', 'committed', 'ended']);
});

test('a few are written by themselves: a commit costs more than it saves', async () => {
  const { db, sent, ended } = fakeDb();
  expect(await writeTogether(db, [DELETE], 2)).toEqual([3]);
  expect(sent).toEqual([{ what: 'delete', inTransaction: false, isDurable: true }]);
  expect(ended).toEqual([]);
});

test.each([
  ['a rival has one of the documents', { inside: { n: 0, writeErrors: [{ index: 0, code: 112 }] } }],
  ['the answer to the commit got lost', { commit: true }],
])('when %s all of them are written again by themselves, each durable', async (_, fails) => {
  const { db, sent, ended } = fakeDb(fails);
  expect(await writeTogether(db, [DELETE, UPDATE], 1_000)).toEqual([3, 5]);
  expect(sent.filter(({ inTransaction }) => !inTransaction)).toEqual([
    { what: 'delete', inTransaction: false, isDurable: true },
    { what: 'update', inTransaction: false, isDurable: true },
  ]);
  expect(ended.at(-1)).toBe('ended');
});

test('what is refused outside of a transaction too is an error, never a silent gap', async () => {
  const { db } = fakeDb({ commit: true, byItself: { n: 0, writeErrors: [{ index: 0, code: 121 }] } });
  await expect(writeTogether(db, [DELETE], 1_000)).rejects.toMatchObject({ code: 'MONGO_REFUSED' });
});

test('documents are inserted in one transaction, and counted one by one where something is there already', async () => {
  const documents = Array.from({ length: 200 }, (_, index) => ({ _id: String(index) }));
  const fresh = fakeDb();
  expect(await insertTogether(fresh.db, 'claims', documents, () => 10)).toEqual([]);
  expect(fresh.sent).toEqual([{ what: 'insert', inTransaction: true, isDurable: false }]);
  const there = { n: 199, writeErrors: [{ index: 7, code: 11_000 }] };
  const { db } = fakeDb({ inside: there, byItself: there });
  expect(await insertTogether(db, 'claims', documents, () => 10)).toEqual([7]);
});
