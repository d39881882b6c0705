// Knows the schemas that records were written with, by their id: how to read each, or why it cannot be read.
import type { Type } from 'avsc';
import type { Clock } from '#shared/domain/clock';
import { compileSchema } from './bounded-types.js';
import { type OwnRecords, recordNameOf } from './own-records.js';
import type { RegistryClient } from './registry-client.js';
import { schemaDifferences } from './schema-differences.js';
import { schemaIdOf } from './wire-format.js';

export type WriterSchema = ReadableWriter | RefusedWriter;

export interface ReadableWriter {
  readonly kind: 'readable';
  readonly recordName: string;
  /** What we read with. */
  readonly type: Type;
  /** Undefined when both schemas are the same. */
  readonly resolver: ReturnType<Type['createResolver']> | undefined;
  readonly unknownFields: readonly string[];
}

export interface RefusedWriter {
  readonly kind: 'refused';
  readonly code: 'SCHEMA_UNKNOWN' | 'FIELD_TYPE_WRONG';
  /** Null when it is no record of ours. */
  readonly recordName: string | null;
  readonly fieldPaths: readonly string[];
}

export interface WriterSchemas {
  /** @throws FulfilmentError REGISTRY_UNAVAILABLE */
  ensure(values: Iterable<Buffer | null>): Promise<void>;
  get(schemaId: number): WriterSchema | undefined;
  /** Takes in a schema whose id we learned by registering it. */
  add(schemaId: number, type: Type): void;
  /** Judges known schemas of this record again, after ours was replaced. */
  review(recordName: string): void;
}

export interface WriterSchemasDeps {
  readonly registry: Pick<RegistryClient, 'schemaById'>;
  readonly own: Pick<OwnRecords, 'find'>;
  readonly clock: Clock;
}

/** How long an id that the registry does not have is not asked for again. Whoever registers it sends the refused records again at once, so it is short. */
const ABSENT_MS = 1_000;
/** Absent ids are forgotten this long after that; never between `ensure` and the `decode` that follows it. */
const FORGET_MS = 300_000;
const PARALLEL_REQUESTS = 8;
/** The registry does not have the id, for now. */
const ABSENT: RefusedWriter = { kind: 'refused', code: 'SCHEMA_UNKNOWN', recordName: null, fieldPaths: [] };
/** The registry has it, but it is no record of ours: that stays so. */
const NOT_OURS: RefusedWriter = { ...ABSENT };

export function createWriterSchemas(deps: WriterSchemasDeps): WriterSchemas {
  const { registry, own, clock } = deps;
  const judged = new Map<number, WriterSchema>();
  const types = new Map<number, Type>();
  const askAgainAtMs = new Map<number, number>();

  function missing(values: Iterable<Buffer | null>): readonly number[] {
    const ids = new Set<number>();
    for (const value of values) {
      if (value === null) continue;
      const id = schemaIdOf(value);
      if (id === null) continue;
      const known = judged.get(id);
      if (known === undefined || (known === ABSENT && (askAgainAtMs.get(id) ?? 0) <= clock.nowMs())) ids.add(id);
    }
    return [...ids];
  }

  async function load(id: number): Promise<void> {
    const found = await registry.schemaById(id);
    if (found === null) {
      judged.set(id, ABSENT);
      askAgainAtMs.set(id, clock.nowMs() + ABSENT_MS);
      return;
    }
    askAgainAtMs.delete(id);
    const type = tryCompile(() => compileSchema(found.schema, found.references));
    if (type === null) judged.set(id, NOT_OURS);
    else add(id, type);
  }

  function add(id: number, type: Type): void {
    types.set(id, type);
    judged.set(id, judge(type, own));
  }

  function forgetOld(): void {
    const before = clock.nowMs() - FORGET_MS;
    for (const [id, atMs] of askAgainAtMs) {
      if (atMs > before) continue;
      askAgainAtMs.delete(id);
      judged.delete(id);
    }
  }

  return {
    async ensure(values) {
      const ids = missing(values);
      if (ids.length === 0) return;
      forgetOld();
      for (let i = 0; i < ids.length; i += PARALLEL_REQUESTS) {
        await Promise.all(ids.slice(i, i + PARALLEL_REQUESTS).map(load));
      }
    },
    get: (schemaId) => judged.get(schemaId),
    add,
    review(recordName) {
      for (const [id, type] of types) if (recordNameOf(type) === recordName) add(id, type);
    },
  };
}

function judge(writer: Type, own: Pick<OwnRecords, 'find'>): WriterSchema {
  const name = recordNameOf(writer);
  const record = name === null ? undefined : own.find(name);
  if (record === undefined) return NOT_OURS;
  const { name: recordName, type } = record;
  if (type.equals(writer)) return { kind: 'readable', recordName, type, resolver: undefined, unknownFields: [] };
  const { unreadable, unknown } = schemaDifferences(type, writer);
  const resolver = unreadable.length > 0 ? null : tryCompile(() => type.createResolver(writer));
  if (resolver === null) return { kind: 'refused', code: 'FIELD_TYPE_WRONG', recordName, fieldPaths: unreadable };
  return { kind: 'readable', recordName, type, resolver, unknownFields: unknown };
}

/** avsc throws for a schema it cannot use; what it says may quote the schema and is of no use here. */
function tryCompile<T>(compile: () => T): T | null {
  try {
    return compile();
  } catch {
    return null;
  }
}
