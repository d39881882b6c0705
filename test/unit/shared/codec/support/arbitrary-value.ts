// Any value that fits a schema, out of the schema itself: a new field of a record is tested without anybody writing a test.
import fc from 'fast-check';
import type { SchemaJson } from '#schemas/generated/schemas';

type Named = { readonly namespace: string; readonly name: string };
type Complex =
  | ({
      readonly type: 'record';
      readonly fields: readonly { readonly name: string; readonly type: SchemaJson }[];
    } & Named)
  | ({ readonly type: 'enum'; readonly symbols: readonly string[] } & Named)
  | ({ readonly type: 'fixed'; readonly size: number } & Named)
  | { readonly type: 'array'; readonly items: SchemaJson }
  | { readonly type: 'long'; readonly logicalType: string };

const PRIMITIVES: Readonly<Record<string, () => fc.Arbitrary<unknown>>> = {
  null: () => fc.constant(null),
  boolean: () => fc.boolean(),
  int: () => fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  long: () => fc.integer({ min: -(2 ** 52), max: 2 ** 52 }),
  double: () => fc.double({ noNaN: true }),
  // Of every length up to well beyond the border between our own and the native way, ASCII or not.
  string: () => fc.oneof(fc.string({ maxLength: 80 }), fc.string({ unit: 'grapheme', maxLength: 80 })),
  bytes: () => fc.uint8Array({ maxLength: 300 }).map((bytes) => Buffer.from(bytes)),
};

/** @param schema self-contained, as generated */
export function arbitraryValue(schema: SchemaJson): fc.Arbitrary<unknown> {
  const known = new Map<string, Complex>();

  function build(one: SchemaJson): fc.Arbitrary<unknown> {
    if (typeof one === 'string') {
      const primitive = PRIMITIVES[one];
      if (primitive !== undefined) return primitive();
      const named = known.get(one);
      if (named === undefined) throw new Error(`${one} is not in the schema`);
      return buildComplex(named);
    }
    if (Array.isArray(one)) return buildUnion(one as readonly SchemaJson[]);
    return buildComplex(one as Complex);
  }

  function buildComplex(one: Complex): fc.Arbitrary<unknown> {
    if ('name' in one) known.set(`${one.namespace}.${one.name}`, one);
    switch (one.type) {
      case 'record':
        return fc.record(Object.fromEntries(one.fields.map((field) => [field.name, build(field.type)])), {
          noNullPrototype: true,
        });
      case 'enum':
        return fc.constantFrom(...one.symbols);
      case 'fixed':
        return fc.uint8Array({ minLength: one.size, maxLength: one.size }).map((bytes) => Buffer.from(bytes));
      case 'array':
        return fc.array(build(one.items), { maxLength: 4 });
      case 'long':
        return build('long');
    }
  }

  /** Several records in a union are wrapped in their full names. */
  function buildUnion(branches: readonly SchemaJson[]): fc.Arbitrary<unknown> {
    const values = branches.map((branch) => ({ name: fullName(branch), arbitrary: build(branch) }));
    const records = values.filter(({ name }) => known.get(name ?? '')?.type === 'record').length;
    return fc.oneof(
      ...values.map(({ name, arbitrary }) =>
        records > 1 && name !== null ? arbitrary.map((value) => ({ [name]: value })) : arbitrary,
      ),
    );
  }

  return build(schema);
}

function fullName(schema: SchemaJson): string | null {
  if (typeof schema === 'string') return schema.includes('.') ? schema : null;
  return 'name' in schema ? `${String((schema as Named).namespace)}.${String((schema as Named).name)}` : null;
}
