// The shape of an Avro schema as JSON, as far as this project uses it: what the files hold and the generated constants are typed by.

/** What a field holds of a person; the ids are those of the policy. */
export const CATEGORIES = [
  'none',
  'order-reference',
  'order-content',
  'shipping',
  'contact',
  'payment',
  'signals',
  'account',
  'after-sales',
  'fraud',
] as const;

export type Category = (typeof CATEGORIES)[number];

export type SchemaJson = string | readonly SchemaJson[] | ComplexJson;
export type ComplexJson = ArrayJson | NamedJson | AnnotatedPrimitiveJson;
export type NamedJson = RecordJson | EnumJson | FixedJson;

export interface ArrayJson {
  readonly type: 'array';
  readonly items: SchemaJson;
}

export interface AnnotatedPrimitiveJson {
  readonly type: 'long' | 'int' | 'string' | 'bytes' | 'boolean' | 'double';
  readonly logicalType?: string;
}

interface Named {
  readonly namespace: string;
  readonly name: string;
  readonly doc: string;
  /** Only in files: versions of the types a record embeds, where not the first. */
  readonly typeVersions?: Readonly<Record<string, number>>;
}

export interface RecordJson extends Named {
  readonly type: 'record';
  readonly fields: readonly FieldJson[];
}

export interface EnumJson extends Named {
  readonly type: 'enum';
  readonly symbols: readonly string[];
  readonly default?: string;
}

export interface FixedJson extends Named {
  readonly type: 'fixed';
  readonly size: number;
}

export interface FieldJson {
  readonly name: string;
  readonly type: SchemaJson;
  readonly default?: unknown;
  readonly doc: string;
  readonly unit?: string;
  readonly category: Category;
}

export const PRIMITIVES = ['null', 'boolean', 'int', 'long', 'double', 'string', 'bytes'];

export function isNamed(schema: SchemaJson): schema is NamedJson {
  return typeof schema === 'object' && 'type' in schema && ['record', 'enum', 'fixed'].includes(schema.type);
}

export function fullNameOf(schema: NamedJson): string {
  return `${schema.namespace}.${schema.name}`;
}

/** A union is written as a list; needed because Array.isArray does not narrow read-only lists. */
export function isUnion(schema: SchemaJson): schema is readonly SchemaJson[] {
  return Array.isArray(schema);
}
