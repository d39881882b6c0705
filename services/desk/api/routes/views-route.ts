// Who looked at what: for the auditor. Names of orders are keyed hashes; who knows an order's number asks by it.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ViewFilter, ViewPage } from '#services/desk/store/view-log';
import { refusals } from '../problem-schema.js';
import { OrderId } from './look-up-route.js';

const Question = z.strictObject({
  orderId: OrderId.optional(),
  by: z.string().min(1).max(200).optional().describe('Identifier of who looked, at the identity provider.'),
  limit: z.number().int().min(1).max(200).default(50),
  after: z
    .string()
    .regex(/^\d{14}\.[A-Za-z0-9-]{1,64}$/)
    .nullable()
    .default(null)
    .describe('`next` of the page before.'),
});

const Page = z
  .object({
    views: z
      .array(
        z.object({
          viewId: z.string(),
          at: z.iso.datetime(),
          by: z.string(),
          role: z.string(),
          subjectRef: z.string().describe('Keyed hash of what was looked at.'),
          categories: z.array(z.string()),
          purpose: z.string(),
          reason: z.string(),
          outcome: z.enum(['shown', 'unknown', 'erased', 'capped', 'done']),
        }),
      )
      .describe('Newest first.'),
    next: z.string().nullable().describe('Where the next page begins; null: this was the last one.'),
  })
  .meta({ id: 'ViewPage' });

export interface ViewsQuestion extends Pick<ViewFilter, 'by'> {
  readonly orderId?: string | undefined;
  readonly limit: number;
  readonly after: string | null;
}

export const viewsRoute =
  (search: (asked: ViewsQuestion) => Promise<ViewPage>) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().post(
      '/v1/views/search',
      {
        config: { access: ['auditor'] },
        schema: {
          summary: 'Who looked at personal data, when, for which purpose and why',
          tags: ['audit'],
          security: [{ token: [] }],
          body: Question,
          response: { 200: Page, ...refusals({ open: 'by-role', body: true }) },
        },
      },
      async ({ body }, reply) => {
        void reply.header('cache-control', 'no-store');
        const { views, next } = await search(body);
        const shown = views.map(({ atMs, categories, ...view }) => ({
          ...view,
          categories: [...categories],
          at: new Date(atMs).toISOString(),
        }));
        return { views: shown, next };
      },
    );
  };
