// Schemas as the check sees them: every record with its fields, and for a record that leaves all fields that leave with it.

export interface SchemaField {
  readonly name: string;
  /** As the schema says it, known to the policy or not; null when it says nothing. */
  readonly category: string | null;
  readonly doc: string | null;
  readonly unit: string | null;
  /** Full names of the records it holds, directly or in arrays, maps and unions. */
  readonly holds: readonly string[];
}

export interface SchemaRecord {
  readonly fullName: string;
  /** File it stands in, or where it is generated from. */
  readonly source: string;
  readonly doc: string | null;
  readonly fields: readonly SchemaField[];
}

/** All records of a schema as JSON, nested definitions included. Enums and fixed types have no fields and are left out. */
export function recordsOf(schema: unknown, source: string): readonly SchemaRecord[] {
  const found: SchemaRecord[] = [];
  walk(schema, '', source, found);
  return found;
}

export type FieldBelow = SchemaField & { readonly path: string };

/** Of the same records it is asked again and again, once for each topic and recipient. */
const looked = new WeakMap<ReadonlyMap<string, SchemaRecord>, Map<string, readonly FieldBelow[]>>();

/** Fields that leave with a record, nested ones with their path; a record that is not known is passed over. */
export function fieldsBelow(records: ReadonlyMap<string, SchemaRecord>, fullName: string): readonly FieldBelow[] {
  const known = looked.get(records) ?? new Map<string, readonly FieldBelow[]>();
  looked.set(records, known);
  const fields = known.get(fullName) ?? lookBelow(records, fullName, []);
  known.set(fullName, fields);
  return fields;
}

function lookBelow(
  records: ReadonlyMap<string, SchemaRecord>,
  fullName: string,
  inside: readonly string[],
): readonly FieldBelow[] {
  const record = records.get(fullName);
  if (record === undefined || inside.includes(fullName)) return [];
  return record.fields.flatMap((field) => [
    { ...field, path: field.name },
    ...field.holds.flatMap((held) =>
      lookBelow(records, held, [...inside, fullName]).map((below) => ({
        ...below,
        path: `${field.name}.${below.path}`,
      })),
    ),
  ]);
}

/** Returns the full names of the records met at this place. */
function walk(schema: unknown, namespace: string, source: string, found: SchemaRecord[]): readonly string[] {
  if (typeof schema === 'string') return PRIMITIVES.has(schema) ? [] : [fullNameOf(schema, namespace)];
  if (Array.isArray(schema)) return schema.flatMap((branch) => walk(branch, namespace, source, found));
  if (typeof schema !== 'object' || schema === null) return [];
  const node = schema as Record<string, unknown>;
  const { type, name } = node;
  const inner = typeof node['namespace'] === 'string' ? node['namespace'] : namespace;
  if (type === 'array') return walk(node['items'], namespace, source, found);
  if (type === 'map') return walk(node['values'], namespace, source, found);
  if (type !== 'record' || typeof name !== 'string')
    return typeof type === 'object' ? walk(type, inner, source, found) : [];
  const fullName = fullNameOf(name, inner);
  const fields = Array.isArray(node['fields']) ? (node['fields'] as readonly unknown[]) : [];
  const space = fullName.slice(0, Math.max(0, fullName.lastIndexOf('.')));
  const read = fields.filter(isNode).map((field): SchemaField => {
    return {
      name: textOf(field['name']) ?? '(no name)',
      category: textOf(field['category']),
      doc: textOf(field['doc']),
      unit: textOf(field['unit']),
      holds: walk(field['type'], space, source, found),
    };
  });
  found.push({ fullName, source, doc: textOf(node['doc']), fields: read });
  return [fullName];
}

const PRIMITIVES = new Set(['null', 'boolean', 'int', 'long', 'float', 'double', 'bytes', 'string']);

function fullNameOf(name: string, namespace: string): string {
  return name.includes('.') || namespace === '' ? name : `${namespace}.${name}`;
}

function isNode(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
