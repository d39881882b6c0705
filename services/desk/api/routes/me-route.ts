// Who am I to the desk: what the console asks first.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { ROLES } from '#services/desk/domain/roles';
import { refusals } from '../problem-schema.js';

const Me = z
  .object({ subject: z.string().describe('Your identifier at the identity provider.'), roles: z.array(z.enum(ROLES)) })
  .meta({ id: 'Me' });

export function meRoute(app: FastifyInstance): void {
  app.withTypeProvider<ZodTypeProvider>().get(
    '/v1/me',
    {
      config: { access: ROLES },
      schema: {
        summary: 'Who you are and which roles you have',
        tags: ['identity'],
        security: [{ token: [] }],
        response: { 200: Me, ...refusals({ open: 'by-role' }) },
      },
    },
    async ({ principal }) => ({ subject: principal?.subject ?? '', roles: [...(principal?.roles ?? [])] }),
  );
}
