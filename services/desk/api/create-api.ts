// The desk's HTTP interface: forms checked by the schemas that its OpenAPI 3.1 document is made from, doors guarded, answers plain.
import rateLimit from '@fastify/rate-limit';
import swagger from '@fastify/swagger';
import fastify, { type FastifyInstance } from 'fastify';
import {
  jsonSchemaTransform,
  jsonSchemaTransformObject,
  serializerCompiler,
  validatorCompiler,
} from 'fastify-type-provider-zod';
import type { TokenVerifier } from '../access/token-verifier.js';
import { guardDoors, type HasAgreement } from './guard-doors.js';
import { limitSlowBodies } from './slow-bodies.js';
import { addSafeHeaders } from './safe-headers.js';
import { sendError, sendProblem } from './send-problem.js';

export interface ApiOptions {
  readonly verifier: TokenVerifier;
  /** Asked for each person of the house before anything is read; undefined: nobody is asked for an agreement. */
  readonly hasAgreement?: HasAgreement | undefined;
  /** Adds the operations. */
  readonly routes: readonly ((app: FastifyInstance) => void)[];
  /** Ids of answers, for people who run the desk. */
  readonly nextRequestId: () => string;
  /** Requests that one caller may make in a minute; default 300. */
  readonly requestsPerMinute?: number;
  /** Largest body in bytes; default 64 KiB. */
  readonly bodyLimitBytes?: number;
  /** How long a caller may take to send a request; default 10 s. Six times that where photos come in: those of a telephone take a while. */
  readonly requestTimeoutMs?: number;
  /** Counts and logs; added before everything else. */
  readonly observe?: (app: FastifyInstance) => void;
  /** Hears of an error that nobody expected; it must not write the error's text. */
  readonly onUnexpected?: (error: unknown, route: string) => void;
}

/** The interface, ready to `listen` or to `inject`; `close()` drains it. */
export async function createApi(options: ApiOptions): Promise<FastifyInstance> {
  const requestTimeoutMs = options.requestTimeoutMs ?? 10_000;
  const app = fastify({
    logger: false,
    genReqId: options.nextRequestId,
    bodyLimit: options.bodyLimitBytes ?? 65_536,
    requestTimeout: 6 * requestTimeoutMs,
    // How often Node looks for requests that take too long; its own 30 s would let a slow one live for so much longer.
    http: { connectionsCheckingInterval: 1_000, headersTimeout: requestTimeoutMs },
    forceCloseConnections: 'idle',
    // A name of Object.prototype in a body is refused, not dropped.
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    routerOptions: { maxParamLength: 200 },
    // What the parser of addresses refuses gets the same form as every other refusal.
    frameworkErrors: (error, _request, reply) => {
      void sendError(reply, error);
    },
  });
  app.setValidatorCompiler(validatorCompiler);
  app.setSerializerCompiler(serializerCompiler);
  app.setNotFoundHandler((_request, reply) => sendProblem(reply, 'NOT_FOUND'));
  app.setErrorHandler((error: Parameters<typeof sendError>[1], request, reply) => {
    if ((error.statusCode ?? 500) >= 500) options.onUnexpected?.(error, request.routeOptions.url ?? 'unknown');
    return sendError(reply, error);
  });
  options.observe?.(app);
  limitSlowBodies(app, requestTimeoutMs);
  await addSafeHeaders(app);
  // One after another: the limit counts a caller before the door costs us a check of its token.
  await app.register(rateLimit, { max: options.requestsPerMinute ?? 300, timeWindow: 60_000 });
  guardDoors(app, options.verifier, options.hasAgreement ?? null);
  await app.register(swagger, {
    openapi: {
      openapi: '3.1.0',
      info: {
        title: 'Privacy desk',
        version: '1',
        description: 'Rights of people, views of orders with a purpose, published policy.',
      },
      components: { securitySchemes: { token: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } } },
    },
    transform: jsonSchemaTransform,
    transformObject: jsonSchemaTransformObject,
  });
  await app.register(async (scope) => {
    for (const add of options.routes) add(scope);
    scope.get('/openapi.json', { schema: { hide: true }, config: { access: 'public' } }, () => app.swagger());
  });
  await app.ready();
  return app;
}
