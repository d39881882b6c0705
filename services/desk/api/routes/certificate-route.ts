// The certificate of one order's erasures: as data that anybody can check, and as a page to read or print.
import type { FastifyInstance, FastifyReply } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { OrderRef } from '#shared/domain/refs';
import { type Certificate, CERTIFICATE_FORMAT } from '#shared/ledger-proof/certificate';
import type { Proof } from '#shared/ledger-proof/prove-order';
import { certificatePage } from '#shared/ledger-proof/render-certificate';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

const Hex = z.string().describe('hex');
const CertificateView = z
  .object({
    format: z.literal(CERTIFICATE_FORMAT),
    orderRef: z.string().describe('Keyed hash of the order.'),
    entries: z.array(
      z.object({
        sequence: z.number().int(),
        erasureId: z.string(),
        orderRef: z.string(),
        kind: z.enum(['STARTED', 'COMPLETED']),
        reason: z.string(),
        categories: z.array(z.string()).describe('Empty: the whole order.'),
        participants: z.array(z.string()).describe('STARTED: who had to confirm; COMPLETED: who did.'),
        policyVersion: z.number().int(),
        at: z.number().int().describe('ms since 1970'),
        previousHash: Hex,
        hash: Hex,
        path: z.array(Hex).describe('Hashes beside the way to the root, from the bottom up (RFC 9162).'),
      }),
    ),
    checkpoint: z.object({
      size: z.number().int(),
      root: Hex,
      head: Hex,
      at: z.number().int().describe('ms since 1970'),
      keyId: z.string(),
      signature: Hex,
    }),
    publicKey: z.string().describe('PEM, for convenience: take the key from somebody you trust.'),
  })
  .meta({ id: 'ErasureCertificate' });

export const certificateRoute =
  (prove: (orderRef: OrderRef) => Promise<Proof>) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const params = z.object({
      orderRef: z
        .string()
        .regex(/^[A-Za-z0-9_-]{1,100}$/)
        .describe('Keyed hash of the order.'),
    });
    const config = { access: ['privacy-officer', 'auditor'] as const };
    const schema = { tags: ['erasures'], security: [{ token: [] }], params };
    const refused = refusals({ open: 'by-role', own: ['NOTHING_ERASED', 'PROOF_NOT_SIGNED_YET'] });

    async function proven(orderRef: string, reply: FastifyReply): Promise<Certificate | FastifyReply> {
      void reply.header('cache-control', 'no-store');
      const proof = await prove(orderRef as OrderRef);
      if (proof.kind === 'proven') return proof.certificate;
      return sendProblem(reply, proof.kind === 'unknown' ? 'NOTHING_ERASED' : 'PROOF_NOT_SIGNED_YET');
    }

    typed.get(
      '/v1/erasures/:orderRef/certificate',
      {
        config,
        schema: {
          ...schema,
          summary: 'What proves the erasures of one order, with the public key alone',
          response: { 200: CertificateView, ...refused },
        },
      },
      async ({ params: { orderRef } }, reply) => (await proven(orderRef, reply)) as never,
    );
    typed.get(
      '/v1/erasures/:orderRef/certificate/page',
      {
        config,
        schema: {
          ...schema,
          summary: 'The same as a page that stands for itself',
          response: {
            200: { description: 'A page', content: { 'text/html': { schema: z.string() } } },
            ...refused,
          },
        },
      },
      async ({ params: { orderRef } }, reply) => {
        const found = await proven(orderRef, reply);
        if (!('entries' in found)) return found;
        return reply.type('text/html; charset=utf-8').send(certificatePage(found));
      },
    );
  };
