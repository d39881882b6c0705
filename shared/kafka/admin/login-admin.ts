// Makes and ends logins (SCRAM-SHA-256) of outsiders. Idempotent; what a login may do is set by access rules.
import { pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';
import type { Secret } from '#shared/config/secret';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { retry } from '#shared/pipeline/retry';
import { callBroker } from '../client/call-broker.js';
import { errorOfCode, isPassing } from '../client/transient.js';
import type { KafkaClient } from '../create-kafka.js';
import {
  ALTER_SCRAM_CREDENTIALS,
  type AlterScramCredentials,
  putAlterScramCredentials,
  readAlterScramCredentialsResponse,
} from '../wire/alter-scram-credentials.js';
import { createByteSink } from '../wire/byte-sink.js';

export interface LoginAdmin {
  /** From now on the user may log in with this password and no other. */
  ensureLogin(user: string, password: Secret): Promise<void>;
  /** From now on nobody logs in as these users; none there is fine. Connections that are open stay until their rules are withdrawn. */
  endLogins(users: readonly string[]): Promise<void>;
}

/** Kafka's own measure is 4,096, the least the RFC allows; guessing passwords of 128 random bits is hopeless anyway. */
const ITERATIONS = 8_192;
const SALT_BYTES = 24;
const HASH_BYTES = 32;
const RESOURCE_NOT_FOUND = 91;
const PATIENCE = { backoff: { firstMs: 50, longestMs: 1_000 }, budgetMs: 20_000, isRetriable: isPassing } as const;
const derive = promisify(pbkdf2);

/** @throws KAFKA_DENIED, KAFKA_UNAVAILABLE and what else Kafka answers; never a message that holds a password */
export function createLoginAdmin(client: KafkaClient): LoginAdmin {
  async function alter(request: AlterScramCredentials): Promise<void> {
    const cluster = client.openCluster();
    try {
      const outcomes = await retry(client.waiting, PATIENCE, async () => {
        await cluster.connect();
        await cluster.refreshMetadataIfNecessary();
        return callBroker(await cluster.findControllerBroker(), {
          api: ALTER_SCRAM_CREDENTIALS,
          sink: createByteSink(512),
          put: (sink) => putAlterScramCredentials(sink, request),
          read: readAlterScramCredentialsResponse,
        });
      });
      const refused = outcomes.find(({ errorCode }) => errorCode !== 0 && errorCode !== RESOURCE_NOT_FOUND);
      if (refused === undefined) return;
      throw new FulfilmentError('KAFKA_DENIED', { user: refused.user }, { cause: errorOfCode(refused.errorCode) });
    } finally {
      await cluster.disconnect();
    }
  }

  return {
    ensureLogin: async (user, password) => {
      const salt = randomBytes(SALT_BYTES);
      const saltedPassword = await derive(password.reveal(), salt, ITERATIONS, HASH_BYTES, 'sha256');
      await alter({ deletions: [], upsertions: [{ user, iterations: ITERATIONS, salt, saltedPassword }] });
    },
    endLogins: async (users) => {
      if (users.length > 0) await alter({ deletions: users, upsertions: [] });
    },
  };
}
