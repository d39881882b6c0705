// Whether the desk works, for a proxy in front of it; metrics stay at the address of health, which is not for everybody.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refusals } from '../problem-schema.js';

const Health = z.object({ status: z.enum(['ready', 'not ready']) }).meta({ id: 'Health' });

export const healthRoute =
  (isReady: () => Promise<boolean>) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().get(
      '/health',
      {
        config: { access: 'public' },
        schema: {
          summary: 'Whether the desk can answer',
          tags: ['operation'],
          response: { 200: Health, 503: Health, ...refusals({ open: 'public' }) },
        },
      },
      async (_request, reply) => {
        const ready = await isReady().catch(() => false);
        return reply
          .code(ready ? 200 : 503)
          .header('cache-control', 'no-store')
          .send({ status: ready ? ('ready' as const) : ('not ready' as const) });
      },
    );
  };
