// Documents that follow a stream: most of what comes is either new, and inserted, or of a document that is there, and updated. Only what is neither is
// upserted, which costs the server four times an insert.
import { setImmediate as nextRound } from 'node:timers/promises';
import type { Db, Document } from 'mongodb';
import { findByIds } from './bulk-commands.js';
import { type UpdateStatement, updateUnlessGuarded } from './bulk-updates.js';
import { roughBytes } from './rough-bytes.js';
import { insertTogether, writeTogether } from './write-together.js';

export interface Kept {
  readonly id: string;
  /** The whole document, where it is probably not there yet. */
  readonly fresh?: Document & { readonly _id: string };
  /** What is done to it where it is there, and gives the same whether once or twice; with `upsert` it is made where it is not. Another filter than by its id guards it. */
  readonly statement: UpdateStatement;
}

/** Documents of one command. Whoever else wants the database, or this process, waits for no more than that. */
const AT_ONCE = 250;

/**
 * Durable when it resolves; safe to repeat. What a statement's filter does not match under its id is passed over.
 * @param kept of each document one
 * @throws the driver's error, MONGO_UNAVAILABLE or MONGO_REFUSED
 */
export async function keepDocuments(db: Db, collection: string, kept: readonly Kept[]): Promise<void> {
  const rest = kept.filter(({ fresh }) => fresh === undefined);
  const probablyNew = kept.filter(({ fresh }) => fresh !== undefined);
  for (const portion of portionsOf(probablyNew)) {
    const documents = portion.map(({ fresh }) => fresh as Document);
    for (const place of await insertTogether(db, collection, documents, roughBytes)) rest.push(portion[place] as Kept);
    await nextRound();
  }
  for (const portion of portionsOf(rest)) {
    await updateKnown(db, collection, portion);
    await nextRound();
  }
}

async function updateKnown(db: Db, collection: string, kept: readonly Kept[]): Promise<void> {
  const updates = kept.map(({ statement: { q, u } }) => ({ q, u }));
  const [matched] = await writeTogether(db, [{ update: collection, updates, ordered: false }], kept.length);
  if (matched === kept.length) return;
  const toMake = kept.filter(({ statement }) => statement.upsert === true);
  if (toMake.length === 0) return;
  const ids = toMake.map(({ id }) => id);
  const there = new Set((await findByIds<{ readonly _id: string }>(db, collection, ids, { _id: 1 })).map(idOf));
  const missing = toMake.filter(({ id }) => !there.has(id)).map(({ statement }) => statement);
  await updateUnlessGuarded(db, collection, missing, ({ u }) => roughBytes(u));
}

function idOf({ _id }: { readonly _id: string }): string {
  return _id;
}

function* portionsOf(kept: readonly Kept[]): Generator<readonly Kept[]> {
  for (let from = 0; from < kept.length; from += AT_ONCE) yield kept.slice(from, from + AT_ONCE);
}
