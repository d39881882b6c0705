// Schemas as another team would have them: ours with fields added, taken away or of another type.
import { schemas } from '#schemas/generated/schemas';
import { PLACED } from './broken-input.js';

interface Field {
  readonly name: string;
  readonly type: unknown;
}
interface RecordJson {
  readonly name: string;
  fields: Field[];
}

/**
 * OrderPlaced with one of its records changed.
 * @param recordName short name of a record in it, e.g. `Payment`
 */
export function placedSchema(recordName: string, change: (fields: readonly Field[]) => readonly Field[]): unknown {
  const schema = structuredClone(schemas[PLACED].at(-1)?.schema) as unknown;
  const record = recordIn(schema, recordName);
  if (record === undefined) throw new RangeError(`OrderPlaced has no record ${recordName}`);
  record.fields = [...change(record.fields)];
  return schema;
}

export function withField(name: string, type: unknown): (fields: readonly Field[]) => readonly Field[] {
  return (fields) => [...fields, { name, type }];
}

export function withoutField(name: string): (fields: readonly Field[]) => readonly Field[] {
  return (fields) => fields.filter((field) => field.name !== name);
}

export function withType(name: string, type: unknown): (fields: readonly Field[]) => readonly Field[] {
  return (fields) => fields.map((field) => (field.name === name ? { name, type } : field));
}

function recordIn(schema: unknown, name: string): RecordJson | undefined {
  if (Array.isArray(schema)) return firstOf(schema, name);
  if (typeof schema !== 'object' || schema === null) return undefined;
  if ('fields' in schema && 'name' in schema && schema.name === name) return schema as RecordJson;
  return firstOf(Object.values(schema), name);
}

function firstOf(parts: readonly unknown[], name: string): RecordJson | undefined {
  for (const part of parts) {
    const found = recordIn(part, name);
    if (found !== undefined) return found;
  }
  return undefined;
}
