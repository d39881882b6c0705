// Every operation says who may come in; one that says nothing does not start. Fail closed: the check runs before anything is read.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenVerifier } from '../access/token-verifier.js';
import { mayEnter, type Principal, type Role } from '../domain/roles.js';
import { sendProblem } from './send-problem.js';

/** `public`, or the roles of which one is needed. */
export type Access = 'public' | readonly Role[];

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
  }
  interface FastifyRequest {
    /** Whoever came in; null at public doors. */
    principal: Principal | null;
  }
}

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;
/** A token longer than this is not one: it is not even looked at. */
const LONGEST_TOKEN = 8_192;

export function guardDoors(app: FastifyInstance, verifier: TokenVerifier): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new TypeError(`${String(route.method)} ${route.url} does not say who may use it`);
  });
  app.addHook('onRequest', async (request, reply) => await admit(verifier, request, reply));
}

async function admit(verifier: TokenVerifier, request: FastifyRequest, reply: FastifyReply): Promise<unknown> {
  const access = request.routeOptions.config.access;
  if (request.is404 || access === 'public') return undefined;
  const header = request.headers.authorization;
  if (header === undefined) return sendProblem(reply, 'TOKEN_MISSING');
  const token = header.length > LONGEST_TOKEN ? undefined : BEARER.exec(header)?.[1];
  const verdict = token === undefined ? ({ kind: 'refused' } as const) : await verifier.verify(token);
  if (verdict.kind === 'unavailable') return sendProblem(reply, 'IDENTITY_UNAVAILABLE');
  if (verdict.kind === 'refused') return sendProblem(reply, 'TOKEN_REFUSED');
  if (!mayEnter(verdict.principal, access ?? [])) return sendProblem(reply, 'ROLE_MISSING');
  request.principal = verdict.principal;
  return undefined;
}
