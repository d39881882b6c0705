// What a backup says of itself, and its key: wrapped under the key-encryption key of its day, so that it dies with it.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { z } from 'zod';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { hideBytes } from '#shared/vault/hidden';
import type { Keyring } from '#shared/vault/keyring';

const count = z.int().nonnegative();
const offset = z.strictObject({ topic: z.string(), partition: count, offset: count });

const content = z.strictObject({
  format: z.literal(1),
  /** ms since 1970. */
  madeAtMs: count,
  storeId: z.string(),
  /** Epoch of the key-encryption key that wraps `key`. */
  epoch: count,
  key: z.base64(),
  /** End of the ledger when the backup was made. */
  ledger: z.strictObject({ sequence: count, hash: z.string() }),
  files: z.array(
    z.strictObject({
      kind: z.enum(['collection', 'topic']),
      /** Of the collection, or of the topic in the catalogue. */
      name: z.string(),
      file: z.string().regex(/^[a-z0-9-]+\.sealed$/),
      records: count,
      bytes: count,
      sha256: z.string(),
    }),
  ),
  /** How far each group of ours was, without prefix. */
  groups: z.array(z.strictObject({ groupId: z.string(), offsets: z.array(offset) })),
});
const stored = z.strictObject({ content, mac: z.string() });

export type Manifest = z.infer<typeof content>;
export type BackupFile = Manifest['files'][number];
export type GroupOffsets = Manifest['groups'][number];

const NAME = 'manifest.json';
const KEY_BYTES = 32;
const BOUND_TO = Buffer.from('backup-key/1', 'latin1');

export interface BackupKey {
  readonly epoch: number;
  readonly key: Buffer;
  readonly wrapped: Buffer;
}

export async function createBackupKey(keyring: Keyring): Promise<BackupKey> {
  const epoch = await keyring.current();
  const key = hideBytes(randomBytes(KEY_BYTES));
  return { epoch, key, wrapped: keyring.wrap(epoch, key, BOUND_TO) };
}

export interface OpenBackup {
  readonly directory: string;
  readonly manifest: Manifest;
  readonly key: Buffer;
}

/** Written last: without it a directory is no backup. */
export async function writeManifest(directory: string, manifest: Manifest, key: Buffer): Promise<void> {
  const text = JSON.stringify({ content: manifest, mac: macOf(manifest, key) }, null, 1);
  await writeFile(join(directory, NAME), `${text}\n`, { mode: 0o600, flag: 'wx', flush: true });
}

/** @throws BACKUP_BROKEN, BACKUP_FOREIGN, or BACKUP_EXPIRED when the key that wrapped it was destroyed since */
export async function openManifest(
  directory: string,
  keyring: Pick<Keyring, 'unwrapInto' | 'epochs'>,
): Promise<{ readonly manifest: Manifest; readonly key: Buffer }> {
  const { content: manifest, mac } = await readManifest(directory);
  const key = hideBytes(Buffer.alloc(KEY_BYTES));
  await keyring.epochs();
  const outcome = keyring.unwrapInto(key, Buffer.from(manifest.key, 'base64'), BOUND_TO);
  const { epoch, madeAtMs } = manifest;
  const details = { epoch, madeAt: new Date(madeAtMs).toISOString() };
  if (outcome === 'epoch-destroyed') throw new FulfilmentError('BACKUP_EXPIRED', details);
  if (outcome === 'foreign') throw new FulfilmentError('BACKUP_FOREIGN', details);
  const expected = Buffer.from(macOf(manifest, key), 'hex');
  const given = Buffer.from(mac, 'hex');
  if (outcome === 'corrupt' || given.length !== expected.length || !timingSafeEqual(given, expected))
    throw new FulfilmentError('BACKUP_BROKEN', { file: NAME, reason: 'was changed' });
  return { manifest, key };
}

async function readManifest(directory: string): Promise<z.infer<typeof stored>> {
  const broken = (reason: string): FulfilmentError => new FulfilmentError('BACKUP_BROKEN', { file: NAME, reason });
  let text: string;
  try {
    text = await readFile(join(directory, NAME), 'utf8');
  } catch {
    throw broken('is missing: the directory holds no backup, or one that was not finished');
  }
  try {
    return stored.parse(JSON.parse(text));
  } catch {
    throw broken('is no manifest');
  }
}

function macOf(manifest: Manifest, key: Buffer): string {
  return createHmac('sha256', key).update(JSON.stringify(manifest)).digest('hex');
}
