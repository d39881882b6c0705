// Writes generated/records.ts: one read-only TypeScript type per record, enum and fixed.
import { current, type Definitions } from './read-definitions.js';
import { type FieldJson, isUnion, type NamedJson, type SchemaJson } from './schema-json.js';
import { type FindNamed, shortName, typeScriptType } from './typescript-types.js';

export function recordsFile(definitions: Definitions): string {
  const newest = [...definitions.values()].map(current);
  assertOneVersionEach(definitions);
  assertShortNamesDiffer([...definitions.keys()]);
  const find: FindNamed = (fullName) => {
    const versions = definitions.get(fullName);
    if (versions === undefined) throw new Error(`${fullName} is not defined`);
    return current(versions).json;
  };
  const types = newest.map(({ json }) => namedType(json, find));
  const records = newest.filter(({ json }) => json.type === 'record');
  return [
    '// Written by `npm run generate` from the .avsc files. Do not edit.',
    '',
    types.join('\n\n'),
    '',
    '/** Every record by its full name. */',
    'export interface RecordTypes {',
    ...records.map(({ fullName }) => `  readonly '${fullName}': ${shortName(fullName)};`),
    '}',
    '',
    'export type RecordName = keyof RecordTypes;',
    '',
  ].join('\n');
}

function namedType(json: NamedJson, find: FindNamed): string {
  const doc = `/** ${json.doc} */`;
  if (json.type === 'enum')
    return `${doc}\nexport type ${json.name} = ${json.symbols.map((s) => `'${s}'`).join(' | ')};`;
  if (json.type === 'fixed')
    return `/** ${json.doc} Exactly ${json.size} bytes. */\nexport type ${json.name} = Buffer;`;
  const fields = json.fields.map((field) => {
    return `  /** ${fieldDoc(field)} */\n  readonly ${field.name}: ${typeScriptType(field.type, find)};`;
  });
  return `${doc}\nexport interface ${json.name} {\n${fields.join('\n')}\n}`;
}

function fieldDoc({ doc, unit, category }: FieldJson): string {
  const notes = [unit === undefined ? '' : ` Unit: ${unit}.`, category === 'none' ? '' : ` Category: ${category}.`];
  return `${doc}${notes.join('')}`;
}

/** One TypeScript type per name means that all current records use the same, newest version of a type. */
function assertOneVersionEach(definitions: Definitions): void {
  for (const versions of definitions.values()) {
    const { file, json } = current(versions);
    if (json.type !== 'record') continue;
    for (const name of namesIn(json, definitions)) {
      const used = json.typeVersions?.[name] ?? 1;
      const newest = definitions.get(name)?.length ?? 1;
      if (used !== newest) {
        throw new Error(
          `${file} uses version ${used} of ${name}, which has version ${newest}: add a version of the record too`,
        );
      }
    }
  }
}

/** Names of all types a record embeds, at any depth. */
function namesIn(json: NamedJson, definitions: Definitions, seen = new Set<string>()): ReadonlySet<string> {
  const visit = (schema: SchemaJson): void => {
    if (typeof schema === 'string') {
      const versions = definitions.get(schema);
      if (versions === undefined || seen.has(schema)) return;
      seen.add(schema);
      namesIn(current(versions).json, definitions, seen);
    } else if (isUnion(schema)) schema.forEach(visit);
    else if ('items' in schema) visit(schema.items);
  };
  if (json.type === 'record') for (const field of json.fields) visit(field.type);
  return seen;
}

function assertShortNamesDiffer(fullNames: readonly string[]): void {
  const seen = new Map<string, string>();
  for (const fullName of fullNames) {
    const other = seen.get(shortName(fullName));
    if (other !== undefined) throw new Error(`${fullName} and ${other} would be one TypeScript type`);
    seen.set(shortName(fullName), fullName);
  }
}
