// A mirror in PostgreSQL: table `<name>` (key, part, value as jsonb), `<name>_positions` and `<name>_receipts`.
import type { Pool, PoolClient } from 'pg';
import type { MirrorChange, MirrorReceipt, MirrorStore } from './mirror-store.js';

const NAME = /^[a-z_][a-z0-9_]{0,40}$/;

/** Makes the tables where they are missing. @throws RangeError for a name that would have to be quoted */
export async function createPostgresMirrorStore(pool: Pool, name: string): Promise<MirrorStore> {
  if (!NAME.test(name)) throw new RangeError('a table name is small letters, digits and underscores');
  const [positions, receipts] = [`${name}_positions`, `${name}_receipts`];
  await pool.query(`
    CREATE TABLE IF NOT EXISTS ${name} (key text PRIMARY KEY, part integer NOT NULL, value jsonb NOT NULL);
    CREATE INDEX IF NOT EXISTS ${name}_part ON ${name} (part);
    CREATE TABLE IF NOT EXISTS ${positions} (part integer PRIMARY KEY, next bigint NOT NULL, at_ms bigint NOT NULL);
    CREATE TABLE IF NOT EXISTS ${receipts} (erasure_id text, key text, deleted integer NOT NULL, at_ms bigint NOT NULL,
      PRIMARY KEY (erasure_id, key));`);

  async function change(client: PoolClient, partition: number, one: MirrorChange, nowMs: number): Promise<void> {
    const { key, value, erasureId } = one;
    if (value !== null) {
      await client.query(
        `INSERT INTO ${name} (key, part, value) VALUES ($1, $2, $3)
         ON CONFLICT (key) DO UPDATE SET part = excluded.part, value = excluded.value`,
        [key, partition, JSON.stringify(value, plainly)],
      );
      return;
    }
    const { rowCount } = await client.query(`DELETE FROM ${name} WHERE key = $1`, [key]);
    if (erasureId === undefined) return;
    await client.query(
      `INSERT INTO ${receipts} (erasure_id, key, deleted, at_ms) VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING`,
      [erasureId, key, rowCount ?? 0, nowMs],
    );
  }

  return {
    positions: async () => {
      const { rows } = await pool.query<{ part: number; next: string; at_ms: string }>(`SELECT * FROM ${positions}`);
      return new Map(rows.map(({ part, next, at_ms }) => [part, { next: Number(next), atMs: Number(at_ms) }]));
    },
    apply: async (partition, changes, next, nowMs) => {
      const client = await pool.connect();
      try {
        await client.query('BEGIN');
        await client.query(`INSERT INTO ${positions} VALUES ($1, 0, $2) ON CONFLICT DO NOTHING`, [partition, nowMs]);
        // Holds the row until the commit: a second mirror waits here and then sees what was done.
        const { rows } = await client.query<{ next: string }>(
          `SELECT next FROM ${positions} WHERE part = $1 FOR UPDATE`,
          [partition],
        );
        const from = Number(rows[0]?.next ?? 0);
        for (const one of changes) if (one.offset >= from) await change(client, partition, one, nowMs);
        await client.query(`UPDATE ${positions} SET next = greatest(next, $2), at_ms = $3 WHERE part = $1`, [
          partition,
          next,
          nowMs,
        ]);
        await client.query('COMMIT');
      } catch (error) {
        await client.query('ROLLBACK').catch(() => undefined);
        throw error;
      } finally {
        client.release();
      }
    },
    retain: async (partition, keys, next) => {
      await pool.query(`UPDATE ${positions} SET next = $2 WHERE part = $1`, [partition, next]);
      const { rowCount } = await pool.query(`DELETE FROM ${name} WHERE part = $1 AND NOT (key = ANY ($2::text[]))`, [
        partition,
        [...keys],
      ]);
      return rowCount ?? 0;
    },
    existing: async (keys) => {
      const { rows } = await pool.query<{ key: string }>(`SELECT key FROM ${name} WHERE key = ANY ($1::text[])`, [
        keys,
      ]);
      return new Set(rows.map(({ key }) => key));
    },
    pendingReceipts: async (limit) => {
      const { rows } = await pool.query<{ erasure_id: string; key: string; deleted: number; at_ms: string }>(
        `SELECT * FROM ${receipts} ORDER BY at_ms, key LIMIT $1`,
        [limit],
      );
      return rows.map(({ erasure_id, key, deleted, at_ms }) => ({
        erasureId: erasure_id,
        key,
        deletedDocuments: deleted,
        atMs: Number(at_ms),
      }));
    },
    receiptsSent: async (sent: readonly MirrorReceipt[]) => {
      for (const { erasureId, key } of sent)
        await pool.query(`DELETE FROM ${receipts} WHERE erasure_id = $1 AND key = $2`, [erasureId, key]);
    },
  };
}

/** Whole numbers beyond 2^53 as text: JSON has no others. */
function plainly(_: string, value: unknown): unknown {
  return typeof value === 'bigint' ? String(value) : value;
}
