// Translates Avro types into the TypeScript types of their values, exactly as the codec reads and writes them.
import { isUnion, type NamedJson, PRIMITIVES, type SchemaJson } from './schema-json.js';

/** Finds a named type in the version that the current records use. */
export type FindNamed = (fullName: string) => NamedJson;

const PRIMITIVE_TYPES: Readonly<Record<string, string>> = {
  null: 'null',
  boolean: 'boolean',
  int: 'number',
  long: 'number',
  double: 'number',
  string: 'string',
  bytes: 'Buffer',
};

export function shortName(fullName: string): string {
  return fullName.slice(fullName.lastIndexOf('.') + 1);
}

export function typeScriptType(schema: SchemaJson, find: FindNamed): string {
  if (typeof schema === 'string') return PRIMITIVE_TYPES[schema] ?? shortName(schema);
  if (isUnion(schema)) return unionType(schema, find);
  if ('items' in schema) {
    const items = typeScriptType(schema.items, find);
    return items.includes(' ') ? `readonly (${items})[]` : `readonly ${items}[]`;
  }
  if ('name' in schema) throw new Error(`${schema.name}: a named type has a file of its own`);
  return typeScriptType(schema.type, find);
}

function unionType(branches: readonly SchemaJson[], find: FindNamed): string {
  if (!isAmbiguous(branches, find)) {
    return orderNullLast(branches.map((branch) => typeScriptType(branch, find))).join(' | ');
  }
  const wrapped = branches.map((branch) => {
    if (branch === 'null') return 'null';
    if (typeof branch !== 'string') throw new Error('a union of several records or numbers names its branches');
    return `{ readonly ${JSON.stringify(branch).replaceAll('"', "'")}: ${typeScriptType(branch, find)} }`;
  });
  return orderNullLast(wrapped).join(' | ');
}

function orderNullLast(types: readonly string[]): readonly string[] {
  return [...types.filter((type) => type !== 'null'), ...types.filter((type) => type === 'null')];
}

/** The rule of avsc for unions that must be wrapped: two branches whose values look alike in JavaScript. */
function isAmbiguous(branches: readonly SchemaJson[], find: FindNamed): boolean {
  const buckets = branches.map((branch) => bucketOf(branch, find));
  return new Set(buckets).size < buckets.length;
}

function bucketOf(branch: SchemaJson, find: FindNamed): string {
  if (typeof branch !== 'string') {
    if (isUnion(branch)) throw new Error('a union directly inside a union');
    return 'items' in branch ? 'array' : bucketOf(branch.type, find);
  }
  if (['int', 'long', 'double'].includes(branch)) return 'number';
  if (branch === 'bytes') return 'buffer';
  if (PRIMITIVES.includes(branch)) return branch;
  const kind = find(branch).type;
  return { record: 'object', enum: 'string', fixed: 'buffer' }[kind];
}
