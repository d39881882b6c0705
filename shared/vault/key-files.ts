// Single key files: made whole or not at all, readable by their owner only, overwritten before they are unlinked.
import { randomBytes } from 'node:crypto';
import {
  closeSync,
  fstatSync,
  fsyncSync,
  linkSync,
  openSync,
  readFileSync,
  rmSync,
  statSync,
  unlinkSync,
  writeFileSync,
  writeSync,
} from 'node:fs';
import { dirname, join } from 'node:path';
import { z } from 'zod';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { KEY_BYTES } from './aead.js';
import { hideBytes } from './hidden.js';

const OWNER_ONLY = 0o600;
const GROUP_AND_OTHERS = 0o077;

const keyFile = z.strictObject({
  format: z.literal(1),
  key: z.base64().transform((text) => Buffer.from(text, 'base64')),
});

/** Writes a fresh random key to `path` and to disk; false when another process made that file first. */
export function createKeyFile(path: string): boolean {
  const temporary = join(dirname(path), `.${randomBytes(8).toString('hex')}.tmp`);
  const content = JSON.stringify({ format: 1, key: randomBytes(KEY_BYTES).toString('base64') });
  writeFileSync(temporary, content, { mode: OWNER_ONLY, flag: 'wx', flush: true });
  try {
    // A link appears whole and fails when the name is taken: no lock is needed.
    linkSync(temporary, path);
    return true;
  } catch (error) {
    if (codeOf(error) !== 'EEXIST') throw unavailable(error, 'create');
    return false;
  } finally {
    rmSync(temporary, { force: true });
    syncDirectory(dirname(path));
  }
}

/**
 * The key in the file; undefined when there is no such file or it holds no key (being destroyed at this moment).
 * @throws KEYRING_UNAVAILABLE when others than the owner may read it, or it can't be read
 */
export function readKeyFile(path: string): Buffer | undefined {
  let file: number;
  try {
    file = openSync(path, 'r');
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return undefined;
    throw unavailable(error, 'open');
  }
  try {
    if ((fstatSync(file).mode & GROUP_AND_OTHERS) !== 0) {
      throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'readable by others than its owner: chmod 600' });
    }
    return keyIn(readFileSync(file, 'utf8'));
  } finally {
    closeSync(file);
  }
}

/** Overwrites the key, then unlinks it, each forced to disk. Nothing happens when the file is gone already. */
export function destroyKeyFile(path: string): void {
  try {
    const file = openSync(path, 'r+');
    try {
      writeSync(file, Buffer.alloc(fstatSync(file).size), 0, undefined, 0);
      fsyncSync(file);
    } finally {
      closeSync(file);
    }
    unlinkSync(path);
    syncDirectory(dirname(path));
  } catch (error) {
    if (codeOf(error) !== 'ENOENT') throw unavailable(error, 'destroy');
  }
}

/** Key files are never changed, so their time of change is the time they were made. */
export function keyFileMadeAtMs(path: string): number | undefined {
  return statSync(path, { throwIfNoEntry: false })?.mtimeMs;
}

/** An empty file whose name is what it says; nothing happens when it is there already. */
export function markFile(path: string): void {
  try {
    closeSync(openSync(path, 'a', OWNER_ONLY));
    syncDirectory(dirname(path));
  } catch (error) {
    throw unavailable(error, 'mark');
  }
}

export function removeFile(path: string): void {
  rmSync(path, { force: true });
  syncDirectory(dirname(path));
}

export function syncDirectory(path: string): void {
  const directory = openSync(path, 'r');
  try {
    fsyncSync(directory);
  } finally {
    closeSync(directory);
  }
}

export function codeOf(error: unknown): string {
  const { code } = error as { code?: unknown };
  return typeof code === 'string' ? code : 'unknown';
}

export function unavailable(error: unknown, doing: string): FulfilmentError {
  return new FulfilmentError('KEYRING_UNAVAILABLE', { doing, errno: codeOf(error) }, { cause: error });
}

function keyIn(text: string): Buffer | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  const result = keyFile.safeParse(parsed);
  return result.success && result.data.key.length === KEY_BYTES ? hideBytes(result.data.key) : undefined;
}
