// Talks to the schema registry. An outage is always REGISTRY_UNAVAILABLE, which is retried; an answer is always an answer.
import createApi from '@kafkajs/confluent-schema-registry/dist/api/index.js';
import type { SchemaJson } from '#schemas/generated/schemas';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createReportOutage, statusOf } from './registry-outage.js';

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
  /** Level of the subject itself, e.g. BACKWARD; `null` when it follows the global one. */
  compatibility(subject: string): Promise<string | null>;
  setCompatibility(subject: string, level: 'BACKWARD'): Promise<void>;
}

export interface RegistryClientOptions {
  /** Base address of the Confluent-compatible API, without a slash at the end. */
  readonly url: string;
  /** How long one request may take; default 5,000. */
  readonly timeoutMs?: number;
  /** How often a read is tried again after an outage, within about a second; default 3. Writes are never repeated here. */
  readonly retries?: number;
}

interface SchemaAnswer {
  readonly id?: number;
  readonly schema: string;
  readonly schemaType?: string;
  readonly references?: readonly { readonly subject: string; readonly version: number }[];
}

type Api = ReturnType<typeof createApi.default>;
type Call = Api['Subject'][keyof Api['Subject']];

export function createRegistryClient(options: RegistryClientOptions): RegistryClient {
  const { url, timeoutMs = 5_000, retries = 3 } = options;
  const api = createApi.default({
    host: url,
    clientId: 'fulfilment-data-broker',
    retry: { retries, initialRetryTimeInSecs: 0.1, maxRetryTimeInSecs: 0.5 },
    middlewares: [createReportOutage()],
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
      const answer = await ask(api.Subject.latestVersion, { subject }, [404]);
      return answer === null ? null : registered(answer as SchemaAnswer);
    },

    async idOf(subject, schema) {
      const body = { schema: JSON.stringify(schema) };
      const answer = (await ask(api.Subject.registered, { subject, body }, [404])) as { id: number } | null;
      return answer === null ? null : answer.id;
    },

    async register(subject, schema) {
      const body = { schema: JSON.stringify(schema) };
      const answer = (await ask(api.Subject.register, { subject, body }, [409, 422])) as { id: number } | null;
      return answer === null ? null : answer.id;
    },

    async isCompatible(subject, schema) {
      const body = { schema: JSON.stringify(schema) };
      const answer = (await ask(api.Subject.compatible, { subject, body }, [404])) as { is_compatible: boolean } | null;
      return answer === null || answer.is_compatible;
    },

    async compatibility(subject) {
      const answer = (await ask(api.Subject.config, { subject }, [404])) as { compatibilityLevel: string } | null;
      return answer === null ? null : answer.compatibilityLevel;
    },

    async setCompatibility(subject, level) {
      await ask(api.Subject.updateConfig, { subject, body: { compatibility: level } }, []);
    },
  };

  async function fetchById(id: number): Promise<RegisteredSchema | null> {
    const answer = await ask(api.Schema.find, { id }, [404]);
    return answer === null ? null : registered(answer as SchemaAnswer, id);
  }

  async function registered(answer: SchemaAnswer, id = answer.id ?? 0): Promise<RegisteredSchema | null> {
    if (answer.schemaType !== undefined && answer.schemaType !== 'AVRO') return null;
    const schema = parse(answer.schema);
    if (schema === null) return null;
    const references: SchemaJson[] = [];
    for (const { subject, version } of answer.references ?? []) {
      const part = await ask(api.Subject.version, { subject, version }, [404]);
      const resolved = part === null ? null : await registered(part as SchemaAnswer);
      if (resolved === null) return null;
      references.push(...resolved.references, resolved.schema);
    }
    return { id, schema, references };
  }

  /** The answer, or null for one of the statuses that mean "there is none". */
  async function ask(call: Call, parameters: Record<string, unknown>, none: readonly number[]): Promise<unknown> {
    try {
      const response = await call({ ...parameters, timeout: timeoutMs });
      return response.data<unknown>();
    } catch (error) {
      const status = statusOf(error);
      if (status !== null && none.includes(status)) return null;
      if (status === null || isOutage(status)) {
        throw new FulfilmentError('REGISTRY_UNAVAILABLE', status === null ? {} : { status }, { cause: error });
      }
      throw new FulfilmentError('UNEXPECTED', { place: 'schema registry', status }, { cause: error });
    }
  }
}

/** Statuses after which the same request may succeed later. */
function isOutage(status: number): boolean {
  return status >= 500 || status === 408 || status === 425 || status === 429;
}

/** A schema of another kind may be stored as plain text. */
function parse(text: string): SchemaJson | null {
  try {
    return JSON.parse(text) as SchemaJson;
  } catch {
    return null;
  }
}
