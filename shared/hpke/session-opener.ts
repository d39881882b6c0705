// Opens what was sealed to one of our public keys. The key agreement of a session is done once and remembered; records are opened
// synchronously afterwards. Nothing here throws for what is in a block.
import type { SealedBlock } from '#schemas/generated/records';
import { NONCE_BYTES, openBytes } from './block-cipher.js';
import { EXPORTER_CONTEXT, HPKE_ALGORITHM } from './sealing-session.js';
import { decapsulate, HPKE_KEY_BYTES } from './suite.js';

/** `unknown-key`: no private key of that name. `corrupt`: altered, or bound to something else. */
export type OpenedBlock =
  | { readonly kind: 'opened'; readonly plain: Buffer }
  | { readonly kind: 'unknown-key' }
  | { readonly kind: 'corrupt' };

export interface SessionOpenerDeps {
  readonly info: string;
  /** The private key of this name, 32 bytes; undefined when there is none. */
  readonly privateKeyOf: (keyId: string) => Buffer | undefined;
  /** Sessions remembered; the one longest unused goes first. Default 10,000. */
  readonly mostSessions?: number;
}

export interface SessionOpener {
  /** Does the key agreements that these blocks need; call before `open`. */
  prepare(blocks: Iterable<SealedBlock>): Promise<void>;
  open(block: SealedBlock, associatedData: Buffer): OpenedBlock;
  /** Forgets the sessions of a key: call when the key is destroyed. */
  forget(keyId: string): void;
}

const UNKNOWN: OpenedBlock = Object.freeze({ kind: 'unknown-key' });
const CORRUPT: OpenedBlock = Object.freeze({ kind: 'corrupt' });
const MOST_SESSIONS = 10_000;

interface Session {
  readonly keyId: string;
  /** Null when the encapsulated key is none. */
  readonly key: Buffer | null;
}

export function createSessionOpener(deps: SessionOpenerDeps): SessionOpener {
  const { info, privateKeyOf, mostSessions = MOST_SESSIONS } = deps;
  // A map keeps the order of insertion: who is asked for is put at its end again.
  const sessions = new Map<string, Session>();

  async function agree(name: string, { keyId, nonce }: SealedBlock): Promise<void> {
    const privateKey = privateKeyOf(keyId);
    if (privateKey === undefined) return;
    const encapsulatedKey = Buffer.from(nonce.subarray(0, HPKE_KEY_BYTES));
    const key = await decapsulate(privateKey, encapsulatedKey, { info, exporterContext: EXPORTER_CONTEXT });
    sessions.set(name, { keyId, key });
  }

  function trim(): void {
    for (const name of sessions.keys()) {
      if (sessions.size <= mostSessions) return;
      sessions.delete(name);
    }
  }

  return {
    prepare: async (blocks) => {
      const missing = new Map<string, SealedBlock>();
      for (const block of blocks) {
        if (!isWellFormed(block)) continue;
        const name = nameOf(block);
        const known = sessions.get(name);
        if (known === undefined) missing.set(name, block);
        else {
          sessions.delete(name);
          sessions.set(name, known);
        }
      }
      if (missing.size === 0) return;
      // Before the new ones come in: what this call needs must be there when it returns, however many that are.
      trim();
      for (const [name, block] of missing) await agree(name, block);
    },
    open: (block, associatedData) => {
      if (privateKeyOf(block.keyId) === undefined) return UNKNOWN;
      if (!isWellFormed(block)) return CORRUPT;
      const key = sessions.get(nameOf(block))?.key ?? null;
      if (key === null) return CORRUPT;
      const plain = openBytes(block.ciphertext, associatedData, block.nonce.subarray(HPKE_KEY_BYTES), key);
      return plain === null ? CORRUPT : { kind: 'opened', plain };
    },
    forget: (keyId) => {
      for (const [name, session] of sessions) if (session.keyId === keyId) sessions.delete(name);
    },
  };
}

function isWellFormed({ algorithm, nonce }: SealedBlock): boolean {
  return algorithm === HPKE_ALGORITHM && nonce.length === HPKE_KEY_BYTES + NONCE_BYTES;
}

function nameOf({ keyId, nonce }: SealedBlock): string {
  return `${nonce.toString('latin1', 0, HPKE_KEY_BYTES)}${keyId}`;
}
