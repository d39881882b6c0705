// Compares what was fetched with the committed hashes: nothing is run that is not byte for byte what was reviewed.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { ComponentName } from './server-name.js';

/** File name → SHA-256 in hex. */
export type FileHashes = Readonly<Record<string, string>>;

const ChecksumFile = z.record(z.string(), z.record(z.string(), z.string().regex(/^[0-9a-f]{64}$/)));

/** The committed hashes, per component. */
export async function pinnedHashes(): Promise<Readonly<Partial<Record<ComponentName, FileHashes>>>> {
  return ChecksumFile.parse(JSON.parse(await readFile(new URL('./checksums.json', import.meta.url), 'utf8')));
}

/** The hashes of all files directly in a folder, by name. */
export async function hashesOf(folder: string): Promise<FileHashes> {
  const names = (await readdir(folder)).sort();
  const hashes: Record<string, string> = {};
  for (const name of names) hashes[name] = await sha256(join(folder, name));
  return hashes;
}

/**
 * @param hint further details for the message
 * @throws FulfilmentError STACK_CHECKSUM_MISMATCH naming the first file that is different, missing or not expected
 */
export async function verifyFolder(
  component: ComponentName,
  folder: string,
  expected: FileHashes,
  hint: Readonly<Record<string, string>> = {},
): Promise<void> {
  const actual = await hashesOf(folder);
  for (const name of new Set([...Object.keys(expected), ...Object.keys(actual)])) {
    if (actual[name] === expected[name]) continue;
    throw new FulfilmentError('STACK_CHECKSUM_MISMATCH', {
      component,
      file: join(folder, name),
      expected: expected[name] ?? 'no such file',
      actual: actual[name] ?? 'no such file',
      ...hint,
    });
  }
}

async function sha256(file: string): Promise<string> {
  const hash = createHash('sha256');
  await pipeline(createReadStream(file), hash);
  return hash.digest('hex');
}
