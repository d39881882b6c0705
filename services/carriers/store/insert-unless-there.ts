// Bulk inserts that tell which documents were there already: most are new, and an insert costs mongod a quarter of an upsert.
import type { Collection, OptionalUnlessRequiredId } from 'mongodb';

const DUPLICATE_KEY = 11_000;

/**
 * @returns the places of documents whose id was there already
 * @throws the driver's error for anything else; calling again with the same documents is safe
 */
export async function insertUnlessThere<D extends { readonly _id: string }>(
  collection: Collection<D>,
  documents: readonly D[],
): Promise<readonly number[]> {
  if (documents.length === 0) return [];
  try {
    await collection.insertMany(documents as unknown as OptionalUnlessRequiredId<D>[], { ordered: false });
    return [];
  } catch (error) {
    const places = duplicatesOf(error);
    if (places === null) throw error;
    return places;
  }
}

interface BulkErrorShape {
  readonly name?: unknown;
  readonly writeErrors?: unknown;
  readonly result?: { getWriteConcernError?: () => unknown };
}

/** Null when anything but a duplicate id went wrong, too: also when the majority did not acknowledge the rest. */
function duplicatesOf(error: unknown): number[] | null {
  const { name, writeErrors, result } = error as BulkErrorShape;
  if (name !== 'MongoBulkWriteError' || writeErrors === undefined) return null;
  if (result?.getWriteConcernError?.() !== undefined) return null;
  const all = (Array.isArray(writeErrors) ? writeErrors : [writeErrors]) as { code?: unknown; index?: unknown }[];
  const places: number[] = [];
  for (const { code, index } of all) {
    if (code !== DUPLICATE_KEY || typeof index !== 'number') return null;
    places.push(index);
  }
  return places.length > 0 ? places : null;
}
