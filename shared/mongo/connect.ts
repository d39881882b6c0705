// The one place that makes a MongoDB client: safe writes, bounded waits, and a health check.
import { type Db, MongoClient, ReadPreference, WriteConcern } from 'mongodb';
import type { MongoConfig } from '#shared/config/mongo';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Component } from '#shared/runtime/component';
import { TIMED_OUT, withDeadline } from '#shared/runtime/deadline';
import type { CheckResult } from '#shared/runtime/health-server';

export interface MongoConnection {
  readonly db: Db;
  /** Whether a primary answers a ping; never throws. */
  health(): Promise<CheckResult>;
}

export interface MongoOptions {
  readonly config: MongoConfig;
  /** Shown in the server's logs: the service name, no personal data. */
  readonly appName: string;
  /** Connections at most; default 10. */
  readonly maxPoolSize?: number;
  /** How long to look for a primary, at start and later; default 10 s. */
  readonly selectionTimeoutMs?: number;
}

const HEALTH_TIMEOUT_MS = 1_500;
const WRITE_TIMEOUT_MS = 10_000;
const SOCKET_TIMEOUT_MS = 30_000;

/**
 * A connection whose writes are acknowledged by the majority and journaled, so that what was claimed before a Kafka
 * commit is still claimed after a fail-over. Reads go to the primary.
 * Its start rejects with MONGO_UNAVAILABLE when no primary answers in time, or MONGO_DENIED.
 */
export function mongoComponent(options: MongoOptions): Component<MongoConnection> {
  const { config, appName, maxPoolSize = 10, selectionTimeoutMs = 10_000 } = options;
  return {
    name: 'mongo',
    start: async () => {
      const client = new MongoClient(config.uri.reveal(), {
        appName,
        maxPoolSize,
        retryWrites: true,
        retryReads: true,
        readPreference: ReadPreference.primary,
        writeConcern: new WriteConcern('majority', WRITE_TIMEOUT_MS, true),
        serverSelectionTimeoutMS: selectionTimeoutMs,
        connectTimeoutMS: selectionTimeoutMs,
        socketTimeoutMS: SOCKET_TIMEOUT_MS,
        ignoreUndefined: true,
      });
      const db = client.db(config.database);
      try {
        await client.connect();
        await db.command({ ping: 1 });
      } catch (error) {
        await client.close().catch(() => undefined);
        throw isDenied(error)
          ? new FulfilmentError('MONGO_DENIED')
          : new FulfilmentError('MONGO_UNAVAILABLE', {}, { cause: error });
      }
      return { value: { db, health: () => ping(db) }, stop: () => client.close() };
    },
  };
}

async function ping(db: Db): Promise<CheckResult> {
  try {
    const answer = await withDeadline(db.command({ ping: 1 }), HEALTH_TIMEOUT_MS);
    return answer === TIMED_OUT ? { ok: false, note: 'no answer in time' } : { ok: true };
  } catch {
    return { ok: false, note: 'no primary answers' };
  }
}

/** Driver numbers 13 (unauthorized) and 18 (authentication failed). */
function isDenied(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 13 || code === 18;
}
