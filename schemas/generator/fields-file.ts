// Writes generated/fields.ts: what each field of each record holds of a person, by its path.
import { current, type Definitions } from './read-definitions.js';
import { CATEGORIES, isNamed, isUnion, type NamedJson, type SchemaJson } from './schema-json.js';
import { selfContained } from './self-contained.js';

export interface FieldMark {
  readonly path: string;
  readonly category: string;
}

export function fieldsFile(definitions: Definitions): string {
  const newest = [...definitions.values()].map(current).filter(({ json }) => json.type === 'record');
  return [
    '// Written by `npm run generate` from the .avsc files. Do not edit.',
    "import type { RecordName } from './records.js';",
    '',
    '/** What a field holds of a person; the ids are those of the policy. */',
    `export type Category = ${CATEGORIES.map((category) => `'${category}'`).join(' | ')};`,
    '',
    '/** Category of every field by its path, for example `items[].sku` or `shipping.city`; branches of a union share their paths. */',
    'export const fieldCategories: { readonly [Name in RecordName]: Readonly<Record<string, Category>> } = {',
    ...newest.flatMap((definition) => [
      `  '${definition.fullName}': {`,
      ...marksOf(selfContained(definition, definitions)).map(({ path, category }) => `    '${path}': '${category}',`),
      '  },',
    ]),
    '};',
    '',
  ].join('\n');
}

/** Every field of a self-contained record with its category, containers included, in the order of the schema. */
export function marksOf(record: NamedJson): readonly FieldMark[] {
  const known = new Map<string, NamedJson>();
  const marks = new Map<string, string>();
  const visit = (schema: SchemaJson, path: string): void => {
    if (typeof schema === 'string') {
      const named = known.get(schema);
      if (named !== undefined) visitNamed(named, path);
    } else if (isUnion(schema)) {
      for (const branch of schema) visit(branch, path);
    } else if ('items' in schema) visit(schema.items, `${path}[]`);
    else if (isNamed(schema)) visitNamed(schema, path);
  };
  const visitNamed = (named: NamedJson, path: string): void => {
    known.set(`${named.namespace}.${named.name}`, named);
    if (named.type !== 'record') return;
    for (const field of named.fields) {
      const fieldPath = path === '' ? field.name : `${path}.${field.name}`;
      if (!marks.has(fieldPath)) marks.set(fieldPath, field.category);
      visit(field.type, fieldPath);
    }
  };
  visitNamed(record, '');
  return [...marks].map(([path, category]) => ({ path, category }));
}
