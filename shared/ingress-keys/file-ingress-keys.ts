// The private keys to which publishers seal, in the folder of the keyring: one file per key, made whole, never changed, destroyed in the end.
// Several processes share the folder; whoever looks sees what another one made.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { publicKeyOf } from '#shared/hpke/suite';
import { createKeyFile, destroyKeyFile, keyFileMadeAtMs, readKeyFile, unavailable } from '#shared/vault/key-files';
import type { IngressKey } from './ingress-key.js';

export interface IngressKeys {
  /** All there are, ascending, as they are this moment. */
  list(): readonly IngressKey[];
  /** Makes the first key when there is none. */
  ensure(): void;
  /** Makes a new key; publishers are to use it from now on. When another process did so meanwhile, that one. */
  rotate(): IngressKey;
  /** Undefined when there is no key of that name. Prints as `[secret]`. */
  privateKeyOf(keyId: string): Buffer | undefined;
  /** Destroys this key and older ones for ever; the newest is refused (UNEXPECTED). */
  destroy(number: number): void;
}

interface Held {
  readonly number: number;
  readonly keyId: string;
  readonly privateKey: Buffer;
  readonly publicKey: Buffer;
  readonly madeAtMs: number;
}

const FILE = /^ingress-(\d{1,9})\.json$/;

/** @param directory KEYRING_DIR, which must exist. Calls throw KEYRING_UNAVAILABLE when it can't be read or others may read a key. */
export function createFileIngressKeys(directory: string): IngressKeys {
  const held = new Map<number, Held>();
  const pathOf = (number: number): string => join(directory, `ingress-${number}.json`);

  /** One look at the folder when nothing changed: the next key is not there, and those held are. */
  function refresh(): void {
    const newest = Math.max(0, ...held.keys());
    if (newest > 0 && !existsSync(pathOf(newest + 1)) && [...held.keys()].every((n) => existsSync(pathOf(n)))) return;
    const there = numbersIn(directory);
    for (const number of held.keys()) if (!there.includes(number)) drop(number);
    for (const number of there) {
      if (held.has(number)) continue;
      const key = read(number, pathOf(number));
      if (key !== undefined) held.set(number, key);
    }
  }

  function drop(number: number): void {
    held.get(number)?.privateKey.fill(0);
    held.delete(number);
  }

  function list(): readonly IngressKey[] {
    refresh();
    const ascending = [...held.values()].sort((one, other) => one.number - other.number);
    return ascending.map(({ number, keyId, publicKey, madeAtMs }, at) => {
      return { number, keyId, publicKey, madeAtMs, retiredAtMs: ascending[at + 1]?.madeAtMs ?? null };
    });
  }

  function makeAfter(number: number): IngressKey {
    createKeyFile(pathOf(number + 1));
    const made = list().at(-1);
    if (made === undefined) throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'a key just made is gone' });
    return made;
  }

  return {
    list,
    ensure: () => {
      if (list().length === 0) makeAfter(0);
    },
    rotate: () => makeAfter(list().at(-1)?.number ?? 0),
    privateKeyOf: (keyId) => {
      for (const key of held.values()) if (key.keyId === keyId) return key.privateKey;
      return undefined;
    },
    destroy: (number) => {
      const keys = list();
      if (number >= (keys.at(-1)?.number ?? 0)) throw new FulfilmentError('UNEXPECTED', { ingressKey: number });
      // Oldest first: a gap tells nobody that a key which was destroyed never was.
      for (const key of keys) if (key.number <= number) destroyKeyFile(pathOf(key.number));
      refresh();
    },
  };
}

function read(number: number, path: string): Held | undefined {
  const privateKey = readKeyFile(path);
  const madeAtMs = keyFileMadeAtMs(path);
  if (privateKey === undefined || madeAtMs === undefined) return undefined;
  const publicKey = publicKeyOf(privateKey);
  const print = createHash('sha256').update(publicKey).digest('hex').slice(0, 8);
  return { number, keyId: `ingress-${number}-${print}`, privateKey, publicKey, madeAtMs: Math.floor(madeAtMs) };
}

function numbersIn(directory: string): number[] {
  try {
    return readdirSync(directory).flatMap((name) => {
      const number = FILE.exec(name)?.[1];
      return number === undefined ? [] : [Number(number)];
    });
  } catch (error) {
    throw unavailable(error, 'list');
  }
}
