// The few calls of the transit engine (OpenBao, Vault) that a keyring needs, over HTTP. No key leaves the server: a key-encryption key is a
// keyed hash that it computes.
import { readFileSync } from 'node:fs';
import { z } from 'zod';
import type { TransitConfig } from '#shared/config/keyring';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { KEY_BYTES } from './aead.js';
import { hideBytes } from './hidden.js';

export interface TransitClient {
  /** Names of all keys of the mount. */
  list(): Promise<string[]>;
  /** Does nothing when there is one of that name. @returns when it was made, in ms since 1970 */
  create(name: string): Promise<number>;
  /** In ms since 1970; undefined: there is no such key. */
  madeAtMs(name: string): Promise<number | undefined>;
  /** 32 bytes that only who may ask for them knows, the same each time; undefined: there is no such key. */
  secretOf(name: string, purpose: string): Promise<Buffer | undefined>;
  /** For ever. Does nothing when there is no such key. */
  destroy(name: string): Promise<void>;
}

const TIMEOUT_MS = 5_000;
/** The server keeps versions of a key; ours are never rotated there, and if an operator does so the first one counts all the same. */
const VERSION = 1;
const MAC = /^vault:v1:(.+)$/;

const listed = z.object({ data: z.object({ keys: z.array(z.string()) }) });
const described = z.object({ data: z.object({ keys: z.record(z.string(), z.number()) }) });
const hashed = z.object({ data: z.object({ hmac: z.string().regex(MAC) }) });
const refused = z.object({ errors: z.array(z.string()) });

interface Answer {
  readonly status: number;
  readonly body: unknown;
}

export function createTransitClient(config: TransitConfig): TransitClient {
  async function ask(method: string, path: string, body?: object): Promise<Answer> {
    const token = config.tokenFile === null ? config.token?.reveal() : readToken(config.tokenFile);
    // The one server that writes answers, not one that may be behind: rotation relies on what it reads.
    const headers = { 'x-vault-token': token ?? '', 'x-vault-request': 'true', 'x-vault-forward': 'active-node' };
    const namespace = config.namespace === null ? {} : { 'x-vault-namespace': config.namespace };
    let answer: Answer;
    try {
      const response = await fetch(`${config.address}/v1/${config.mount}/${path}`, {
        method,
        headers: { ...headers, ...namespace, 'content-type': 'application/json' },
        ...(body !== undefined && { body: JSON.stringify(body) }),
        redirect: 'error',
        signal: AbortSignal.timeout(TIMEOUT_MS),
      });
      const text = await response.text();
      answer = { status: response.status, body: text === '' ? {} : (JSON.parse(text) as unknown) };
    } catch (error) {
      throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'no answer from VAULT_ADDR' }, { cause: error });
    }
    // 503: sealed or no leader. 403: the token has expired or its policy is too narrow.
    if ([200, 204, 400, 404].includes(answer.status)) return answer;
    const reason = answer.status === 403 ? 'refused: see the token and its policy' : 'VAULT_ADDR cannot serve';
    throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason, status: answer.status });
  }

  async function create(name: string): Promise<number> {
    return madeAt(parsed(described, await ask('POST', `keys/${name}`, { type: 'aes256-gcm96' })));
  }

  return {
    create,
    list: async () => {
      const answer = await ask('LIST', 'keys');
      if (answer.status === 404 && complaints(answer).length === 0) return [];
      return parsed(listed, answer).data.keys;
    },
    madeAtMs: async (name) => {
      const answer = await ask('GET', `keys/${name}`);
      return answer.status === 404 && complaints(answer).length === 0 ? undefined : madeAt(parsed(described, answer));
    },
    secretOf: async (name, purpose) => {
      const input = Buffer.from(`fulfilment/${purpose}`, 'utf8').toString('base64');
      const answer = await ask('POST', `hmac/${name}/sha2-256`, { input, key_version: VERSION });
      if (answer.status === 400 && complaints(answer).some((text) => text.includes('not found'))) return undefined;
      const [, base64 = ''] = MAC.exec(parsed(hashed, answer).data.hmac) ?? [];
      const secret = hideBytes(Buffer.from(base64, 'base64'));
      if (secret.length !== KEY_BYTES) throw unexpected(answer);
      return secret;
    },
    destroy: async (name) => {
      const allowed = await ask('POST', `keys/${name}/config`, { deletion_allowed: true });
      if (allowed.status === 400 && complaints(allowed).some((text) => text.includes('could be found'))) return;
      const deleted = allowed.status === 200 ? await ask('DELETE', `keys/${name}`) : allowed;
      if (deleted.status === 400 && complaints(deleted).some((text) => text.includes('not found'))) return;
      if (deleted.status !== 204) throw unexpected(deleted);
    },
  };
}

/** Read anew at each call: an agent beside us replaces it before it expires. */
function readToken(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim();
  } catch (error) {
    throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'VAULT_TOKEN_FILE cannot be read' }, { cause: error });
  }
}

function madeAt(answer: z.infer<typeof described>): number {
  return (answer.data.keys[VERSION] ?? 0) * 1_000;
}

function complaints({ body }: Answer): readonly string[] {
  const result = refused.safeParse(body);
  return result.success ? result.data.errors : [];
}

function parsed<T>(schema: z.ZodType<T>, answer: Answer): T {
  const result = schema.safeParse(answer.body);
  if (answer.status !== 200 || !result.success) throw unexpected(answer);
  return result.data;
}

function unexpected({ status }: Answer): FulfilmentError {
  return new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'not the answer of a transit engine', status });
}
