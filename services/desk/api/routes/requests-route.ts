// Requests of people about their own data: made, followed and answered. Nobody learns whether somebody else made one.
import type { FastifyInstance, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { RequestKind, SubjectRequest } from '#services/desk/domain/requests/subject-request';
import type { AccessPackage } from '#services/desk/steps/access-package';
import { sendAccessPage } from '../pages/access-page.js';
import { wantsPage } from '../pages/page.js';
import { Problem, refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { RequestId, RequestView, Time, viewOf } from './request-view.js';

export interface RequestOperations {
  customerRef(customerId: string): string;
  open(customerRef: string, kind: RequestKind, idempotencyKey: string, customerId: string): Promise<SubjectRequest>;
  find(requestId: string): Promise<SubjectRequest | null>;
  page(customerRef: string | null, limit: number, after: string | null): Promise<readonly SubjectRequest[]>;
  link(request: SubjectRequest): Promise<{ readonly secret: string; readonly untilMs: number }>;
  redeem(secret: string): Promise<AccessPackage | null>;
  nowMs(): number;
}

const Page = z
  .object({ requests: z.array(RequestView), next: z.string().nullable() })
  .meta({ id: 'SubjectRequestPage' });
const Link = z.object({ address: z.string().describe('Opens once.'), until: Time }).meta({ id: 'PackageLink' });
const Package = z.record(z.string(), z.unknown()).meta({ id: 'AccessPackage' });

export const requestsRoute =
  (operations: RequestOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['rights'], security: [{ token: [] }] };
    /** The person's own reference; null: a member of staff who sees all requests, by keyed hash. */
    const scopeOf = ({ principal }: FastifyRequest): string | null =>
      principal?.customerId === undefined ? null : operations.customerRef(principal.customerId);
    const shown = (request: SubjectRequest): z.infer<typeof RequestView> => viewOf(request, operations.nowMs());
    const findOwn = async (request: FastifyRequest, requestId: string): Promise<SubjectRequest | null> => {
      const found = await operations.find(requestId);
      const scope = scopeOf(request);
      const isStaff = request.principal?.roles.has('privacy-officer') === true;
      return found !== null && (isStaff || found.customerRef === scope) ? found : null;
    };

    typed.post(
      '/v1/requests',
      {
        config: { access: ['customer'] },
        schema: {
          ...schema,
          summary:
            'Ask for your data, for its deletion, or to have your account closed and what is not needed of it deleted',
          headers: z.object({ 'idempotency-key': z.string().regex(/^[A-Za-z0-9-]{8,64}$/) }),
          body: z.strictObject({ kind: z.enum(['ACCESS', 'DELETION', 'DEACTIVATION']) }),
          response: { 201: RequestView, ...refusals({ open: 'by-role', body: true }) },
        },
      },
      async (request, reply) => {
        const scope = scopeOf(request);
        const { customerId } = request.principal ?? {};
        if (scope === null || customerId === undefined) return sendProblem(reply, 'ROLE_MISSING');
        const key = request.headers['idempotency-key'];
        const made = await operations.open(scope, request.body.kind, key, customerId);
        return reply.code(201).send(shown(made));
      },
    );
    typed.get(
      '/v1/requests',
      {
        config: { access: ['customer', 'privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Your requests; for a privacy officer all of them, with their clocks',
          querystring: z.object({
            limit: z.coerce.number().int().min(1).max(200).default(50),
            after: RequestId.optional(),
          }),
          response: { 200: Page, ...refusals({ open: 'by-role' }) },
        },
      },
      async (request, reply) => {
        const isStaff = request.principal?.roles.has('privacy-officer') === true;
        const scope = isStaff ? null : scopeOf(request);
        if (!isStaff && scope === null) return sendProblem(reply, 'ROLE_MISSING');
        const { limit, after = null } = request.query;
        const requests = await operations.page(scope, limit, after);
        const next = requests.length === limit ? (requests.at(-1)?.requestId ?? null) : null;
        return { requests: requests.map(shown), next };
      },
    );
    typed.get(
      '/v1/requests/:requestId',
      {
        config: { access: ['customer', 'privacy-officer'] },
        schema: {
          ...schema,
          summary: 'One request',
          params: z.object({ requestId: RequestId }),
          response: { 200: RequestView, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async (request, reply) => {
        const found = await findOwn(request, request.params.requestId);
        return found === null ? sendProblem(reply, 'NOT_FOUND') : shown(found);
      },
    );
    typed.post(
      '/v1/requests/:requestId/link',
      {
        config: { access: ['customer'] },
        schema: {
          ...schema,
          summary: 'A link to the package of your access request: good once, for a day',
          params: z.object({ requestId: RequestId }),
          response: { 200: Link, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async (request, reply) => {
        const found = await findOwn(request, request.params.requestId);
        if (found === null || found.kind !== 'ACCESS') return sendProblem(reply, 'NOT_FOUND');
        const { secret, untilMs } = await operations.link(found);
        void reply.header('cache-control', 'no-store');
        return { address: `/v1/packages/${secret}`, until: new Date(untilMs).toISOString() };
      },
    );
    typed.get(
      '/v1/packages/:secret',
      {
        config: { access: 'public' },
        schema: {
          tags: ['rights'],
          summary: 'Everything held of the person the link was made for; opens once. A browser is given a page to read',
          params: z.object({ secret: z.string().regex(/^[A-Za-z0-9_-]{43}$/) }),
          response: {
            200: {
              description: 'As a page, with a file to keep, where `accept` names text/html first.',
              content: { 'application/json': { schema: Package }, 'text/html': { schema: z.unknown() } },
            },
            ...refusals({ open: 'public' }),
            404: {
              description: 'NOT_FOUND, as a page for a browser.',
              content: { 'application/problem+json': { schema: Problem }, 'text/html': { schema: z.unknown() } },
            },
          },
        },
      },
      async (request, reply) => {
        const found = await operations.redeem(request.params.secret);
        void reply
          .header('cache-control', 'no-store')
          .header('referrer-policy', 'no-referrer')
          .header('vary', 'accept, accept-language');
        if (wantsPage(request.headers.accept)) return sendAccessPage(request, reply, found);
        return found === null ? sendProblem(reply, 'NOT_FOUND') : reply.send({ ...found });
      },
    );
  };
