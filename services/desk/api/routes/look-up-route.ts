// One order by its exact number, for customer service. The number travels in the body: addresses are logged by whoever stands between.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LOOK_UP_REASONS, type LookUpReason } from '#services/desk/domain/orders/look-up-reasons';
import type { LookedUp, LookUp } from '#services/desk/steps/look-up-order';
import { PURPOSES } from '#shared/policy/vocabulary';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { LOOK_PROBLEMS } from './look-problems.js';

export const OrderId = z
  .string()
  .min(1)
  .max(64)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]*$/)
  .describe('The shop’s number of the order, exactly.');
const REASONS = Object.keys(LOOK_UP_REASONS) as [LookUpReason, ...LookUpReason[]];

const Question = z.strictObject({
  orderId: OrderId,
  purpose: z.enum(PURPOSES).describe('One of the purposes of the policy.'),
  reason: z.enum(REASONS).describe(
    Object.entries(LOOK_UP_REASONS)
      .map(([name, says]) => `${name}: ${says}`)
      .join(' '),
  ),
});

const BasicOrder = z
  .object({
    orderId: z.string(),
    state: z.string().describe('Where the order stands.'),
    placedAt: z.iso.datetime().nullable(),
    carrierId: z.string().nullable(),
    items: z.array(z.object({ description: z.string(), quantity: z.number().int() })),
    parcels: z.number().int(),
    openCases: z.number().int().describe('After-sales cases that are open.'),
    recipient: z
      .object({ maskedName: z.string(), region: z.string().nullable(), country: z.string() })
      .nullable()
      .describe('First letters, region and country; null: nothing of the person is there any more.'),
    viewId: z.string().describe('Under which this view is on record.'),
  })
  .meta({ id: 'BasicOrder' });

export const lookUpRoute =
  (lookUp: (asked: LookUp) => Promise<LookedUp>) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/v1/orders/look-up',
      {
        config: { access: ['customer-service'] },
        schema: {
          summary: 'Look at one order: state, items, masked name and region. Each look is on record',
          tags: ['orders'],
          security: [{ token: [] }],
          body: Question,
          response: {
            200: BasicOrder,
            ...refusals({ open: 'by-role', body: true, own: Object.values(LOOK_PROBLEMS) }),
          },
        },
      },
      async ({ body, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        const result = await lookUp({ ...body, by: principal?.subject ?? '' });
        if (result.kind !== 'shown') return sendProblem(reply, LOOK_PROBLEMS[result.kind]);
        const { orderId, state, placedAt, carrierId, items, parcels, openCases, recipient } = result.order;
        return {
          orderId,
          state,
          placedAt: placedAt === null ? null : new Date(placedAt).toISOString(),
          carrierId,
          items: [...items],
          parcels,
          openCases,
          recipient,
          viewId: result.viewId,
        };
      },
    );
  };
