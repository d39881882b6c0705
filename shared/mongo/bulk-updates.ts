// Bulk updates sent as one database command: the driver's own bulk writes cost several times as much processor time for each of them.
// The driver does not retry it; whoever calls may repeat it when its updates give the same whether once or twice.
import type { Db, Document } from 'mongodb';
import { chunksOf, DURABLE, refusedWrite, type WriteReply } from './bulk-commands.js';

export interface UpdateStatement {
  readonly q: Document;
  readonly u: Document | readonly Document[];
  readonly upsert?: boolean;
}

const DUPLICATE_KEY = 11_000;
/** Whoever makes the same document at the same moment makes it once. */
const MOST_ROUNDS = 5;

/**
 * Updates unordered, so of one document only one statement may be given; durable when it resolves. An upsert whose filter does not match the document
 * that is there under its id is passed over: that is how a guard, or something newer, stands.
 * @param sizeOf bytes of a statement, roughly
 * @throws the driver's error, MONGO_UNAVAILABLE or MONGO_REFUSED
 */
export async function updateUnlessGuarded(
  db: Db,
  collection: string,
  updates: readonly UpdateStatement[],
  sizeOf: (update: UpdateStatement) => number,
): Promise<void> {
  await updateAll(db, collection, updates, sizeOf);
}

/** Updates unordered, so of one document only one statement may be given; what somebody else makes at the same moment is then updated. Durable when it resolves. */
export async function upsertAll(
  db: Db,
  collection: string,
  updates: readonly UpdateStatement[],
  sizeOf: (update: UpdateStatement) => number,
): Promise<void> {
  let open = updates.map((update) => ({ ...update, upsert: true }));
  for (let round = 1; open.length > 0; round++) {
    const refused = await updateAll(db, collection, open, sizeOf);
    if (refused.length > 0 && round === MOST_ROUNDS) throw refusedWrite(DUPLICATE_KEY);
    open = refused.map((place) => open[place] as (typeof open)[number]);
  }
}

/** The places of upserts whose filter does not match what is there under their id. */
async function updateAll(
  db: Db,
  collection: string,
  updates: readonly UpdateStatement[],
  sizeOf: (update: UpdateStatement) => number,
): Promise<number[]> {
  const refused: number[] = [];
  for (const { from, to } of chunksOf(updates, sizeOf)) {
    const command = { update: collection, updates: updates.slice(from, to), ordered: false, writeConcern: DURABLE };
    const reply = (await db.command(command)) as unknown as WriteReply;
    for (const { index, code } of reply.writeErrors ?? []) {
      if (code !== DUPLICATE_KEY) throw refusedWrite(code);
      refused.push(from + index);
    }
  }
  return refused;
}
