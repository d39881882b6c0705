// The fields of an Avro record as rows of a table, nested ones with their paths.
import type { SchemaJson } from '#schemas/generated/schemas';

export interface FieldRow {
  readonly path: string;
  /** In words: `string`, `list of Item`, `Shipping or SealedBlock, may be null`. */
  readonly type: string;
  readonly doc: string;
  readonly unit: string;
  readonly category: string;
}

interface Field {
  readonly name: string;
  readonly type: SchemaJson;
  readonly doc?: string;
  readonly unit?: string;
  readonly category?: string;
}

type Named = { readonly [attribute: string]: unknown };

/** A record that occurs again inside itself or beside is told once. */
export function fieldRows(schema: SchemaJson, prefix = '', told = new Set<string>()): readonly FieldRow[] {
  const { fields = [] } = schema as { readonly fields?: readonly Field[] };
  return fields.flatMap(({ name, type, doc = '', unit = '', category = '' }) => {
    const path = `${prefix}${name}`;
    const row: FieldRow = { path, type: typeText(type), doc, unit, category };
    return [row, ...nested(type, path, told)];
  });
}

function nested(type: SchemaJson, path: string, told: Set<string>): readonly FieldRow[] {
  if (typeof type === 'string') return [];
  if (isUnion(type)) return type.flatMap((branch) => nested(branch, path, told));
  const named: Named = type;
  if (named['type'] === 'array') return nested(named['items'] as SchemaJson, `${path}[]`, told);
  if (named['type'] !== 'record' || told.has(String(named['name']))) return [];
  told.add(String(named['name']));
  return fieldRows(named, `${path}.`, told);
}

function typeText(type: SchemaJson): string {
  if (typeof type === 'string') return type.split('.').at(-1) ?? type;
  if (isUnion(type)) {
    const branches = type.filter((branch) => branch !== 'null').map(typeText);
    return branches.join(' or ') + (type.includes('null') ? ', may be null' : '');
  }
  const named: Named = type;
  if (named['type'] === 'array') return `list of ${typeText(named['items'] as SchemaJson)}`;
  if (named['type'] === 'enum') return (named['symbols'] as readonly string[]).join(' · ');
  if (named['logicalType'] === 'timestamp-millis') return 'timestamp-millis';
  return typeof named['name'] === 'string' ? named['name'] : String(named['type']);
}

function isUnion(type: SchemaJson): type is readonly SchemaJson[] {
  return Array.isArray(type);
}
