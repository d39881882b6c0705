// The records we read and write: generated from files, or defined at run time from the policy. Compiled on first use.
import type { Type } from 'avsc';
import { type SchemaJson, type SchemaVersion, schemas } from '#schemas/generated/schemas';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { compileSchema } from './bounded-types.js';

export interface OwnRecord {
  readonly name: string;
  /** Of the newest schema, which we write and read with. */
  readonly version: number;
  readonly schema: SchemaJson;
  readonly type: Type;
  /** Reads what an older version wrote; null when there is no such version. */
  readVersion(version: number): VersionReader | null;
}

export interface VersionReader {
  /** Undefined when the version is the newest: no resolution is needed. */
  readonly resolver: ReturnType<Type['createResolver']> | undefined;
}

export interface OwnRecords {
  find(name: string): OwnRecord | undefined;
  /** @throws FulfilmentError UNEXPECTED for a name that is no record of ours: a fault of the caller */
  get(name: string): OwnRecord;
  /** @returns the full name. @throws TypeError when the schema is not a record with a namespace */
  define(schema: SchemaJson): string;
}

export function createOwnRecords(files: Readonly<Record<string, readonly SchemaVersion[]>> = schemas): OwnRecords {
  const versions = new Map<string, readonly SchemaVersion[]>(Object.entries(files));
  const compiled = new Map<string, OwnRecord>();

  function find(name: string): OwnRecord | undefined {
    const known = compiled.get(name);
    if (known !== undefined) return known;
    const all = versions.get(name);
    if (all === undefined) return undefined;
    const record = compileRecord(name, all);
    compiled.set(name, record);
    return record;
  }

  return {
    find,
    get(name) {
      const record = find(name);
      if (record === undefined) throw new FulfilmentError('UNEXPECTED', { place: 'codec', missingRecord: name });
      return record;
    },
    define(schema) {
      const name = recordNameOf(compileSchema(schema));
      if (name === null) throw new TypeError('only a record with a namespace can be defined');
      if (Object.hasOwn(files, name)) throw new TypeError(`${name} has a file of its own`);
      versions.set(name, [{ version: 1, schema }]);
      compiled.delete(name);
      return name;
    },
  };
}

/** Full name of a record type; null for anything else. */
export function recordNameOf(type: Type): string | null {
  return type.typeName === 'record' && type.name?.includes('.') === true ? type.name : null;
}

function compileRecord(name: string, versions: readonly SchemaVersion[]): OwnRecord {
  const newest = versions.at(-1) as SchemaVersion;
  const type = compileSchema(newest.schema);
  const readers = new Map<number, VersionReader>([[newest.version, { resolver: undefined }]]);
  return {
    name,
    version: newest.version,
    schema: newest.schema,
    type,
    readVersion(version) {
      const known = readers.get(version);
      if (known !== undefined) return known;
      const older = versions.find((one) => one.version === version);
      if (older === undefined) return null;
      const reader = { resolver: type.createResolver(compileSchema(older.schema)) };
      readers.set(version, reader);
      return reader;
    },
  };
}
