// "The first position wins, the same position may repeat": bulk inserts that tell a redelivery from a duplicate.
import type { Collection, Filter, OptionalUnlessRequiredId } from 'mongodb';

/** A document that remembers the input position (`topic:partition:offset`) that created it. */
export interface ClaimedDocument {
  readonly _id: string;
  readonly claim: string;
}

/**
 * - `won`: this position created the document
 * - `repeat`: this position created it earlier, so its record is being handled again: do the same again
 * - `lost`: another position created it: this record is a duplicate
 */
export type ClaimOutcome = 'won' | 'repeat' | 'lost';

const DUPLICATE_KEY = 11_000;
/** A document may be deleted between the refused insert and the look at it: then the insert is tried again. */
const MOST_ROUNDS = 5;

/**
 * Inserts all documents in one unordered bulk write and looks back only at those whose id was there already.
 * The same id may come several times in one call; the first one wins.
 * @returns one outcome per document, in the order given
 * @throws the driver's error, also when another unique index refuses a document; calling again with the same documents is safe
 */
export async function claimMany<D extends ClaimedDocument>(
  collection: Collection<D>,
  documents: readonly D[],
): Promise<ClaimOutcome[]> {
  const outcomes = documents.map((): ClaimOutcome => 'won');
  let open = documents.map((_, index) => index);
  for (let round = 1; open.length > 0; round++) {
    const { refused, error } = await insert(collection, pick(documents, open));
    const duplicates = pick(open, refused);
    open = duplicates.length === 0 ? [] : await settle(collection, documents, duplicates, outcomes);
    // Not the id but another unique index refuses it: no look at the id will ever settle that.
    if (open.length > 0 && round === MOST_ROUNDS) throw error;
  }
  return outcomes;
}

interface Inserted {
  /** Places of the documents that were refused as duplicates. */
  readonly refused: readonly number[];
  readonly error: unknown;
}

async function insert<D extends ClaimedDocument>(
  collection: Collection<D>,
  documents: readonly D[],
): Promise<Inserted> {
  try {
    await collection.insertMany(documents as unknown as OptionalUnlessRequiredId<D>[], { ordered: false });
    return { refused: [], error: null };
  } catch (error) {
    const refused = duplicatesOf(error);
    if (refused === null) throw error;
    return { refused, error };
  }
}

interface BulkErrorShape {
  readonly name?: unknown;
  readonly writeErrors?: unknown;
  readonly result?: { getWriteConcernError?: () => unknown };
}

/** The places of duplicate ids, or null when anything else went wrong too. */
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

/** Compares claims of the duplicates; gives the places whose document is gone again. */
async function settle<D extends ClaimedDocument>(
  collection: Collection<D>,
  documents: readonly D[],
  duplicates: readonly number[],
  outcomes: ClaimOutcome[],
): Promise<number[]> {
  const ids = [...new Set(pick(documents, duplicates).map((document) => document._id))];
  const filter = { _id: { $in: ids } } as unknown as Filter<D>;
  const held = new Map<string, string>();
  for await (const found of collection.find(filter).project<{ _id: string; claim: string }>({ claim: 1 })) {
    held.set(found._id, found.claim);
  }
  const gone: number[] = [];
  for (const place of duplicates) {
    const document = documents[place];
    const claim = document === undefined ? undefined : held.get(document._id);
    if (claim === undefined) gone.push(place);
    else outcomes[place] = claim === document?.claim ? 'repeat' : 'lost';
  }
  return gone;
}

function pick<T>(from: readonly T[], places: readonly number[]): T[] {
  return places.map((place) => from[place] as T);
}
