// Looks into a store from outside for all it holds of a key. It knows no schema: a row counts when its text holds the key anywhere.
import { BSON, MongoClient } from 'mongodb';
import pg from 'pg';

export interface Probe {
  /** The text of what is there; null: nothing. */
  find(key: string): Promise<string | null>;
  close(): Promise<void>;
}

const TIMEOUT_MS = 10_000;
const TABLE = /^[A-Za-z_][A-Za-z0-9_.]{0,100}$/;

/** @param within collection or table; needed for a database. @throws RangeError saying what is wrong with the address */
export async function openProbe(address: string, within: string | undefined): Promise<Probe> {
  if (/^https?:/.test(address)) return httpProbe(address);
  if (within === undefined || !TABLE.test(within))
    throw new RangeError('a database needs --in NAME: its collection or table');
  if (/^mongodb(?:\+srv)?:/.test(address)) return mongoProbe(address, within);
  if (/^postgres(?:ql)?:/.test(address)) return postgresProbe(address, within);
  throw new RangeError('--probe must begin with mongodb://, postgres://, http:// or https://');
}

/** Reads the collection through: meant for one that holds little, as that of a test does. */
async function mongoProbe(address: string, collection: string): Promise<Probe> {
  const client = new MongoClient(address, { serverSelectionTimeoutMS: TIMEOUT_MS });
  await client.connect();
  const documents = client.db().collection(collection);
  return {
    find: async (key) => {
      for await (const document of documents.find()) {
        const text = BSON.EJSON.stringify(document);
        if (holdsKey(text, key)) return text;
      }
      return null;
    },
    close: () => client.close(),
  };
}

async function postgresProbe(address: string, table: string): Promise<Probe> {
  const pool = new pg.Pool({ connectionString: address, max: 1, connectionTimeoutMillis: TIMEOUT_MS });
  pool.on('error', () => undefined);
  return {
    find: async (key) => {
      const { rows } = await pool.query<{ text: string }>(
        `SELECT to_jsonb(t)::text AS text FROM ${table} t WHERE to_jsonb(t)::text LIKE $1`,
        [`%${key}%`],
      );
      return rows.map(({ text }) => text).find((text) => holdsKey(text, key)) ?? null;
    },
    close: () => pool.end(),
  };
}

/** `{key}` in the address stands for the key; 404 and 410 mean that nothing is there. */
function httpProbe(address: string): Promise<Probe> {
  if (!address.includes('{key}')) throw new RangeError('an http address needs {key} where the key belongs');
  return Promise.resolve({
    find: async (key) => {
      const url = address.replaceAll('{key}', encodeURIComponent(key));
      const answer = await fetch(url, { signal: AbortSignal.timeout(TIMEOUT_MS) });
      if (answer.status === 404 || answer.status === 410) return null;
      if (!answer.ok) throw new Error(`the store answers ${answer.status}`);
      const text = await answer.text();
      return holdsKey(text, key) ? text : null;
    },
    close: () => Promise.resolve(),
  });
}

/** `conformance-x-1` is no part of `conformance-x-12`. */
function holdsKey(text: string, key: string): boolean {
  for (let at = text.indexOf(key); at >= 0; at = text.indexOf(key, at + 1))
    if (!/\d/.test(text[at + key.length] ?? '')) return true;
  return false;
}
