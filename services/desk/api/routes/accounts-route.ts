// For privacy officers: an account is closed for its person.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { AccountClosed } from '#services/desk/steps/close-account';
import { OnceOnly } from '../forms.js';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { OrderId } from './look-up-route.js';
import { RequestView, viewOf } from './request-view.js';

export interface AccountOperations {
  close(orderId: string, by: string, idempotencyKey: string): Promise<AccountClosed>;
  nowMs(): number;
}

const PROBLEM_OF = { unknown: 'ORDER_UNKNOWN', erased: 'ORDER_ERASED', 'in-use': 'ACCOUNT_IN_USE' } as const;

export const accountsRoute =
  (operations: AccountOperations) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/v1/accounts/closing',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          summary:
            'Close the account of an order that nobody uses any more, or whose person asked for it by mail: what is not needed of it is deleted',
          tags: ['rights'],
          security: [{ token: [] }],
          headers: OnceOnly,
          body: z.strictObject({ orderId: OrderId.describe('Of any order of the account.') }),
          response: {
            201: RequestView,
            ...refusals({ open: 'by-role', body: true, own: ['ORDER_UNKNOWN', 'ORDER_ERASED', 'ACCOUNT_IN_USE'] }),
          },
        },
      },
      async ({ body, headers, principal }, reply) => {
        const closed = await operations.close(body.orderId, principal?.subject ?? '', headers['idempotency-key']);
        if (closed.kind !== 'done') return sendProblem(reply, PROBLEM_OF[closed.kind]);
        return reply.code(201).send(viewOf(closed.request, operations.nowMs()));
      },
    );
  };
