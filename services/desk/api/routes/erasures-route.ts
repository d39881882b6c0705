// Erasures for those who answer for them: what runs, who is late and since when, what is done and how long it took. Orders go by keyed hash.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import {
  awaitedBy,
  type ErasureCourse,
  type ErasureState,
  stateOf,
  type TimeToGone,
} from '#services/desk/domain/erasures/erasure-course';
import type { ErasurePage } from '#services/desk/store/erasure-shelf';
import type { OrderRef } from '#shared/domain/refs';
import type { Proof } from '#shared/ledger-proof/prove-order';
import { refusals } from '../problem-schema.js';
import { OrderId } from './look-up-route.js';

export interface ErasureOperations {
  search(asked: {
    readonly orderId?: string | undefined;
    readonly state?: ErasureState | undefined;
    readonly limit: number;
    readonly after: string | null;
  }): Promise<ErasurePage>;
  prove(orderRef: OrderRef): Promise<Proof>;
  totals(): Promise<{
    readonly running: number;
    readonly overdue: number;
    readonly done: number;
    readonly timeToGone: TimeToGone | null;
  }>;
}

const STATES = ['running', 'overdue', 'done'] as const;

const Question = z.strictObject({
  orderId: OrderId.optional(),
  state: z.enum(STATES).optional().describe('Default: all. `running` are those that nobody is late with.'),
  limit: z.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .regex(/^\d{1,15}~[A-Za-z0-9_.-]{1,100}$/)
    .nullable()
    .default(null)
    .describe('`next` of the page before.'),
});

const Page = z
  .object({
    erasures: z
      .array(
        z.object({
          erasureId: z.string(),
          orderRef: z.string().describe('Keyed hash of the order.'),
          state: z.enum(STATES),
          reason: z.string(),
          categories: z.array(z.string()).describe('Empty: the whole order.'),
          policyVersion: z.number().int(),
          begunAt: z.iso.datetime(),
          doneAt: z.iso.datetime().nullable(),
          participants: z.array(z.string()).describe('Who has to answer.'),
          waitsFor: z.array(
            z.object({
              participant: z.string(),
              hasAnsweredSome: z.boolean().describe('A store outside that has confirmed a part.'),
            }),
          ),
          overdueSince: z.iso.datetime().nullable().describe('When the alarm was raised.'),
          reminders: z.number().int().describe('How often those who are late had been reminded by then.'),
        }),
      )
      .describe('Of what is done the newest first, of the rest what waits longest.'),
    next: z.string().nullable().describe('Where the next page begins; null: this was the last one.'),
  })
  .meta({ id: 'ErasurePage' });

const Totals = z
  .object({
    running: z.number().int().describe('Those that are overdue included.'),
    overdue: z.number().int(),
    done: z.number().int(),
    timeToGone: z
      .object({ of: z.number().int(), medianMs: z.number(), p90Ms: z.number(), longestMs: z.number() })
      .nullable()
      .describe('From the first entry of the ledger to the last one, of the newest that are done.'),
  })
  .meta({ id: 'ErasureTotals' });

export const erasuresRoute =
  (operations: ErasureOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const config = { access: ['privacy-officer', 'auditor'] as const };
    const schema = { tags: ['erasures'], security: [{ token: [] }] };
    typed.get(
      '/v1/erasures/totals',
      {
        config,
        schema: {
          ...schema,
          summary: 'How many erasures run, are overdue and are done, and how long they take',
          response: { 200: Totals, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => await operations.totals(),
    );
    typed.post(
      '/v1/erasures/search',
      {
        config,
        schema: {
          ...schema,
          summary: 'Erasures by their state, or of one order by its exact number',
          body: Question,
          response: { 200: Page, ...refusals({ open: 'by-role', body: true }) },
        },
      },
      async ({ body }, reply) => {
        void reply.header('cache-control', 'no-store');
        const { erasures, next } = await operations.search(body);
        return { erasures: erasures.map(shown), next };
      },
    );
  };

function shown(course: ErasureCourse): z.infer<typeof Page>['erasures'][number] {
  const { begunAtMs, doneAtMs, categories, participants, alarm, erasureId, orderRef, reason, policyVersion } = course;
  return {
    erasureId,
    orderRef,
    state: stateOf(course),
    reason,
    categories: [...categories],
    policyVersion,
    begunAt: new Date(begunAtMs).toISOString(),
    doneAt: doneAtMs === null ? null : new Date(doneAtMs).toISOString(),
    participants: [...participants],
    waitsFor: [...awaitedBy(course)],
    overdueSince: alarm === null || doneAtMs !== null ? null : new Date(alarm.atMs).toISOString(),
    reminders: alarm?.reminders ?? 0,
  };
}
