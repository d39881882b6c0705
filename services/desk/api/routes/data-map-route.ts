// What is held, what for, and who gets it: the policy in force as those look at it who answer for it.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { CarrierLine, DataMapLine } from '#services/desk/steps/explain-policy';
import { refusals } from '../problem-schema.js';

export interface DataMapOperations {
  version(): number;
  dataMap(): readonly DataMapLine[];
  carriers(): readonly CarrierLine[];
}

const DataMapView = z
  .object({
    version: z.number().int(),
    categories: z.array(
      z.object({
        category: z.string(),
        meaning: z.string(),
        isPersonal: z.boolean(),
        isSealed: z.boolean().describe('Kept under the order’s own key only.'),
        purposes: z.array(z.string()),
        recipients: z.array(z.object({ id: z.string(), meaning: z.string() })),
        kept: z.string(),
      }),
    ),
  })
  .meta({ id: 'DataMap' });

const CarriersView = z
  .object({
    carriers: z.array(
      z.object({
        carrierId: z.string(),
        name: z.string(),
        standing: z.enum(['active', 'stopped', 'leaving', 'removed']),
        agreement: z
          .enum(['missing', 'to-come', 'in-force', 'ending', 'lapsed'])
          .describe('Without one in force nothing is released to it.'),
        validUntil: z.iso.datetime().nullable(),
        deliveryMode: z.enum(['plain', 'sealed']),
        logins: z.number().int().describe('Two while one is being exchanged.'),
        gets: z.array(
          z.object({
            kind: z.string(),
            destination: z.string(),
            fields: z.array(
              z.object({ field: z.string(), need: z.enum(['required', 'when-present', 'withheld']), why: z.string() }),
            ),
          }),
        ),
      }),
    ),
  })
  .meta({ id: 'Carriers' });

export const dataMapRoute =
  (operations: DataMapOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const config = { access: ['privacy-officer', 'auditor', 'administrator'] as const };
    const schema = { tags: ['policy'], security: [{ token: [] }] };
    typed.get(
      '/v1/data-map',
      {
        config,
        schema: {
          ...schema,
          summary: 'Every category: what for, who may get it, how long it is kept',
          response: { 200: DataMapView, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => ({
        version: operations.version(),
        categories: operations.dataMap().map(({ purposes, recipients, ...line }) => ({
          ...line,
          purposes: [...purposes],
          recipients: [...recipients],
        })),
      }),
    );
    typed.get(
      '/v1/carriers',
      {
        config,
        schema: {
          ...schema,
          summary: 'Every carrier: its agreement, and the fields it gets with the reason of each',
          response: { 200: CarriersView, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => ({ carriers: operations.carriers().map(shown) }),
    );
  };

function shown({ validUntilMs, gets, ...line }: CarrierLine): z.infer<typeof CarriersView>['carriers'][number] {
  return {
    ...line,
    validUntil: validUntilMs === null ? null : new Date(validUntilMs).toISOString(),
    gets: gets.map(({ fields, ...each }) => ({ ...each, fields: [...fields] })),
  };
}
