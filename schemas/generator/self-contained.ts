// Makes a schema self-contained, as a registry wants it: each named type is written out where it is first used, and named after that.
import type { Definition, Definitions } from './read-definitions.js';
import { isUnion, type NamedJson, PRIMITIVES, type SchemaJson } from './schema-json.js';

/**
 * The definition with all types it refers to inside. Types are taken in their first version unless its `typeVersions` says another,
 * so that adding a version of a type never changes a record that was released before.
 * @throws Error when a name is not defined
 */
export function selfContained(definition: Definition, definitions: Definitions): NamedJson {
  const chosen = definition.json.typeVersions ?? {};
  const written = new Set<string>();
  const used = new Set<string>();

  function writeNamed(json: NamedJson, fullName: string): NamedJson {
    written.add(fullName);
    const { typeVersions: _, ...rest } = json;
    if (rest.type !== 'record') return rest;
    return { ...rest, fields: rest.fields.map((field) => ({ ...field, type: write(field.type) })) };
  }

  function write(schema: SchemaJson): SchemaJson {
    if (typeof schema === 'string') return PRIMITIVES.includes(schema) || written.has(schema) ? schema : embed(schema);
    if (isUnion(schema)) return schema.map(write);
    if ('items' in schema) return { ...schema, items: write(schema.items) };
    return schema;
  }

  function embed(name: string): NamedJson {
    const version = chosen[name] ?? 1;
    const type = definitions.get(name)?.[version - 1];
    if (type === undefined) throw new Error(`${definition.file}: ${name} is not defined in version ${version}`);
    used.add(name);
    return writeNamed(type.json, name);
  }

  const whole = writeNamed(definition.json, definition.fullName);
  for (const name of Object.keys(chosen)) {
    if (!used.has(name))
      throw new Error(`${definition.file}: typeVersions names ${name}, which the record does not use`);
  }
  return whole;
}
