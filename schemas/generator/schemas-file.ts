// Writes generated/schemas.ts: the self-contained JSON of every version of every record, with its docs, units and categories.
import { type Definition, type Definitions } from './read-definitions.js';
import { selfContained } from './self-contained.js';

export function schemasFile(definitions: Definitions): string {
  const records = [...definitions].filter(([, versions]) => versions.every(({ json }) => json.type === 'record'));
  return [
    '// Written by `npm run generate` from the .avsc files. Do not edit.',
    "import type { RecordName } from './records.js';",
    '',
    '/** An Avro schema as JSON; attributes such as `unit` and `category` included. */',
    'export type SchemaJson = string | readonly SchemaJson[] | { readonly [attribute: string]: unknown };',
    '',
    'export interface SchemaVersion {',
    '  readonly version: number;',
    '  /** Self-contained: every type it uses is inside. */',
    '  readonly schema: SchemaJson;',
    '}',
    '',
    '/** All versions of each record, oldest first; the last one is what we read and write. */',
    'export const schemas: { readonly [Name in RecordName]: readonly [SchemaVersion, ...SchemaVersion[]] } = {',
    ...records.flatMap(([name, versions]) => [
      `  '${name}': [`,
      ...versions.map((one) => row(one, definitions)),
      '  ],',
    ]),
    '};',
    '',
  ].join('\n');
}

function row(definition: Definition, definitions: Definitions): string {
  return `    { version: ${definition.version}, schema: ${JSON.stringify(selfContained(definition, definitions))} },`;
}
