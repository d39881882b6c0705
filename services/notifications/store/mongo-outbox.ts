// The outbox in MongoDB: `notifications.outbox` (one document per notice) and `notifications.contacts` (sealed as they came).
import { Binary, type Collection, type Db } from 'mongodb';
import type { OrderRef } from '#shared/domain/refs';
import { DURABLE, findByIds, insertNew } from '#shared/mongo/bulk-commands';
import { ensureIndexes } from '#shared/mongo/collection';
import { writeTogether } from '#shared/mongo/write-together';
import type { Notice } from '../domain/notice.js';
import type { ChannelId, ClaimedNotice, Contact, Ending, NotedNotice, Outbox } from './outbox.js';

interface NoticeDocument {
  readonly _id: string;
  readonly orderRef: string;
  readonly channel: ChannelId;
  readonly notice: Notice;
  readonly notedAtMs: number;
  readonly state: 'waiting' | 'bounced' | Ending['state'];
  /** A lease is nothing but a later date: whoever dies with it leaves a notice that falls due again. */
  readonly dueAtMs: number;
  readonly tries: number;
  readonly status?: string;
}

interface ContactDocument {
  readonly _id: string;
  readonly sealed?: Binary;
  readonly orderId?: string;
}

export const OUTBOX_COLLECTION = 'notifications.outbox';
export const CONTACTS_COLLECTION = 'notifications.contacts';
const BYTES_OF_A_NOTICE = 400;
/** Of an order, nearly always: one reply holds them. */
const MOST_TOLD = 10;

export async function createMongoOutbox(database: Db): Promise<Outbox> {
  const notices: Collection<NoticeDocument> = database.collection(OUTBOX_COLLECTION);
  const contacts: Collection<ContactDocument> = database.collection(CONTACTS_COLLECTION);
  await ensureIndexes(database, OUTBOX_COLLECTION, [
    { keys: { dueAtMs: 1 }, where: { state: 'waiting' } },
    { keys: { orderRef: 1 } },
  ]);
  const mine = ({ noticeId, tries }: ClaimedNotice) => ({ _id: noticeId, tries, state: 'waiting' as const });
  return {
    putContacts: (entries) =>
      putAll(contacts, new Map(entries.map(({ orderRef, sealed }) => [orderRef, { sealed: new Binary(sealed) }]))),
    putOrderIds: (entries) =>
      putAll(contacts, new Map(entries.map(({ orderRef, orderId }) => [orderRef, { orderId }]))),
    note: async (entries) => {
      if (entries.length === 0) return 0;
      const documents = [...new Map(entries.map((entry) => [entry.noticeId, documentOf(entry)])).values()];
      return (
        documents.length - (await insertNew(database, OUTBOX_COLLECTION, documents, () => BYTES_OF_A_NOTICE)).length
      );
    },
    claim: async (nowMs, leaseUntilMs) => {
      const found = await notices.findOneAndUpdate(
        { state: 'waiting', dueAtMs: { $lte: nowMs } },
        { $set: { dueAtMs: leaseUntilMs }, $inc: { tries: 1 } },
        { sort: { dueAtMs: 1 }, returnDocument: 'after', writeConcern: DURABLE },
      );
      if (found === null) return null;
      const { _id, orderRef, channel, notice, notedAtMs, tries } = found;
      return { noticeId: _id, orderRef: orderRef as OrderRef, channel, notice, notedAtMs, tries };
    },
    contactOf: async (orderRef) => {
      const found = await contacts.findOne({ _id: orderRef }, { promoteBuffers: true });
      return found === null ? null : contactIn(found);
    },
    end: async (claimed, ending) => {
      const status = 'status' in ending ? ending.status : 'reason' in ending ? ending.reason : undefined;
      const change = { state: ending.state, ...(status === undefined ? {} : { status }) };
      await notices.updateOne(mine(claimed), { $set: change }, { writeConcern: DURABLE });
    },
    again: async (claimed, atMs, status) => {
      await notices.updateOne(mine(claimed), { $set: { dueAtMs: atMs, status } });
    },
    bounced: async (noticeId, status) => {
      const { matchedCount } = await notices.updateOne({ _id: noticeId }, { $set: { state: 'bounced', status } });
      return matchedCount === 1;
    },
    forget: async (orderRefs) => {
      if (orderRefs.length === 0) return new Map();
      const ids = [...orderRefs] as string[];
      const [told, known] = await Promise.all([
        // Without the id the index tells it all, and no notice is read.
        notices
          .find({ orderRef: { $in: ids } }, { projection: { _id: 0, orderRef: 1 }, batchSize: ids.length * MOST_TOLD })
          .toArray(),
        findByIds<{ readonly _id: string }>(database, CONTACTS_COLLECTION, ids, { _id: 1 }),
      ]);
      const gone = new Map<OrderRef, number>();
      for (const ref of [...told.map(({ orderRef }) => orderRef), ...known.map(({ _id }) => _id)])
        gone.set(ref as OrderRef, (gone.get(ref as OrderRef) ?? 0) + 1);
      const deletes = [
        { delete: OUTBOX_COLLECTION, deletes: [{ q: { orderRef: { $in: ids } }, limit: 0 }] },
        { delete: CONTACTS_COLLECTION, deletes: [{ q: { _id: { $in: ids } }, limit: 0 }] },
      ];
      await writeTogether(database, deletes, told.length + known.length);
      return gone;
    },
    waiting: () => notices.countDocuments({ state: 'waiting' }),
  };
}

function documentOf({ noticeId, orderRef, channel, notice, notedAtMs }: NotedNotice): NoticeDocument {
  return { _id: noticeId, orderRef, channel, notice, notedAtMs, state: 'waiting', dueAtMs: notedAtMs, tries: 0 };
}

function contactIn({ sealed, orderId }: ContactDocument): Contact {
  return { sealed: sealed === undefined ? null : (sealed as unknown as Buffer), orderId: orderId ?? null };
}

/** The last one of each order counts. */
async function putAll(
  collection: Collection<ContactDocument>,
  changes: ReadonlyMap<string, Partial<ContactDocument>>,
): Promise<void> {
  if (changes.size === 0) return;
  const writes = Array.from(changes, ([_id, change]) => ({
    updateOne: { filter: { _id }, update: { $set: change }, upsert: true },
  }));
  await collection.bulkWrite(writes, { ordered: false, writeConcern: DURABLE });
}
