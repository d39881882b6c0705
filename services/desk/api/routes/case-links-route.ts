// Customer service has the person of a case write into it without a log-in.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { LinkSent } from '#services/desk/steps/case-links';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { CaseRef, Key, Purpose, SentLink } from './case-forms.js';

export interface CaseInviting {
  /** Sends the person of the case a one-time link by which she writes into it. */
  invite(clerk: { readonly by: string; readonly purpose: string }, caseRef: string, key: string): Promise<LinkSent>;
}

const OWN = ['NOT_FOUND', 'CASE_CLOSED', 'CASE_FULL', 'PURPOSE_NOT_ALLOWED', 'LOOK_UPS_EXHAUSTED'] as const;

export const caseLinksRoute =
  ({ invite }: CaseInviting) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/v1/cases/:caseRef/links',
      {
        config: { access: ['customer-service'] },
        schema: {
          tags: ['after-sales'],
          security: [{ token: [] }],
          summary: 'Send a one-time link to the registered address, by which the person writes into the case',
          params: CaseRef,
          headers: Key,
          body: Purpose.required(),
          response: { 201: SentLink, ...refusals({ open: 'by-role', body: true, own: OWN }) },
        },
      },
      async ({ principal, params, headers, body }, reply) => {
        const clerk = { by: principal?.subject ?? '', purpose: body.purpose };
        const sent = await invite(clerk, params.caseRef, headers['idempotency-key']);
        if (sent.kind === 'refused') return sendProblem(reply, sent.code);
        return reply.code(201).send({ until: new Date(sent.untilMs).toISOString() });
      },
    );
  };
