// The life of one order, as each role may see it. Numbers and hashes travel in the body: addresses are logged by whoever stands between.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { LOOK_UP_REASONS, type LookUpReason } from '#services/desk/domain/orders/look-up-reasons';
import { readerOf, TIMELINE_KINDS, type TimelineReader } from '#services/desk/domain/orders/timeline';
import type { Timeline } from '#services/desk/steps/order-timeline';
import type { OrderRef } from '#shared/domain/refs';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { OrderId } from './look-up-route.js';
import { LOOK_PROBLEMS } from './look-problems.js';

export type TimelineOperation = (asked: {
  /** One of the two is there. */
  readonly orderId?: string;
  readonly orderRef?: OrderRef;
  readonly by: string;
  readonly reader: TimelineReader;
  readonly reason: string;
}) => Promise<Timeline>;

const REASONS = Object.keys(LOOK_UP_REASONS) as [LookUpReason, ...LookUpReason[]];
/** Of those who watch over the rules, and of analysts. */
const WATCHED = 'ORDER_TIMELINE';

const Question = z
  .strictObject({
    orderId: OrderId.optional(),
    orderRef: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,100}$/)
      .optional()
      .describe('Keyed hash of the order, as the fraud queue, the ledger and the record of views name it.'),
    reason: z.enum(REASONS).optional().describe('Why customer service looks; others need none.'),
  })
  .refine(({ orderId, orderRef }) => (orderId === undefined) !== (orderRef === undefined), {
    message: 'one of orderId and orderRef is needed, not both',
  });

const TimelineView = z
  .object({
    reader: z.enum(['privacy-officer', 'auditor', 'analyst', 'customer-service']).describe('As whom it was read.'),
    events: z
      .array(
        z.object({
          kind: z.enum(TIMELINE_KINDS),
          at: z.iso.datetime().nullable().describe('null: it is so, and since when is not known.'),
          isExpected: z.boolean().describe('It is still to come; a legal hold or an open case moves it.'),
          policyVersion: z.number().int().nullable(),
          details: z.array(z.object({ name: z.string(), says: z.string() })),
        }),
      )
      .describe('Oldest first; what erasure says stands after the life of the order, by the time of the ledger.'),
    viewId: z.string().describe('Under which this view is on record.'),
  })
  .meta({ id: 'Timeline' });

export const timelineRoute =
  (timeline: TimelineOperation) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/v1/orders/timeline',
      {
        config: { access: ['customer-service', 'analyst', 'privacy-officer', 'auditor'] },
        schema: {
          summary: 'The life of one order from placed to erased, by what the role may see. Each look is on record',
          tags: ['orders'],
          security: [{ token: [] }],
          body: Question,
          response: {
            200: TimelineView,
            ...refusals({ open: 'by-role', body: true, own: Object.values(LOOK_PROBLEMS) }),
          },
        },
      },
      async ({ body: { orderId, orderRef, reason }, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        const reader = readerOf(principal?.roles ?? new Set());
        // Customer service knows the number and says why; keyed hashes are for those who work with hashes.
        const isHelping = reader === 'customer-service';
        if (reader === null || (isHelping && (orderId === undefined || reason === undefined)))
          return sendProblem(reply, 'PURPOSE_NOT_ALLOWED');
        const result = await timeline({
          by: principal?.subject ?? '',
          reader,
          reason: isHelping ? (reason ?? WATCHED) : WATCHED,
          ...(orderId === undefined ? {} : { orderId }),
          ...(orderRef === undefined ? {} : { orderRef: orderRef as OrderRef }),
        });
        if (result.kind !== 'shown') return sendProblem(reply, LOOK_PROBLEMS[result.kind]);
        const events = result.events.map(({ kind, atMs, policyVersion, details }) => ({
          kind,
          at: atMs === null ? null : new Date(atMs).toISOString(),
          isExpected: kind === 'ERASURE_DUE',
          policyVersion,
          details: Object.entries(details).map(([name, says]) => ({ name, says })),
        }));
        return { reader, events, viewId: result.viewId };
      },
    );
  };
