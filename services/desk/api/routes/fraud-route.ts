// Fraud analysts: the queue, one case with its evidence and links, and the decision. Orders go by keyed hash; nothing here names a person.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { looksPersonal } from '#services/desk/domain/casework/note-fault';
import type { Case, CaseLink, CaseQueue, Ruling } from '#services/desk/steps/casework';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { CaseSummary, CaseView, QueueView, showCase, showSummary } from './fraud-schemas.js';

export interface FraudOperations {
  /** Whether the policy shows cases to analysts. */
  isAllowed(): boolean;
  queue(asked: { currency?: string | undefined; limit: number; after: string | null }): Promise<CaseQueue>;
  open(
    orderRef: string,
    by: string,
  ): Promise<(Case & { readonly links: readonly CaseLink[]; readonly viewId: string }) | null>;
  decide(ruling: Ruling): Promise<Case | null>;
}

const OrderRef = z
  .string()
  .regex(/^[A-Za-z0-9_-]{1,100}$/)
  .describe('Keyed hash of the order.');
const Ruled = z.strictObject({
  ruling: z.enum(['RELEASE', 'REFUSE']),
  note: z.string().trim().min(1).max(200).describe('Why: codes and figures, never a name.'),
});
const Query = z.object({
  currency: z
    .string()
    .regex(/^(?:[A-Z]{3}|none)$/)
    .optional()
    .describe('Default: the one in which most orders wait.'),
  limit: z.coerce.number().int().min(1).max(100).default(50),
  after: z
    .string()
    .regex(/^[0-9.e+]{1,40}~[A-Za-z0-9_-]{1,100}$/)
    .optional()
    .describe('`next` of the page before.'),
});

export const fraudRoute =
  (operations: FraudOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const config = { access: ['analyst'] as const };
    const schema = { tags: ['fraud'], security: [{ token: [] }] };
    const refused = refusals({ open: 'by-role', own: ['PURPOSE_NOT_ALLOWED', 'CASE_UNKNOWN'] });
    typed.get(
      '/v1/fraud/queue',
      {
        config,
        schema: {
          ...schema,
          summary: 'Orders that wait for a decision, by risk times amount, each currency for itself',
          querystring: Query,
          response: { 200: QueueView, ...refusals({ open: 'by-role', own: ['PURPOSE_NOT_ALLOWED'] }) },
        },
      },
      async ({ query: { currency, limit, after = null } }, reply) => {
        if (!operations.isAllowed()) return sendProblem(reply, 'PURPOSE_NOT_ALLOWED');
        void reply.header('cache-control', 'no-store');
        const queue = await operations.queue({ currency, limit, after });
        return { ...queue, currencies: [...queue.currencies], cases: queue.cases.map(showSummary) };
      },
    );
    typed.get(
      '/v1/fraud/orders/:orderRef',
      {
        config,
        schema: {
          ...schema,
          summary: 'One order: why it was flagged, with evidence and linked orders. Each look is on record',
          params: z.object({ orderRef: OrderRef }),
          response: { 200: CaseView, ...refused },
        },
      },
      async ({ params, principal }, reply) => {
        if (!operations.isAllowed()) return sendProblem(reply, 'PURPOSE_NOT_ALLOWED');
        void reply.header('cache-control', 'no-store');
        const found = await operations.open(params.orderRef, principal?.subject ?? '');
        return found === null ? sendProblem(reply, 'CASE_UNKNOWN') : showCase(found);
      },
    );
    typed.post(
      '/v1/fraud/orders/:orderRef/decision',
      {
        config,
        schema: {
          ...schema,
          summary: 'Release or refuse the order, whatever is assessed later; carriers follow at once',
          params: z.object({ orderRef: OrderRef }),
          body: Ruled,
          response: {
            200: CaseSummary,
            ...refusals({
              open: 'by-role',
              body: true,
              own: ['PURPOSE_NOT_ALLOWED', 'CASE_UNKNOWN', 'NOTE_LOOKS_PERSONAL'],
            }),
          },
        },
      },
      async ({ params: { orderRef }, body, principal }, reply) => {
        if (!operations.isAllowed()) return sendProblem(reply, 'PURPOSE_NOT_ALLOWED');
        if (looksPersonal(body.note)) return sendProblem(reply, 'NOTE_LOOKS_PERSONAL');
        const decided = await operations.decide({ orderRef, by: principal?.subject ?? '', ...body });
        return decided === null ? sendProblem(reply, 'CASE_UNKNOWN') : showSummary(decided);
      },
    );
  };
