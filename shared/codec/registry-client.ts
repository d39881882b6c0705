// Talks to the schema registry. An outage is always REGISTRY_UNAVAILABLE, which is retried; an answer is always an answer.
import { Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { setTimeout as after } from 'node:timers/promises';
import createApi from '@kafkajs/confluent-schema-registry/dist/api/index.js';
import { z } from 'zod';
import type { SchemaJson } from '#schemas/generated/schemas';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { RegistryConfig } from '#shared/config/registry';
import { deleteAt } from './registry-delete.js';
import { type Answer, callRegistry, outage, type RegistryCall } from './registry-call.js';

export interface RegisteredSchema {
  readonly id: number;
  readonly schema: SchemaJson;
  /** Schemas of the named types that it uses and does not hold itself. */
  readonly references: readonly SchemaJson[];
}

/** `null` means that the registry answered that there is none. Every method may throw REGISTRY_UNAVAILABLE. */
export interface RegistryClient {
  /** Parallel calls for one id share one request. `null` also for schemas that are not Avro. */
  schemaById(id: number): Promise<RegisteredSchema | null>;
  latest(subject: string): Promise<RegisteredSchema | null>;
  /** Id of exactly this schema under the subject. */
  idOf(subject: string, schema: SchemaJson): Promise<number | null>;
  /** Id of the new or known schema; `null` when the registry refuses it as incompatible or invalid. */
  register(subject: string, schema: SchemaJson): Promise<number | null>;
  /** Whether readers with the schema could read the newest of the subject, as the registry judges it; true for a new subject. */
  isCompatible(subject: string, schema: SchemaJson): Promise<boolean>;
  /** Level of the subject, e.g. BACKWARD; `null` when it follows the global one. */
  compatibility(subject: string): Promise<string | null>;
  setCompatibility(subject: string, level: 'BACKWARD'): Promise<void>;
  /** Takes the subject and all its versions away for good; none there is fine. */
  deleteSubject(subject: string): Promise<void>;
}

export interface RegistryClientOptions {
  /** Base address of the Confluent-compatible API, without a slash at the end. */
  readonly url: string;
  /** Default: none. */
  readonly login?: RegistryConfig['login'];
  /** How long one request may take; default 10,000. */
  readonly timeoutMs?: number;
  /** How often a request is tried again after an outage, 100 ms later and then ever later; default 3. Every request may be repeated. */
  readonly retries?: number;
}

const FIRST_RETRY_MS = 100;
/** Schemas that refer to one another in a circle are no schemas. */
const DEEPEST_REFERENCE = 8;
const SCHEMA = z.object({
  id: z.int().optional(),
  schema: z.string(),
  schemaType: z.string().optional(),
  references: z.array(z.object({ subject: z.string(), version: z.int() })).nullish(),
});
const ID = z.object({ id: z.int() });
const VERDICT = z.object({ is_compatible: z.boolean() });
const LEVEL = z.object({ compatibilityLevel: z.string() });
const NEW_LEVEL = z.object({ compatibility: z.string() });

type Api = ReturnType<typeof createApi.default>;
type Call = Api['Subject'][keyof Api['Subject']] | ((parameters: object) => ReturnType<RegistryCall>);

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { url, login = null, timeoutMs = 10_000, retries = 3 } = options;
  const agent = url.startsWith('https:') ? new HttpsAgent({ keepAlive: true }) : new HttpAgent({ keepAlive: true });
  const { Schema, Subject } = createApi.default({
    host: url,
    ...(login === null ? {} : { auth: { username: login.username, password: login.password.reveal() } }),
    clientId: 'fulfilment-data-broker',
    retry: { retries: 0 },
    agent,
  });
  const running = new Map<number, Promise<RegisteredSchema | null>>();

  return {
    schemaById(id) {
      const shared = running.get(id);
      if (shared !== undefined) return shared;
      const request = fetchById(id).finally(() => running.delete(id));
      running.set(id, request);
      return request;
    },

    async latest(subject) {
      const answer = await ask(Subject.latestVersion, { subject }, SCHEMA, [404]);
      return answer === null ? null : registered(answer, answer.id ?? 0);
    },

    async idOf(subject, schema) {
      const answer = await ask(Subject.registered, { subject, body: bodyOf(schema) }, ID, [404]);
      return answer === null ? null : answer.id;
    },

    async register(subject, schema) {
      const answer = await ask(Subject.register, { subject, body: bodyOf(schema) }, ID, [409, 422]);
      return answer === null ? null : answer.id;
    },

    async isCompatible(subject, schema) {
      const answer = await ask(Subject.compatible, { subject, body: bodyOf(schema) }, VERDICT, [404]);
      return answer === null || answer.is_compatible;
    },

    async compatibility(subject) {
      const answer = await ask(Subject.config, { subject }, LEVEL, [404]);
      return answer === null ? null : answer.compatibilityLevel.toUpperCase();
    },

    async setCompatibility(subject, level) {
      await ask(Subject.updateConfig, { subject, body: { compatibility: level } }, NEW_LEVEL, []);
    },

    async deleteSubject(subject) {
      const path = `${url}/subjects/${encodeURIComponent(subject)}`;
      // A registry takes away for good only what was taken away before.
      for (const address of [path, `${path}?permanent=true`]) {
        await ask(() => deleteAt(address, login), {}, z.unknown(), [404, 422]);
      }
    },
  };

  async function fetchById(id: number): Promise<RegisteredSchema | null> {
    const answer = await ask(Schema.find, { id }, SCHEMA, [404]);
    return answer === null ? null : registered(answer, id);
  }

  async function registered(answer: z.infer<typeof SCHEMA>, id: number, depth = 0): Promise<RegisteredSchema | null> {
    if (depth > DEEPEST_REFERENCE) return null;
    const schema = answer.schemaType === undefined || answer.schemaType === 'AVRO' ? parse(answer.schema) : null;
    if (schema === null) return null;
    const references: SchemaJson[] = [];
    for (const { subject, version } of answer.references ?? []) {
      const part = await ask(Subject.version, { subject, version }, SCHEMA, [404]);
      const resolved = part === null ? null : await registered(part, part.id ?? 0, depth + 1);
      if (resolved === null) return null;
      references.push(...resolved.references, resolved.schema);
    }
    return { id, schema, references };
  }

  /** The answer, or null for one of the statuses that mean "there is none". */
  async function ask<T>(
    call: Call,
    parameters: object,
    shape: z.ZodType<T>,
    none: readonly number[],
  ): Promise<T | null> {
    for (let attempt = 0; ; attempt++) {
      const answer = await callRegistry(() => call({ ...parameters, timeout: timeoutMs }), timeoutMs);
      const outcome = readAnswer(answer, shape, none);
      if (outcome.kind === 'value') return outcome.value;
      if (attempt === retries) {
        const { status, cause } = outcome;
        throw new FulfilmentError('REGISTRY_UNAVAILABLE', status === null ? {} : { status }, { cause });
      }
      await after(FIRST_RETRY_MS * 2 ** attempt);
    }
  }
}

type Outcome<T> = { readonly kind: 'value'; readonly value: T | null } | Extract<Answer, { kind: 'outage' }>;

function readAnswer<T>(answer: Answer, shape: z.ZodType<T>, none: readonly number[]): Outcome<T> {
  if (answer.kind === 'outage') return answer;
  const { status, body } = answer;
  if (none.includes(status)) return { kind: 'value', value: null };
  if (status >= 300) throw new FulfilmentError('UNEXPECTED', { place: 'schema registry', status });
  const parsed = shape.safeParse(body);
  // Something stands in front of the registry and answers for it.
  return parsed.success ? { kind: 'value', value: parsed.data } : outage(null);
}

function bodyOf(schema: SchemaJson): { readonly schema: string } {
  return { schema: JSON.stringify(schema) };
}

/** A schema of another kind may be stored as plain text. */
function parse(text: string): SchemaJson | null {
  try {
    return JSON.parse(text) as SchemaJson;
  } catch {
    return null;
  }
}
