// Judges the imports of files by the import table and says how to mend what it refuses.
import { IMPORT_TABLE, type Row } from './import-table.js';
import { LIBRARY_TABLE } from './library-table.js';
import type { ResolvedImport, SourceFile } from './module-graph.js';

/** One sentence per refused import: file, import, reason, remedy. */
export function judgeImports(files: readonly Pick<SourceFile, 'path' | 'imports'>[]): string[] {
  return files.flatMap((file) => file.imports.flatMap((fact) => judge(file.path, fact) ?? []));
}

function judge(path: string, fact: ResolvedImport): string | null {
  const { target } = fact;
  if (target.kind === 'library') return judgeLibrary(path, target.name);
  const match = rowOf(path);
  if (match === null) return `${path} belongs to no zone: add a row to test/laws/support/import-table.ts`;
  const { row, group } = match;
  if (target.kind === 'node') {
    if (row.node === undefined || row.node.includes(target.name)) return null;
    return `${path} imports ${target.name}, but ${row.why} (zone "${row.zone}"). Pass it in from the outside.`;
  }
  const longest = (prefixes: readonly string[]): number =>
    Math.max(-1, ...prefixes.map((prefix) => matchLength(target.path, prefix.replace('$1', group))));
  const atRunTime = longest(row.may);
  const asTypes = longest(row.types ?? []);
  if (atRunTime > asTypes) return null;
  if (asTypes >= 0) {
    if (fact.typeOnly) return null;
    return `${path} imports ${target.path} at run time, but ${row.why} (zone "${row.zone}"). Use "import type" and get the value passed in.`;
  }
  return `${path} imports ${target.path}, but ${row.why} (zone "${row.zone}"). ${remedy(path, target.path)}`;
}

/** How narrowly a prefix names the path: the longest one decides; -1 when it does not name it. */
function matchLength(path: string, prefix: string): number {
  return path.startsWith(prefix) ? prefix.length : -1;
}

function remedy(from: string, to: string): string {
  if (to.startsWith('test/')) return 'Move what both need out of test/.';
  const service = /^services\/([^/]+)\//;
  if (service.test(from) && service.test(to)) return 'Publish a record to a topic, or move what both need to shared/.';
  return 'Depend on a type of your own and let service.ts pass the value in, or move the shared part down.';
}

function judgeLibrary(path: string, library: string): string | null {
  if (path.startsWith('test/')) return null;
  const places = LIBRARY_TABLE[library];
  if (places === undefined)
    return `${path} imports ${library}, which has no row in test/laws/support/library-table.ts.`;
  if (places.some((place) => place.test(path))) return null;
  const shown = places.length === 0 ? 'tests' : places.map((place) => place.source.replaceAll('\\', '')).join(' or ');
  return `${path} imports ${library}, which only ${shown} may. Use what the module that owns the library exports.`;
}

function rowOf(path: string): { readonly row: Row; readonly group: string } | null {
  for (const row of IMPORT_TABLE) {
    const found = row.from.exec(path);
    if (found !== null) return { row, group: found[1] ?? '' };
  }
  return null;
}
