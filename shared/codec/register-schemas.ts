// Registers the schemas of topics under their subjects, each with BACKWARD compatibility, and explains a refusal by subject and field.
import type { SchemaJson } from '#schemas/generated/schemas';
import type { TopicHandle } from '#schemas/generated/topics';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { compileSchema } from './bounded-types.js';
import type { RegistryClient } from './registry-client.js';
import { schemaDifferences } from './schema-differences.js';
import { subjectOf } from './subjects.js';

export interface RegisteredSubject {
  readonly topicName: string;
  readonly recordName: string;
  readonly subject: string;
  readonly schemaId: number;
}

export interface RegisterDeps {
  readonly registry: RegistryClient;
  /** TOPIC_PREFIX: subjects follow the real topic name. */
  readonly topicPrefix: string;
  readonly schemaOf: (recordName: string) => SchemaJson;
}

const PARALLEL_SUBJECTS = 6;
/** Levels that keep at least the promise of BACKWARD; a stricter one set by somebody stays. */
const STRICT_ENOUGH = new Set(['BACKWARD', 'BACKWARD_TRANSITIVE', 'FULL', 'FULL_TRANSITIVE']);

/**
 * Idempotent: a schema that is registered already only tells its id.
 * @throws FulfilmentError SCHEMA_INCOMPATIBLE (details: subject, fields), REGISTRY_UNAVAILABLE
 */
export async function registerSchemas(
  deps: RegisterDeps,
  topics: readonly TopicHandle[],
): Promise<readonly RegisteredSubject[]> {
  const all = topics.flatMap((topic) => topic.recordNames.map((recordName) => ({ topic, recordName })));
  const done: RegisteredSubject[] = [];
  for (let i = 0; i < all.length; i += PARALLEL_SUBJECTS) {
    const some = all.slice(i, i + PARALLEL_SUBJECTS);
    done.push(...(await Promise.all(some.map(({ topic, recordName }) => registerOne(deps, topic, recordName)))));
  }
  return done;
}

async function registerOne(deps: RegisterDeps, topic: TopicHandle, recordName: string): Promise<RegisteredSubject> {
  const { registry, topicPrefix } = deps;
  const subject = subjectOf(topic, recordName, topicPrefix);
  const schema = deps.schemaOf(recordName);
  const known = await registry.idOf(subject, schema);
  const schemaId = known ?? (await registerNew(registry, subject, schema));
  const level = await registry.compatibility(subject);
  if (level === null || !STRICT_ENOUGH.has(level)) await registry.setCompatibility(subject, topic.compatibility);
  return { topicName: topic.name, recordName, subject, schemaId };
}

async function registerNew(registry: RegistryClient, subject: string, schema: SchemaJson): Promise<number> {
  // Judged here too: a registry that was set to a laxer level would let the change through.
  const newest = await registry.latest(subject);
  const fields =
    newest === null
      ? []
      : schemaDifferences(compileSchema(schema), compileSchema(newest.schema, newest.references)).unreadable;
  const schemaId = fields.length > 0 ? null : await registry.register(subject, schema);
  if (schemaId === null) throw new FulfilmentError('SCHEMA_INCOMPATIBLE', { subject, fields: fields.join(', ') });
  return schemaId;
}
