// Bulk commands on the collection of keys, sent as database commands: the driver's own bulk writes and cursors cost 9 µs a
// document, the bare commands 1 to 4. They are not retried by the driver; every one of them may be repeated by the caller.
import type { Db, Document } from 'mongodb';
import { mongoCodeOf } from '#shared/errors/foreign/mongo-errors';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
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
  /** The name of this collection, which is the one proposed when it has none yet. Lies in `<name>.store`. */
  storeId(proposed: string): Promise<string>;
  count(): Promise<KeyCounts>;
  byEpoch(epoch: number): AsyncIterable<readonly KeyDocument[]>;
}

const DUPLICATE_KEY = 11_000;
/** Far below the 16 MiB of one message, with room for notes of several kB. */
export const MOST_PER_COMMAND = 1_000;
const MOST_BYTES_PER_COMMAND = 8 * 1024 * 1024;
const BATCH = 500;
/** Without the journal a power cut could lose keys whose sealed blocks are in Kafka: that order would be unreadable. */
const DURABLE = { w: 'majority', j: true, wtimeout: 10_000 } as const;
/** Binary fields as views of the reply instead of wrapper objects. */
const AS_BUFFERS = { promoteBuffers: true } as const;

interface WriteReply {
  readonly n: number;
  readonly writeErrors?: readonly { readonly index: number; readonly code: number }[];
}

interface FindReply {
  readonly cursor: { readonly id: unknown; readonly firstBatch: KeyDocument[] };
}

/** @param name of the collection; it needs no index but the one on `_id` */
export function createKeyCollection(db: Db, name: string): KeyCollection {
  return {
    insert: async (documents) => {
      const taken: number[] = [];
      for (const { from, to } of chunks(documents, sizeOf)) {
        const chunk = documents.slice(from, to);
        const reply = (await db.command({
          insert: name,
          documents: chunk,
          ordered: false,
          writeConcern: DURABLE,
        })) as unknown as WriteReply;
        for (const { index, code } of reply.writeErrors ?? []) {
          if (code !== DUPLICATE_KEY) throw refused(code);
          taken.push(from + index);
        }
      }
      return taken;
    },
    find: async (ids, fields) => {
      const found: KeyDocument[] = [];
      for (let from = 0; from < ids.length; from += MOST_PER_COMMAND) {
        await findInto(found, db, name, ids.slice(from, from + MOST_PER_COMMAND), fields);
      }
      return found;
    },
    update: async (updates) => {
      let matched = 0;
      for (const { from, to } of chunks(updates, sizeOfUpdate)) {
        const reply = (await db.command({
          update: name,
          updates: updates.slice(from, to),
          ordered: true,
          writeConcern: DURABLE,
        })) as unknown as WriteReply;
        for (const { code } of reply.writeErrors ?? []) throw refused(code);
        matched += reply.n;
      }
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

/** One reply holds 16 MiB at most; when the server kept a rest back, the two halves are asked for instead. */
async function findInto(
  found: KeyDocument[],
  db: Db,
  name: string,
  ids: readonly Buffer[],
  fields: Readonly<Record<string, 1>>,
): Promise<void> {
  const filter = { _id: { $in: ids } };
  const command = { find: name, filter, projection: fields, batchSize: ids.length + 1 };
  const { cursor } = (await db.command(command, AS_BUFFERS)) as unknown as FindReply;
  if (Number(cursor.id) === 0) {
    for (const document of cursor.firstBatch) found.push(document);
    return;
  }
  await db.command({ killCursors: name, cursors: [cursor.id] });
  const middle = ids.length >> 1;
  await findInto(found, db, name, ids.slice(0, middle), fields);
  await findInto(found, db, name, ids.slice(middle), fields);
}

function* chunks<T>(items: readonly T[], sizeOfItem: (item: T) => number): Generator<{ from: number; to: number }> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < items.length; at++) {
    const size = sizeOfItem(items[at] as T);
    if (at > from && (at - from === MOST_PER_COMMAND || bytes + size > MOST_BYTES_PER_COMMAND)) {
      yield { from, to: at };
      from = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < items.length) yield { from, to: items.length };
}

function sizeOf({ wrapped, note }: KeyDocument): number {
  return 200 + (wrapped?.length ?? 0) + (note?.length ?? 0);
}

function sizeOfUpdate({ u }: UpdateStatement): number {
  const { note } = (u['$set'] ?? {}) as { note?: Buffer };
  return 1_000 + (note?.length ?? 0);
}

/** A failure of single documents comes in a reply that says ok, so it is named here as the driver would have. */
function refused(code: number): FulfilmentError {
  return new FulfilmentError(mongoCodeOf({ name: 'MongoServerError', code }) ?? 'MONGO_REFUSED', { number: code });
}
