// Looks for canaries in every byte of every file below a folder: as they lie, and unpacked. What could not be read counts as not clean.
import { type Dirent, readdirSync, readFileSync, statSync } from 'node:fs';
import path from 'node:path';
import {
  gzipMembers,
  isKafkaLog,
  isWiredTigerJournal,
  isWiredTigerTable,
  kafkaBatches,
  type Unpacked,
  wiredTigerJournal,
  wiredTigerPages,
} from './scan-containers.js';
import type { CanaryMatcher } from './scan-forms.js';

export interface Hit {
  /** Relative to the folder. */
  readonly file: string;
  readonly at: number;
  /** Index of the canary; its text is nobody's business. */
  readonly canary: number;
  readonly form: string;
  readonly within: 'file' | 'name' | Unpacked['kind'];
}

export interface ScanReport {
  readonly hits: readonly Hit[];
  readonly notScanned: readonly string[];
  readonly files: number;
  readonly bytes: number;
  readonly unpacked: number;
  readonly tookMs: number;
}

interface Collecting {
  readonly folder: string;
  readonly matcher: CanaryMatcher;
  readonly hits: Hit[];
  readonly notScanned: string[];
  files: number;
  bytes: number;
  unpacked: number;
}

const MOST_PASSES = 10;

export function scanFolder(folder: string, matcher: CanaryMatcher): ScanReport {
  const startedMs = performance.now();
  const collecting: Collecting = { folder, matcher, hits: [], notScanned: [], files: 0, bytes: 0, unpacked: 0 };
  walk(collecting, folder);
  const { hits, notScanned, files, bytes, unpacked } = collecting;
  return { hits, notScanned, files, bytes, unpacked, tookMs: Math.round(performance.now() - startedMs) };
}

/** The files and packings in which something was found, for a message that shows no canary. */
export function placesOf(hits: readonly Hit[]): string[] {
  return [...new Set(hits.map(({ file, within, form }) => `${file} (${within}, ${form})`))].sort();
}

/**
 * A cleaner renames segments while we look, so a name that vanished makes us read its folder again.
 * @returns false when the folder itself is gone
 */
function walk(into: Collecting, folder: string): boolean {
  const done = new Set<number>();
  for (let pass = 1; ; pass++) {
    let entries: Dirent[];
    try {
      entries = readdirSync(folder, { withFileTypes: true });
    } catch {
      return false;
    }
    const names = Buffer.from(entries.map(({ name }) => name).join('\n'));
    for (const { canary, form, at } of into.matcher.find(names))
      into.hits.push({ file: path.relative(into.folder, folder), at, canary, form, within: 'name' });
    const vanished = entries.filter((entry) => {
      const file = path.join(folder, entry.name);
      const inode = inodeOf(file);
      if (inode === undefined) return true;
      if (done.has(inode)) return false;
      const isRead = entry.isDirectory() ? walk(into, file) : !entry.isFile() || look(into, file);
      if (isRead) done.add(inode);
      return !isRead;
    });
    if (vanished.length === 0) return true;
    if (pass === MOST_PASSES) {
      into.notScanned.push(`${path.relative(into.folder, folder)} changes faster than it can be read`);
      return true;
    }
  }
}

function inodeOf(file: string): number | undefined {
  return statSync(file, { throwIfNoEntry: false })?.ino;
}

/** @returns false when the file is gone */
function look(into: Collecting, file: string): boolean {
  const { folder, matcher, hits, notScanned } = into;
  const name = path.relative(folder, file);
  let bytes: Buffer;
  try {
    bytes = readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return false;
    notScanned.push(`${name}: ${(error as NodeJS.ErrnoException).code}`);
    return true;
  }
  into.files++;
  into.bytes += bytes.length;
  for (const { canary, form, at } of matcher.find(bytes)) hits.push({ file: name, at, canary, form, within: 'file' });
  for (const { at, kind, bytes: inner } of unpackedOf(path.basename(file), bytes)) {
    into.unpacked++;
    if (inner === undefined) notScanned.push(`${name}@${at}: ${kind}`);
    else for (const { canary, form } of matcher.find(inner)) hits.push({ file: name, at, canary, form, within: kind });
  }
  return true;
}

function* unpackedOf(name: string, bytes: Buffer): Generator<Unpacked> {
  if (isKafkaLog(name)) yield* kafkaBatches(bytes);
  if (isWiredTigerTable(name)) yield* wiredTigerPages(bytes);
  if (isWiredTigerJournal(name)) yield* wiredTigerJournal(bytes);
  yield* gzipMembers(bytes);
}
