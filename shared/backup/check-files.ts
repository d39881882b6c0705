// Reads every file of a backup to its end before anything is restored: a backup that is broken anywhere changes nothing.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { join } from 'node:path';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { BackupFile, Manifest } from './manifest.js';
import { readSealedFile } from './sealed-file.js';

/** The records of one file. @throws BACKUP_BROKEN */
export function recordsOf(directory: string, { kind, name, file }: BackupFile, key: Buffer) {
  return readSealedFile(join(directory, file), `${kind}/${name}`, key);
}

/** @throws BACKUP_BROKEN naming the first file that is not as it was written */
export async function checkFiles(directory: string, { files }: Manifest, key: Buffer): Promise<void> {
  for (const file of files) {
    let records = 0;
    for await (const chunk of recordsOf(directory, file, key)) records += chunk.length;
    if (records !== file.records || (await sha256Of(join(directory, file.file))) !== file.sha256)
      throw new FulfilmentError('BACKUP_BROKEN', { file: file.file, reason: 'differs from the manifest' });
  }
}

async function sha256Of(path: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const piece of createReadStream(path)) hash.update(piece as Buffer);
  return hash.digest('hex');
}
