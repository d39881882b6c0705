// The published policy at a public address: what holds now, and everything that ever held.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { refusals } from '../problem-schema.js';

const PublishedPolicy = z
  .object({
    version: z.number().int().describe('Version of the machine-readable policy that enforces this text.'),
    text: z.string().describe('The policy as people read it.'),
    textSha256: z.string().describe('SHA-256 of the text, in hexadecimal, so that a copy can be compared.'),
  })
  .meta({ id: 'PublishedPolicy' });
export type PublishedPolicy = z.infer<typeof PublishedPolicy>;

/** @param current asked at each request: a policy takes effect at once */
export const policyRoute =
  (current: () => PublishedPolicy) =>
  (app: FastifyInstance): void => {
    app.withTypeProvider<ZodTypeProvider>().get(
      '/v1/policy',
      {
        config: { access: 'public' },
        schema: {
          summary: 'The policy that holds now',
          tags: ['policy'],
          response: { 200: PublishedPolicy, ...refusals({ open: 'public' }) },
        },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'no-cache');
        return current();
      },
    );
  };
