// Bulk inserts and look-ups sent as database commands: the driver's own bulk writes and cursors cost 9 µs a document, the bare commands 1 to 4.
// The driver does not retry them; both may be repeated by the caller.
import type { Db, Document } from 'mongodb';
import { mongoCodeOf } from '#shared/errors/foreign/mongo-errors';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { gatheredIn } from './gather.js';

/** Far below the 16 MiB of one message, with room for documents of several kB. */
export const MOST_PER_COMMAND = 1_000;
const MOST_BYTES_PER_COMMAND = 8 * 1024 * 1024;
/** Larger calls gain nothing by company. */
const MOST_GATHERED = 250;
const DUPLICATE_KEY = 11_000;
/** Acknowledged by the majority and journaled: what is written here is relied on once Kafka has committed. */
export const DURABLE = { w: 'majority', j: true, wtimeout: 10_000 } as const;
/** Binary fields as views of the reply instead of wrapper objects. */
const AS_BUFFERS = { promoteBuffers: true } as const;

export interface WriteReply {
  readonly n: number;
  readonly writeErrors?: readonly { readonly index: number; readonly code: number }[];
}

interface FindReply {
  readonly cursor: { readonly id: unknown; readonly firstBatch: unknown[] };
}

/**
 * Inserts unordered; of one id only one document may be given.
 * @param sizeOf bytes of a document, roughly
 * @returns the places of documents whose id was there already
 * @throws the driver's error, MONGO_UNAVAILABLE or MONGO_REFUSED
 */
export async function insertNew<D extends object>(
  db: Db,
  collection: string,
  documents: readonly D[],
  sizeOf: (document: D) => number,
): Promise<number[]> {
  if (documents.length > MOST_GATHERED) return insertHere(db, collection, documents, sizeOf);
  const insert = gatheredIn(db, `insert ${collection}`, MOST_GATHERED, async (sized: readonly Sized[]) => {
    const taken = new Set(
      await insertHere(
        db,
        collection,
        sized.map(({ document }) => document),
        (_, place) => sized[place]?.bytes ?? 0,
      ),
    );
    return sized.map((_, place) => taken.has(place));
  });
  const taken = await insert(documents.map((document) => ({ document, bytes: sizeOf(document) })));
  return documents.flatMap((_, place) => (taken[place] === true ? [place] : []));
}

interface Sized {
  readonly document: object;
  readonly bytes: number;
}

async function insertHere<D extends object>(
  db: Db,
  collection: string,
  documents: readonly D[],
  sizeOf: (document: D, place: number) => number,
): Promise<number[]> {
  const taken: number[] = [];
  for (const { from, to } of chunksOf(documents, sizeOf)) {
    const chunk = documents.slice(from, to);
    const command = { insert: collection, documents: chunk, ordered: false, writeConcern: DURABLE };
    const reply = (await db.command(command)) as unknown as WriteReply;
    for (const { index, code } of reply.writeErrors ?? []) {
      if (code !== DUPLICATE_KEY) throw refusedWrite(code);
      taken.push(from + index);
    }
  }
  return taken;
}

/** The documents of these ids that there are, in no order. @param fields to be read; default all */
export async function findByIds<D>(
  db: Db,
  collection: string,
  ids: readonly (string | Buffer)[],
  fields?: Readonly<Record<string, 1>>,
): Promise<D[]> {
  if (ids.length > MOST_GATHERED) return findHere(db, collection, ids, fields);
  const wanted = fields === undefined ? '' : Object.keys(fields).join();
  const find = gatheredIn(
    db,
    `find ${collection} ${wanted}`,
    MOST_GATHERED,
    async (all: readonly (string | Buffer)[]) => {
      const found = await findHere<D & Identified>(db, collection, all, fields);
      const byId = new Map(found.map((document) => [idText(document._id), document]));
      return all.map((id) => byId.get(idText(id)));
    },
  );
  const found = new Set(await find(ids));
  found.delete(undefined);
  return [...found] as D[];
}

interface Identified {
  readonly _id: string | Buffer;
}

function idText(id: string | Buffer): string {
  return typeof id === 'string' ? id : id.toString('latin1');
}

async function findHere<D>(
  db: Db,
  collection: string,
  ids: readonly (string | Buffer)[],
  fields: Readonly<Record<string, 1>> | undefined,
): Promise<D[]> {
  const found: D[] = [];
  for (let from = 0; from < ids.length; from += MOST_PER_COMMAND) {
    await findInto(found, db, collection, ids.slice(from, from + MOST_PER_COMMAND), fields);
  }
  return found;
}

/** One reply holds 16 MiB at most; when the server kept a rest back, the two halves are asked for instead. */
async function findInto<D>(
  found: D[],
  db: Db,
  collection: string,
  ids: readonly (string | Buffer)[],
  fields: Readonly<Record<string, 1>> | undefined,
): Promise<void> {
  const command: Document = { find: collection, filter: { _id: { $in: ids } }, batchSize: ids.length + 1 };
  if (fields !== undefined) command['projection'] = fields;
  const { cursor } = (await db.command(command, AS_BUFFERS)) as unknown as FindReply;
  if (Number(cursor.id) === 0) {
    for (const document of cursor.firstBatch) found.push(document as D);
    return;
  }
  await db.command({ killCursors: collection, cursors: [cursor.id] });
  const middle = ids.length >> 1;
  await findInto(found, db, collection, ids.slice(0, middle), fields);
  await findInto(found, db, collection, ids.slice(middle), fields);
}

/** Slices that one command holds. */
export function* chunksOf<T>(
  items: readonly T[],
  sizeOf: (item: T, place: number) => number,
): Generator<{ readonly from: number; readonly to: number }> {
  let from = 0;
  let bytes = 0;
  for (let at = 0; at < items.length; at++) {
    const size = sizeOf(items[at] as T, at);
    if (at > from && (at - from === MOST_PER_COMMAND || bytes + size > MOST_BYTES_PER_COMMAND)) {
      yield { from, to: at };
      from = at;
      bytes = 0;
    }
    bytes += size;
  }
  if (from < items.length) yield { from, to: items.length };
}

/** A failure of single documents comes in a reply that says ok, so it is named here as the driver would have. */
export function refusedWrite(code: number): FulfilmentError {
  return new FulfilmentError(mongoCodeOf({ name: 'MongoServerError', code }) ?? 'MONGO_REFUSED', { number: code });
}
