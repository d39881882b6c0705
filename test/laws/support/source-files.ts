// Lists the files of the repository that the laws look at, as paths from its root with forward slashes.
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { fileURLToPath } from 'node:url';

export const ROOT = join(dirname(fileURLToPath(import.meta.url)), '..', '..', '..');

const SOURCE_FOLDERS = ['services', 'schemas', 'shared', 'test'];
const SKIPPED = new Set(['node_modules', 'dist', '.stack', '.git', 'coverage', 'reports']);

/** Files below the source folders whose name ends in one of the extensions. */
export function listFiles(extensions: readonly string[]): string[] {
  return SOURCE_FOLDERS.flatMap((folder) => walk(join(ROOT, folder)))
    .filter((path) => extensions.some((extension) => path.endsWith(extension)))
    .map((path) => relative(ROOT, path).split(sep).join('/'))
    .sort();
}

/** Files directly in the root of the repository, dot-files included. */
export function listRootFiles(): string[] {
  const entries = readdirSync(ROOT, { withFileTypes: true });
  return entries.filter((entry) => entry.isFile()).map((entry) => entry.name);
}

export function readText(path: string): string {
  return readFileSync(join(ROOT, path), 'utf8');
}

function walk(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  return entries.flatMap((entry) => {
    if (SKIPPED.has(entry.name)) return [];
    const path = join(folder, entry.name);
    return entry.isDirectory() ? walk(path) : [path];
  });
}
