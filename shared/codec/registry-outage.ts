// Keeps network failures apart from answers: the HTTP layer below reports a refused connection as status 400, as if the registry had spoken.
import type createApi from '@kafkajs/confluent-schema-registry/dist/api/index.js';

type Middleware = NonNullable<Parameters<typeof createApi.default>[0]['middlewares']>[number];

/** 503 is what a network failure is turned into, so that reads are tried again and nobody takes it for an answer. */
const NO_ANSWER = 503;

/** Must be the innermost middleware: it sees the response before anything else does. */
export function createReportOutage(): Middleware {
  return function reportOutage() {
    return {
      async response(next) {
        const response = await next().catch((failed: Awaited<ReturnType<typeof next>>) => failed);
        if (response.error() !== null) throw response.enhance({ status: NO_ANSWER });
        if (!response.success()) throw response;
        return response;
      },
    };
  };
}

/** HTTP status of a failed call; null when the error comes from elsewhere. */
export function statusOf(error: unknown): number | null {
  const status = typeof error === 'object' && error !== null ? (error as { status?: unknown }).status : undefined;
  return typeof status === 'number' ? status : null;
}
