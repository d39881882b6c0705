// For privacy officers: the mail that a request came by, and its end, where a person has to work it off.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import type { ReadMail } from '#services/desk/steps/work-off-request';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

export interface WorkOffOperations {
  readMail(requestId: string, by: string): Promise<ReadMail | null>;
  end(requestId: string): Promise<SubjectRequest | null>;
}

const Params = z.object({ requestId: z.string().regex(/^[A-Za-z0-9-]{1,80}$/) });
const Mail = z
  .object({ sender: z.string().describe('A claim, never a proof.'), subject: z.string(), text: z.string() })
  .meta({ id: 'MailOfRequest' });
const Ended = z.object({ requestId: z.string(), answeredAt: z.iso.datetime() }).meta({ id: 'EndedRequest' });

export const workOffRoute =
  (operations: WorkOffOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['rights'], security: [{ token: [] }], params: Params };
    const refused = refusals({ open: 'by-role', own: ['NOT_FOUND'] });
    typed.post(
      '/v1/requests/:requestId/mail',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary: 'The mail a request came by. Each look is on record',
          response: { 200: Mail, ...refused },
        },
      },
      async ({ params, principal }, reply) => {
        const mail = await operations.readMail(params.requestId, principal?.subject ?? '');
        void reply.header('cache-control', 'no-store');
        return mail === null ? sendProblem(reply, 'NOT_FOUND') : { ...mail };
      },
    );
    typed.post(
      '/v1/requests/:requestId/end',
      {
        config: { access: ['privacy-officer'] },
        schema: {
          ...schema,
          summary:
            'End a request that a person has worked off; its mail is shredded. Access and deletion end by themselves',
          response: { 200: Ended, ...refused },
        },
      },
      async ({ params }, reply) => {
        const done = await operations.end(params.requestId);
        if (done === null || done.answeredAtMs === null) return sendProblem(reply, 'NOT_FOUND');
        return { requestId: done.requestId, answeredAt: new Date(done.answeredAtMs).toISOString() };
      },
    );
  };
