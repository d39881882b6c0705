// The built console: a page, its script and its styles, read once at start. What is not in this map is not served, whatever is asked.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';

export interface ConsoleFile {
  readonly type: string;
  readonly plain: Buffer;
  readonly gzipped: Buffer;
}

export interface ConsoleFiles {
  readonly page: ConsoleFile;
  /** By name; a name changes with its content. */
  readonly assets: ReadonlyMap<string, ConsoleFile>;
}

const TYPES: Readonly<Record<string, string>> = {
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
};
const PAGE = 'index.html';

/** @returns null when the console is not built */
export function readConsoleFiles(folder: string): ConsoleFiles | null {
  if (!existsSync(path.join(folder, PAGE))) return null;
  const assets = readdirSync(folder).flatMap((name) => {
    const type = TYPES[path.extname(name)];
    return type === undefined ? [] : [[name, fileOf(folder, name, type)] as const];
  });
  return { page: fileOf(folder, PAGE, 'text/html; charset=utf-8'), assets: new Map(assets) };
}

function fileOf(folder: string, name: string, type: string): ConsoleFile {
  const plain = readFileSync(path.join(folder, name));
  return { type, plain, gzipped: gzipSync(plain, { level: 9 }) };
}
