// Typed collections whose documents have a text id, and their indexes, made at start.
import type { Collection, Db, IndexDirection } from 'mongodb';

/** A document of ours: its id is a ref or another text without personal data. */
export interface TextIdDocument {
  readonly _id: string;
}

export interface IndexSpec {
  readonly keys: Readonly<Record<string, IndexDirection>>;
  readonly unique?: boolean;
  /** Only documents that match are indexed: keeps the index small. */
  readonly where?: Readonly<Record<string, unknown>>;
}

/** The collection typed as ours; nothing is created. */
export function collectionOf<D extends TextIdDocument>(db: Db, name: string): Collection<D> {
  return db.collection<D>(name);
}

/** Creates the collection's indexes if they are missing; safe to call from several instances at once. */
export async function ensureIndexes(db: Db, name: string, indexes: readonly IndexSpec[]): Promise<void> {
  for (const { keys, unique = false, where } of indexes) {
    const options = where === undefined ? { unique } : { unique, partialFilterExpression: where };
    await db.collection(name).createIndex({ ...keys }, options, {});
  }
}
