// Every operation says who may come in; one that says nothing does not start. Fail closed: the check runs before anything is read.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { TokenVerifier } from '../access/token-verifier.js';
import { needsAgreement } from '../domain/agreements/agreement.js';
import { mayEnter, type Principal, type Role } from '../domain/roles.js';
import { sendProblem } from './send-problem.js';

/** `public`, or the roles of which one is needed. */
export type Access = 'public' | readonly Role[];

/** Whether a person of the house has a current agreement of confidentiality. */
export type HasAgreement = (subject: string) => Promise<boolean>;

declare module 'fastify' {
  interface FastifyContextConfig {
    access?: Access;
    /** Open to people of the house who have no agreement yet; nothing of a customer is behind it. */
    needsNoAgreement?: true;
  }
  interface FastifyRequest {
    /** Whoever came in; null at public doors. */
    principal: Principal | null;
  }
}

const BEARER = /^Bearer ([A-Za-z0-9._~+/-]+=*)$/i;
/** A token longer than this is not one: it is not even looked at. */
const LONGEST_TOKEN = 8_192;

/** @param hasAgreement null: the desk does not ask for agreements */
export function guardDoors(app: FastifyInstance, verifier: TokenVerifier, hasAgreement: HasAgreement | null): void {
  app.decorateRequest('principal', null);
  app.addHook('onRoute', (route) => {
    if (route.config?.access === undefined)
      throw new TypeError(`${String(route.method)} ${route.url} does not say who may use it`);
  });
  app.addHook('onRequest', async (request, reply) => await admit(verifier, hasAgreement, request, reply));
}

async function admit(
  verifier: TokenVerifier,
  hasAgreement: HasAgreement | null,
  request: FastifyRequest,
  reply: FastifyReply,
): Promise<unknown> {
  const { access, needsNoAgreement = false } = request.routeOptions.config;
  if (request.is404 || access === 'public') return undefined;
  const header = request.headers.authorization;
  if (header === undefined) return sendProblem(reply, 'TOKEN_MISSING');
  const token = header.length > LONGEST_TOKEN ? undefined : BEARER.exec(header)?.[1];
  const verdict = token === undefined ? ({ kind: 'refused' } as const) : await verifier.verify(token);
  if (verdict.kind === 'unavailable') return sendProblem(reply, 'IDENTITY_UNAVAILABLE');
  if (verdict.kind === 'refused') return sendProblem(reply, 'TOKEN_REFUSED');
  if (!mayEnter(verdict.principal, access ?? [])) return sendProblem(reply, 'ROLE_MISSING');
  if (hasAgreement !== null && !needsNoAgreement && needsAgreement(verdict.principal)) {
    if (!(await hasAgreement(verdict.principal.subject))) return sendProblem(reply, 'AGREEMENT_MISSING');
  }
  request.principal = verdict.principal;
  return undefined;
}
