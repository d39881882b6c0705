// Bulk commands on the collection of keys. They are not retried by the driver; every one of them may be repeated by the caller.
import type { Db, Document } from 'mongodb';
import { chunksOf, DURABLE, findByIds, insertNew, refusedWrite, type WriteReply } from '#shared/mongo/bulk-commands';
import { writeTogether } from '#shared/mongo/write-together';
import { countKeys, nameStore } from './mongo-key-census.js';
import type { KeyCounts } from './key-store.js';

/** Document as it lies in MongoDB. `_id` is the 16 bytes of the orderRef. */
export interface KeyDocument {
  readonly _id: Buffer;
  readonly claim?: string;
  readonly wrapped?: Buffer;
  readonly epoch?: number;
  readonly note?: Buffer;
  readonly erasedAt?: Date;
}

export interface UpdateStatement {
  readonly q: Document;
  readonly u: Document;
  readonly multi?: boolean;
}

export interface KeyCollection {
  /** Inserts unordered; answers the places of documents whose id was taken. */
  insert(documents: readonly KeyDocument[]): Promise<number[]>;
  find(ids: readonly Buffer[], fields: Readonly<Record<string, 1>>): Promise<KeyDocument[]>;
  /** In the order given; answers how many documents matched. */
  update(updates: readonly UpdateStatement[]): Promise<number>;
  /** The same update for all of these ids; answers how many documents matched. */
  updateAll(ids: readonly Buffer[], u: Document): Promise<number>;
  /** The name of this collection, which is the one proposed when it has none yet. Lies in `<name>.store`. */
  storeId(proposed: string): Promise<string>;
  count(): Promise<KeyCounts>;
  byEpoch(epoch: number): AsyncIterable<readonly KeyDocument[]>;
}

const BATCH = 500;

/** @param name of the collection; it needs no index but the one on `_id` */
export function createKeyCollection(db: Db, name: string): KeyCollection {
  return {
    insert: (documents) => insertNew(db, name, documents, sizeOf),
    find: (ids, fields) => findByIds<KeyDocument>(db, name, ids, fields),
    update: async (updates) => {
      let matched = 0;
      for (const { from, to } of chunksOf(updates, sizeOfUpdate)) {
        const reply = (await db.command({
          update: name,
          updates: updates.slice(from, to),
          ordered: true,
          writeConcern: DURABLE,
        })) as unknown as WriteReply;
        for (const { code } of reply.writeErrors ?? []) throw refusedWrite(code);
        matched += reply.n;
      }
      return matched;
    },
    updateAll: async (ids, u) => {
      const statement = { q: { _id: { $in: ids } }, u, multi: true };
      const [matched = 0] = await writeTogether(db, [{ update: name, updates: [statement] }], ids.length);
      return matched;
    },
    storeId: (proposed) => nameStore(db, name, proposed),
    count: () => countKeys(db, name),
    byEpoch: async function* batches(epoch) {
      const cursor = db
        .collection(name)
        .find({ epoch }, { projection: { wrapped: 1 }, batchSize: BATCH, promoteBuffers: true });
      let batch: KeyDocument[] = [];
      for await (const document of cursor) {
        batch.push(document as unknown as KeyDocument);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
  };
}

function sizeOf({ wrapped, note }: KeyDocument): number {
  return 200 + (wrapped?.length ?? 0) + (note?.length ?? 0);
}

function sizeOfUpdate({ u }: UpdateStatement): number {
  const { note } = (u['$set'] ?? {}) as { note?: Buffer };
  return 1_000 + (note?.length ?? 0);
}
