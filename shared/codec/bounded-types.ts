// Avro types whose reading is bounded by the bytes at hand. avsc believes the length that an array or map claims, so ten bytes of garbage
// could claim a thousand million entries and fill memory; here a claim beyond the remaining bytes ends the reading.
import avro, { type Schema, type Type } from 'avsc';
import type { SchemaJson } from '#schemas/generated/schemas';
import { stringType } from './string-type.js';

/** The cursor of avsc: the only part of it used here. */
interface Tap {
  readonly buf: Buffer;
  pos: number;
  readLong(): number;
  skipLong(): void;
  readString(): string;
  skipString(): void;
}

interface Readable {
  _read(tap: Tap): unknown;
  _skip(tap: Tap): void;
}

/** Thrown while reading; always caught by the codec, which answers with a refusal. */
class ImpossibleLength extends Error {}

class BoundedArrayType extends avro.types.ArrayType {
  _read(tap: Tap): unknown[] {
    // A resolver borrows this method and has its own itemsType.
    const items = this.itemsType as unknown as Readable;
    const values: unknown[] = [];
    for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
      while (count-- > 0) values.push(items._read(tap));
    }
    return values;
  }

  _skip(tap: Tap): void {
    const items = this.itemsType as unknown as Readable;
    for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
      while (count-- > 0) items._skip(tap);
    }
  }
}

class BoundedMapType extends avro.types.MapType {
  _read(tap: Tap): Record<string, unknown> {
    const values = this.valuesType as unknown as Readable;
    const entries: [string, unknown][] = [];
    for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
      while (count-- > 0) entries.push([tap.readString(), values._read(tap)]);
    }
    return Object.fromEntries(entries);
  }

  _skip(tap: Tap): void {
    const values = this.valuesType as unknown as Readable;
    for (let count = blockCount(tap); count > 0; count = blockCount(tap)) {
      while (count-- > 0) {
        tap.skipString();
        values._skip(tap);
      }
    }
  }
}

/** Number of entries in the next block; 0 at the end. Every entry takes at least a byte, so more entries than bytes are a lie. */
function blockCount(tap: Tap): number {
  let count = tap.readLong();
  if (count < 0) {
    count = -count;
    tap.skipLong(); // The size of the block in bytes, which is only for those who skip it unread.
  }
  if (!(count <= tap.buf.length - tap.pos) && count !== 0) throw new ImpossibleLength();
  return count;
}

/** A list of values that take no bytes has no bound: schemas with one are not accepted. Looked for once the whole schema is compiled. */
function refuseEmptyItems(type: Type, seen = new Set<Type>()): void {
  if (seen.has(type)) return;
  seen.add(type);
  if (isArray(type) && takesNoBytes(type.itemsType)) throw new TypeError('a list of values without bytes has no bound');
  for (const part of partsOf(type)) refuseEmptyItems(part, seen);
}

function takesNoBytes(type: Type, seen = new Set<Type>()): boolean {
  if (type.typeName === 'null') return true;
  if (!isRecord(type) || seen.has(type)) return false;
  seen.add(type);
  return type.fields.every((field) => takesNoBytes(field.type, seen));
}

function partsOf(type: Type): readonly Type[] {
  if (isRecord(type)) return type.fields.map((field) => field.type);
  if (isArray(type)) return [type.itemsType];
  if (type.typeName === 'map') return [(type as avro.types.MapType).valuesType as Type];
  return type.typeName.startsWith('union:') ? (type as avro.types.UnwrappedUnionType).types : [];
}

function isRecord(type: Type): type is avro.types.RecordType {
  return type.typeName === 'record';
}

function isArray(type: Type): type is avro.types.ArrayType {
  return type.typeName === 'array';
}

/** Of schemas that stand in our code: at the start each is asked for several times, to be registered, compared and read with. */
const compiled = new WeakMap<object, Type>();

/**
 * Compiles a schema. Unions of several records are wrapped as `{ 'full.Name': value }`; logical types are read as what they are made of.
 * @param references named types that the schema uses and does not hold itself
 * @throws Error (of avsc) when the schema is not valid Avro
 */
export function compileSchema(schema: SchemaJson, references: readonly SchemaJson[] = []): Type {
  if (typeof schema === 'string' || references.length > 0) return compileAnew(schema, references);
  const type = compiled.get(schema) ?? compileAnew(schema, references);
  compiled.set(schema, type);
  return type;
}

function compileAnew(schema: SchemaJson, references: readonly SchemaJson[]): Type {
  const registry: Record<string, Type> = {};
  const options = { registry, omitRecordMethods: true, wrapUnions: 'auto', typeHook: ownType } as const;
  for (const reference of references) avro.Type.forSchema(reference as Schema, options);
  const type = avro.Type.forSchema(schema as Schema, options);
  refuseEmptyItems(type);
  return type;
}

function ownType(schema: Schema, options: unknown): Type | undefined {
  const kind = typeof schema === 'object' && 'type' in schema ? schema.type : schema;
  if (kind === 'array') return new BoundedArrayType(schema, options);
  if (kind === 'map') return new BoundedMapType(schema, options);
  if (kind === 'string') return stringType;
  return undefined;
}
