// Reads every .avsc file below schemas/: one folder per record or type, one immutable file per version.
import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parseDefinition } from './parse-definition.js';
import { fullNameOf, type NamedJson } from './schema-json.js';

export interface Definition {
  readonly fullName: string;
  readonly version: number;
  /** Path below the schemas folder. */
  readonly file: string;
  readonly json: NamedJson;
}

/** All versions of one name, oldest first and without gaps. */
export type Definitions = ReadonlyMap<string, readonly Definition[]>;

/**
 * @param root the schemas folder
 * @throws Error when a file is malformed, a version is missing, or two folders define one name
 */
export function readDefinitions(root: string): Definitions {
  const files = readdirSync(root, { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.avsc'));
  return collectDefinitions(files.sort().map((file) => readDefinition(root, join(root, file))));
}

export function collectDefinitions(all: readonly Definition[]): Definitions {
  const byName = new Map<string, Definition[]>();
  for (const definition of all) {
    const versions = byName.get(definition.fullName) ?? [];
    versions.push(definition);
    byName.set(definition.fullName, versions);
  }
  for (const [name, versions] of byName) {
    versions.sort((a, b) => a.version - b.version);
    versions.forEach(({ version, file }, index) => {
      if (version !== index + 1) throw new Error(`${file}: ${name} has no version ${index + 1}, or has one twice`);
    });
  }
  return new Map([...byName].sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** The newest version of a name. */
export function current(versions: readonly Definition[]): Definition {
  const newest = versions.at(-1);
  if (newest === undefined) throw new Error('a name without versions');
  return newest;
}

function readDefinition(root: string, path: string): Definition {
  const file = relative(root, path);
  const version = /(?:^|\/)v([1-9][0-9]*)\.avsc$/.exec(file)?.[1];
  if (version === undefined) throw new Error(`${file}: a schema file is named v1.avsc, v2.avsc, …`);
  const json = parseDefinition(readFileSync(path, 'utf8'), file);
  return { fullName: fullNameOf(json), version: Number(version), file, json };
}
