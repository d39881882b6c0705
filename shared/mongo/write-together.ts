// Writes of many documents as one transaction. By itself each document that such a command touches is a storage transaction and an entry of the oplog
// of its own; together they are one of each: measured, a delete costs the server 16 µs instead of 28, an update that no other index than that on
// `_id` notices 22 instead of 40. An update that moves a document within an index gets dearer, so such ones are not for here.
// Nobody relies on their being one: what a transaction refuses (a rival at the same document, a server without transactions) is written by itself.
import type { ClientSession, Db, Document } from 'mongodb';
import { chunksOf, DURABLE, insertNew, refusedWrite, type WriteReply } from './bulk-commands.js';

/** An `update`, `delete` or `insert` command without write concern, which may be repeated. */
export type WriteCommand = Readonly<Document>;

/** Below, what a commit costs is more than what it saves. */
const FEWEST = 100;

/**
 * @param documents how many they touch, roughly
 * @returns for each command how many documents it matched or deleted
 * @throws the driver's error, MONGO_UNAVAILABLE or MONGO_REFUSED; some of it may be written then, and all may be tried again
 */
export async function writeTogether(
  db: Db,
  commands: readonly WriteCommand[],
  documents: number,
): Promise<readonly number[]> {
  const together = documents < FEWEST ? null : await inOneTransaction(db, commands);
  if (together !== null) return together;
  return Promise.all(commands.map(async (command) => matched(await run(db, { ...command, writeConcern: DURABLE }))));
}

/** Like `insertNew`, for collections without another index than that on `_id`: half as dear to the server when nothing is there already. */
export async function insertTogether<D extends object>(
  db: Db,
  collection: string,
  documents: readonly D[],
  sizeOf: (document: D) => number,
): Promise<number[]> {
  const commands = Array.from(chunksOf(documents, sizeOf), ({ from, to }) => {
    return { insert: collection, documents: documents.slice(from, to), ordered: false };
  });
  const together = documents.length < FEWEST ? null : await inOneTransaction(db, commands);
  return together === null ? insertNew(db, collection, documents, sizeOf) : [];
}

/** Null when it did not go through, or nobody knows. */
async function inOneTransaction(db: Db, commands: readonly WriteCommand[]): Promise<number[] | null> {
  const session = db.client.startSession();
  try {
    session.startTransaction({ writeConcern: DURABLE });
    const counts: number[] = [];
    for (const command of commands) counts.push(matched(await run(db, command, session)));
    await session.commitTransaction();
    return counts;
  } catch {
    return null;
  } finally {
    // What is still open is aborted.
    await session.endSession().catch(() => undefined);
  }
}

async function run(db: Db, command: WriteCommand, session?: ClientSession): Promise<WriteReply> {
  return (await db.command({ ...command }, session === undefined ? {} : { session })) as unknown as WriteReply;
}

/** A failure of single documents comes in a reply that says ok. */
function matched({ n, writeErrors = [] }: WriteReply): number {
  for (const { code } of writeErrors) throw refusedWrite(code);
  return n;
}
