// The keyring as a directory: root.json (never rotates) and one epoch-N.json per key-encryption key.
// One file per key, because several processes share it: files are only ever created (by link, so one creator wins) and
// destroyed (overwritten, then unlinked), never changed, hence no lock, and destroying one key touches no other.
import { existsSync, mkdirSync, mkdtempSync, readdirSync, renameSync, rmSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createKekSet, type KekSet } from './kek-set.js';
import {
  codeOf,
  createKeyFile,
  destroyKeyFile,
  keyFileMadeAtMs,
  markFile,
  readKeyFile,
  removeFile,
  syncDirectory,
  unavailable,
} from './key-files.js';
import type { Keyring } from './keyring.js';

export interface FileKeyringOptions {
  readonly directory: string;
  /** Make it, with a first epoch, when there is none. Default false: a keyring that is missing is not replaced in silence. */
  readonly create?: boolean;
}

const ROOT = 'root.json';
const EPOCH = /^epoch-(\d+)\.json$/;
const STORE = /^store-([0-9a-f]+)$/;
const MOST_ROUNDS = 20;

/**
 * Opens the keyring. Files must be readable by their owner only.
 * @throws KEYRING_UNAVAILABLE when it is missing and may not be made, incomplete, unreadable or readable by others
 */
export function createFileKeyring({ directory, create = false }: FileKeyringOptions): Keyring {
  if (create) makeDirectory(directory);
  const root = readKeyFile(join(directory, ROOT));
  if (root === undefined) throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'no root key' });
  const keks = createKekSet(root);
  const path = (epoch: number): string => join(directory, `epoch-${epoch}.json`);
  const storePath = (storeId: string): string => join(directory, `store-${storeId}`);

  /**
   * Epochs are consecutive and the older ones go first. So if the next one is absent, and *after* that look ours is still
   * there, then ours was the current one when we looked.
   */
  function isFresh(): boolean {
    return !existsSync(path(keks.newest() + 1)) && keks.epochs().every((epoch) => existsSync(path(epoch)));
  }

  function refresh(): void {
    for (let round = 0; keks.newest() === 0 || !isFresh(); round++) {
      if (round === MOST_ROUNDS) throw new FulfilmentError('KEYRING_UNAVAILABLE', { reason: 'no usable epoch' });
      load(directory, keks, path);
    }
  }

  refresh();
  return {
    current: () =>
      promised(() => {
        refresh();
        return keks.newest();
      }),
    epochs: () =>
      promised(() => {
        refresh();
        return keks.epochs();
      }),
    madeAtMs: (epoch) => promised(() => keyFileMadeAtMs(path(epoch))),
    stores: () => promised(() => namesIn(directory, STORE)),
    bindStore: (storeId) => promised(() => markFile(storePath(storeId))),
    forgetStore: (storeId) => promised(() => removeFile(storePath(storeId))),
    wrap: keks.wrap,
    derive: keks.derive,
    unwrapInto: keks.unwrapInto,
    addEpoch: () =>
      promised(() => {
        refresh();
        createKeyFile(path(keks.newest() + 1));
        refresh();
        return keks.newest();
      }),
    destroyEpoch: (epoch) =>
      promised(() => {
        refresh();
        if (epoch >= keks.newest()) throw new FulfilmentError('UNEXPECTED', { epoch });
        for (const found of epochsIn(directory)) if (found <= epoch) destroyKeyFile(path(found));
        refresh();
      }),
  };
}

/** Files are asked at once, and a failure is a rejection like any other. */
function promised<T>(work: () => T): Promise<T> {
  return new Promise((resolve) => resolve(work()));
}

/** Takes in the keys that are new on disk and drops those that are gone. */
function load(directory: string, keks: KekSet, path: (epoch: number) => string): void {
  const found = epochsIn(directory);
  const held = keks.epochs();
  for (const epoch of held) if (!found.includes(epoch)) keks.drop(epoch);
  for (const epoch of found) {
    const kek = held.includes(epoch) ? undefined : readKeyFile(path(epoch));
    if (kek !== undefined) keks.hold(epoch, kek);
  }
}

function epochsIn(directory: string): number[] {
  return namesIn(directory, EPOCH).map(Number);
}

/** What the first group of the pattern matched, of each file that does. */
function namesIn(directory: string, pattern: RegExp): string[] {
  try {
    return readdirSync(directory).flatMap((name) => pattern.exec(name)?.[1] ?? []);
  } catch (error) {
    throw unavailable(error, 'list');
  }
}

/** All or nothing: prepared beside, then renamed. Whoever comes second uses what is there. */
function makeDirectory(directory: string): void {
  if (existsSync(join(directory, ROOT))) return;
  const parent = dirname(directory);
  mkdirSync(parent, { recursive: true });
  const prepared = mkdtempSync(`${directory}.new-`);
  createKeyFile(join(prepared, ROOT));
  createKeyFile(join(prepared, 'epoch-1.json'));
  try {
    renameSync(prepared, directory);
    syncDirectory(parent);
  } catch (error) {
    rmSync(prepared, { recursive: true, force: true });
    if (!['ENOTEMPTY', 'EEXIST'].includes(codeOf(error))) throw unavailable(error, 'create');
  }
}
