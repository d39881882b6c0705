// A backup lives as long as the key-encryption key of its day, and no longer.
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import { createBackupKey, type Manifest, openManifest, writeManifest } from '#shared/backup/manifest';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'manifest-'));
});
afterEach(() => rmSync(directory, { recursive: true, force: true }));

async function made() {
  const keyring = createMemoryKeyring();
  const { epoch, key, wrapped } = await createBackupKey(keyring);
  const manifest: Manifest = {
    format: 1,
    madeAtMs: 1_700_000_000_000,
    storeId: 'aa',
    epoch,
    key: wrapped.toString('base64'),
    ledger: { sequence: 2, hash: 'ff' },
    files: [{ kind: 'topic', name: 'orders.facts', file: 'topic-01.sealed', records: 1, bytes: 2, sha256: '00' }],
    groups: [{ groupId: 'intake', offsets: [{ topic: 'orders.events', partition: 0, offset: 7 }] }],
  };
  await writeManifest(directory, manifest, key);
  return { keyring, key, manifest };
}

describe('the manifest of a backup', () => {
  test('opens with the keyring that made it, also while the next epoch is being rolled in', async () => {
    const { keyring, key, manifest } = await made();
    await keyring.addEpoch();
    const opened = await openManifest(directory, keyring);
    expect(opened.manifest).toEqual(manifest);
    expect(opened.key.equals(key)).toBe(true);
  });

  test('is refused by name once its epoch is destroyed, and nothing in it helps any more', async () => {
    const { keyring } = await made();
    await keyring.addEpoch();
    await keyring.destroyEpoch(1);
    await expect(openManifest(directory, keyring)).rejects.toThrow(/^BACKUP_EXPIRED.*epoch=1.*2023-11-14/s);
  });

  test('is refused by name with another keyring', async () => {
    await made();
    await expect(openManifest(directory, createMemoryKeyring())).rejects.toThrow('BACKUP_FOREIGN');
  });

  test.each([
    ['another file name', '"orders.facts"', '"orders.sealed"'],
    ['another position', '"offset": 7', '"offset": 8'],
    ['another end of the ledger', '"sequence": 2', '"sequence": 0'],
    ['no JSON', '{', '['],
  ])('is refused with %s in it', async (_, from, to) => {
    const { keyring } = await made();
    const path = join(directory, 'manifest.json');
    const text = readFileSync(path, 'utf8');
    expect(text).toContain(from);
    writeFileSync(path, text.replace(from, to));
    await expect(openManifest(directory, keyring)).rejects.toThrow('BACKUP_BROKEN');
  });

  test('that is missing means that the backup was not finished', async () => {
    const { keyring } = await made();
    rmSync(join(directory, 'manifest.json'));
    await expect(openManifest(directory, keyring)).rejects.toThrow(/BACKUP_BROKEN.*not finished/s);
  });
});
