// A registry in memory with the promises of the real one, plus an outage that a test can switch on.
import type { SchemaJson } from '#schemas/generated/schemas';
import { compileSchema } from '#shared/codec/bounded-types';
import type { RegisteredSchema, RegistryClient } from '#shared/codec/registry-client';
import { schemaDifferences } from '#shared/codec/schema-differences';
import { FulfilmentError } from '#shared/errors/fulfilment-error';

export interface InMemoryRegistry extends RegistryClient {
  /** While true every call throws REGISTRY_UNAVAILABLE. */
  down: boolean;
  /** Ids that were asked for, in order. */
  readonly askedIds: number[];
  /** Puts a schema in without a subject; for schemas of others. */
  put(schema: SchemaJson, id?: number): number;
  readonly subjects: ReadonlyMap<string, readonly number[]>;
  readonly levels: Map<string, string>;
}

export function createInMemoryRegistry(): InMemoryRegistry {
  const byId = new Map<number, SchemaJson>();
  const ids = new Map<string, number>();
  const subjects = new Map<string, number[]>();
  const levels = new Map<string, string>();
  const askedIds: number[] = [];

  function idFor(schema: SchemaJson): number {
    const text = JSON.stringify(schema);
    const known = ids.get(text);
    if (known !== undefined) return known;
    const id = byId.size + 1;
    byId.set(id, schema);
    ids.set(text, id);
    return id;
  }

  const found = (id: number | undefined): RegisteredSchema | null => {
    const schema = id === undefined ? undefined : byId.get(id);
    return id === undefined || schema === undefined ? null : { id, schema, references: [] };
  };

  const registry: InMemoryRegistry = {
    down: false,
    askedIds,
    subjects,
    levels,
    put(schema, id) {
      if (id === undefined) return idFor(schema);
      byId.set(id, schema);
      ids.set(JSON.stringify(schema), id);
      return id;
    },
    schemaById: answer((id: number) => {
      askedIds.push(id);
      return found(id);
    }),
    latest: answer((subject: string) => found(subjects.get(subject)?.at(-1))),
    idOf: answer((subject: string, schema: SchemaJson) => {
      const id = idFor(schema);
      return subjects.get(subject)?.includes(id) === true ? id : null;
    }),
    register: answer((subject: string, schema: SchemaJson) => {
      const versions = subjects.get(subject) ?? [];
      const newest = found(versions.at(-1));
      const strict = levels.get(subject) !== 'NONE';
      if (strict && newest !== null && !readable(schema, newest.schema)) return null;
      const id = idFor(schema);
      subjects.set(subject, [...versions, id]);
      return id;
    }),
    isCompatible: answer((subject: string, schema: SchemaJson) => {
      const newest = found(subjects.get(subject)?.at(-1));
      return newest === null || readable(schema, newest.schema);
    }),
    compatibility: answer((subject: string) => levels.get(subject) ?? null),
    deleteSubject: answer((subject: string) => {
      subjects.delete(subject);
      levels.delete(subject);
    }),
    setCompatibility: answer((subject: string, level: string) => {
      levels.set(subject, level);
    }),
  };
  return registry;

  function answer<Arguments extends unknown[], Result>(
    give: (...args: Arguments) => Result,
  ): (...args: Arguments) => Promise<Result> {
    return async (...args) => {
      await Promise.resolve();
      if (registry.down) throw new FulfilmentError('REGISTRY_UNAVAILABLE');
      return give(...args);
    };
  }
}

function readable(reader: SchemaJson, writer: SchemaJson): boolean {
  return schemaDifferences(compileSchema(reader), compileSchema(writer)).unreadable.length === 0;
}
