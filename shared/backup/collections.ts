// The collections of the database in and out of a backup, document by document in BSON, all as they were at one moment.
import { BSON, type Db, type Document, type MongoClient } from 'mongodb';
import { RESTORE_MARK } from '#shared/mongo/restore-mark';
import { withHistory } from './keep-history.js';

const PER_INSERT = 500;
const DUPLICATE_KEY = 11_000;
/** Types as they were: numbers keep their width, binaries their kind. */
const AS_STORED = { promoteValues: false, promoteBuffers: false } as const;

/** Belong to this database and not to its data: a copy of it is another store of keys. */
const OF_THE_DATABASE: ReadonlySet<string> = new Set([RESTORE_MARK, 'vault_keys.store']);

export async function collectionNames(db: Db): Promise<string[]> {
  const found = await db.listCollections({ type: 'collection' }, { nameOnly: true }).toArray();
  return found
    .map(({ name }) => name)
    .filter((name) => !name.startsWith('system.') && !OF_THE_DATABASE.has(name))
    .sort();
}

/** Raw documents of several collections, all of the same moment however long the reading takes (up to what the server keeps, 5 minutes). */
export async function readCollections(
  db: Db,
  names: readonly string[],
  take: (name: string, documents: AsyncIterable<Buffer>) => Promise<void>,
): Promise<void> {
  const client: MongoClient = db.client;
  await withHistory(client.db('admin'), async () => {
    const session = client.startSession({ snapshot: true });
    try {
      for (const name of names) await take(name, rawDocuments(db, name, session));
    } finally {
      await session.endSession();
    }
  });
}

async function* rawDocuments(
  db: Db,
  name: string,
  session: ReturnType<MongoClient['startSession']>,
): AsyncGenerator<Buffer> {
  const cursor = db.collection(name).find({}, { raw: true, session, sort: { _id: 1 } });
  for await (const document of cursor) yield document as unknown as Buffer;
}

/** Inserts what `change` makes of each document; null leaves it out. Answers how many were written. */
export async function insertRaw(
  db: Db,
  name: string,
  documents: readonly Buffer[],
  change: (document: Readonly<Record<string, unknown>>) => Document | null,
): Promise<number> {
  const wanted = documents.flatMap((raw) => change(BSON.deserialize(raw, AS_STORED)) ?? []);
  for (let from = 0; from < wanted.length; from += PER_INSERT) {
    await db
      .collection(name)
      .insertMany(wanted.slice(from, from + PER_INSERT), { ordered: false })
      .catch((error: unknown) => {
        // A restore that is run again finds what the first run wrote.
        if ((error as { code?: unknown }).code !== DUPLICATE_KEY) throw error;
      });
  }
  return wanted.length;
}

export function isEmpty(db: Db, names: readonly string[]): Promise<boolean> {
  return Promise.all(names.map((name) => db.collection(name).findOne({}, { projection: { _id: 1 } }))).then((found) =>
    found.every((one) => one === null),
  );
}
