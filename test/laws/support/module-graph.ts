// The repository's files with their facts and with imports resolved to paths, and the cycles among them.
import { posix } from 'node:path';
import { type FileFacts, type ImportFact, readFacts } from './file-facts.js';
import { listFiles, readText } from './source-files.js';

/** Where an import leads: a file of ours, a built-in of Node, or the package of a library. */
export type Target =
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'node'; readonly name: string }
  | { readonly kind: 'library'; readonly name: string };

export interface ResolvedImport extends ImportFact {
  readonly target: Target;
}

export interface SourceFile {
  readonly path: string;
  readonly lines: number;
  readonly facts: FileFacts;
  readonly imports: readonly ResolvedImport[];
}

let read: readonly SourceFile[] | undefined;

/** All sources; read once for all laws, because parsing a thousand files takes longer than judging them. */
export function readSourceFiles(): readonly SourceFile[] {
  read ??= listFiles(['.ts', '.tsx', '.mjs']).map((path) => describeFile(path, readText(path)));
  return read;
}

export function describeFile(path: string, text: string): SourceFile {
  const facts = readFacts(text, /\.tsx?$/.test(path), path.endsWith('.tsx'));
  const imports = facts.imports.map((fact) => ({ ...fact, target: resolve(path, fact.specifier) }));
  return { path, lines: text.split('\n').length - 1, facts, imports };
}

function resolve(from: string, specifier: string): Target {
  if (specifier.startsWith('#')) return { kind: 'file', path: `${specifier.slice(1)}.ts` };
  if (specifier.startsWith('.')) {
    const path = posix.normalize(posix.join(posix.dirname(from), specifier));
    return { kind: 'file', path: path.replace(/\.js(x?)$/, '.ts$1') };
  }
  if (specifier.startsWith('node:')) return { kind: 'node', name: specifier };
  const parts = specifier.split('/');
  return { kind: 'library', name: specifier.startsWith('@') ? parts.slice(0, 2).join('/') : (parts[0] ?? specifier) };
}

/** Each group of files that import one another in a circle, types included; empty when there is none. */
export function findCycles(files: readonly Pick<SourceFile, 'path' | 'imports'>[]): string[][] {
  const edges = new Map(files.map((file) => [file.path, targetsOf(file)]));
  const state = new Map<string, 'open' | 'done'>();
  const cycles: string[][] = [];
  const trail: string[] = [];
  const follow = (path: string): void => {
    state.set(path, 'open');
    trail.push(path);
    for (const next of edges.get(path) ?? []) {
      if (state.get(next) === 'open') cycles.push([...trail.slice(trail.indexOf(next)), next]);
      else if (state.get(next) === undefined && edges.has(next)) follow(next);
    }
    trail.pop();
    state.set(path, 'done');
  };
  for (const path of edges.keys()) if (state.get(path) === undefined) follow(path);
  return cycles;
}

function targetsOf(file: Pick<SourceFile, 'imports'>): string[] {
  return file.imports.flatMap(({ target }) => (target.kind === 'file' ? [target.path] : []));
}
