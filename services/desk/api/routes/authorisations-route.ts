// What people let others have: given, shown to them, to privacy officers and auditors, withdrawn.
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Authorisation } from '#services/desk/domain/authorisations/authorisation';
import type { AuthoriseCaller, Authorised, WantedAuthorisation } from '#services/desk/steps/authorise';
import { OnceOnly } from '../forms.js';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { AuthorisationId, Page, shown, View, Wanted } from './authorisation-forms.js';

export interface AuthorisationOperations {
  customerRef(customerId: string): string;
  authorise(caller: AuthoriseCaller, wanted: WantedAuthorisation): Promise<Authorised>;
  /** @param customerRef null: an officer does it for the person */
  withdraw(authorisationId: string, by: string, customerRef: string | null): Promise<Authorised>;
  find(authorisationId: string): Promise<Authorisation | null>;
  /** @param customerRef null: of everybody */
  page(customerRef: string | null, limit: number, after: string | null): Promise<readonly Authorisation[]>;
}

const GIVING = [
  'RECIPIENT_UNKNOWN',
  'SHARING_NOT_ALLOWED',
  'ORDER_UNKNOWN',
  'ORDER_ERASED',
  'PURPOSE_NOT_ALLOWED',
  'LOOK_UPS_EXHAUSTED',
] as const;

export const authorisationsRoute =
  (operations: AuthorisationOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['authorisations'], security: [{ token: [] }] };
    const params = z.object({ authorisationId: AuthorisationId });
    /** Who sees those of everybody, by keyed hash. */
    const seesAll = ({ principal }: FastifyRequest): boolean =>
      principal?.roles.has('privacy-officer') === true || principal?.roles.has('auditor') === true;
    const ownRef = ({ principal }: FastifyRequest): string | null =>
      principal?.customerId === undefined ? null : operations.customerRef(principal.customerId);
    const answer = (reply: FastifyReply, status: number, done: Authorised): FastifyReply =>
      done.kind === 'refused' ? sendProblem(reply, done.code) : reply.code(status).send(shown(done.authorisation));

    typed.post(
      '/v1/authorisations',
      {
        config: { access: ['customer', 'customer-service'] },
        schema: {
          ...schema,
          summary:
            'Let a third party have some data of one order. Of customer service it is a question: it is given once the link is opened that goes to the registered address of the order',
          headers: OnceOnly,
          body: Wanted,
          response: { 201: View, ...refusals({ open: 'by-role', body: true, own: GIVING }) },
        },
      },
      async (request, reply) => {
        const { body, headers, principal } = request;
        const isStaff = principal?.roles.has('customer-service') === true;
        const customerRef = isStaff ? null : ownRef(request);
        if (!isStaff && customerRef === null) return sendProblem(reply, 'ROLE_MISSING');
        const { purpose = 'none', ...wanted } = body;
        const caller = { customerRef, by: principal?.subject ?? '', purpose };
        return answer(reply, 201, await operations.authorise(caller, { ...wanted, key: headers['idempotency-key'] }));
      },
    );
    typed.get(
      '/v1/authorisations',
      {
        config: { access: ['customer', 'privacy-officer', 'auditor'] },
        schema: {
          ...schema,
          summary: 'What you authorised; for privacy officers and auditors everybody’s, by keyed hash. Newest first',
          querystring: z.object({
            limit: z.coerce.number().int().min(1).max(200).default(50),
            after: AuthorisationId.optional(),
          }),
          response: { 200: Page, ...refusals({ open: 'by-role' }) },
        },
      },
      async (request, reply) => {
        const scope = seesAll(request) ? null : ownRef(request);
        if (scope === null && !seesAll(request)) return sendProblem(reply, 'ROLE_MISSING');
        const { limit, after = null } = request.query;
        const found = await operations.page(scope, limit, after);
        const next = found.length === limit ? (found.at(-1)?.authorisationId ?? null) : null;
        return { authorisations: found.map(shown), next };
      },
    );
    typed.get(
      '/v1/authorisations/:authorisationId',
      {
        config: { access: ['customer', 'privacy-officer', 'auditor'] },
        schema: {
          ...schema,
          summary: 'One authorisation',
          params,
          response: { 200: View, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async (request, reply) => {
        const found = await operations.find(request.params.authorisationId);
        const isTheirs = found !== null && (seesAll(request) || found.customerRef === ownRef(request));
        return isTheirs ? shown(found) : sendProblem(reply, 'NOT_FOUND');
      },
    );
    typed.post(
      '/v1/authorisations/:authorisationId/withdrawal',
      {
        config: { access: ['customer', 'privacy-officer'] },
        schema: {
          ...schema,
          summary: 'Withdraw it, or do so for the person: what lies at the third party is taken back',
          params,
          response: { 200: View, ...refusals({ open: 'by-role', body: true, own: ['NOT_FOUND'] }) },
        },
      },
      async (request, reply) => {
        const isStaff = request.principal?.roles.has('privacy-officer') === true;
        const scope = isStaff ? null : ownRef(request);
        if (!isStaff && scope === null) return sendProblem(reply, 'ROLE_MISSING');
        const { authorisationId } = request.params;
        return answer(reply, 200, await operations.withdraw(authorisationId, request.principal?.subject ?? '', scope));
      },
    );
  };
