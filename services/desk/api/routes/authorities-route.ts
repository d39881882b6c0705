// Judicial authorities that the desk knows, each with the public key that whatever is disclosed to it is sealed to.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { Authority } from '#services/desk/domain/judicial/judicial-request';
import type { ShareableCategory } from '#services/desk/steps/shareable';
import { MayHave } from '../forms.js';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

export interface AuthorityOperations {
  /** null: nothing can be sealed to this key. */
  register(authority: Pick<Authority, 'authorityId' | 'name' | 'publicKey'>, by: string): Promise<Authority | null>;
  all(): Promise<readonly Authority[]>;
  /** What the policy lets authorities have. */
  mayHave(): readonly ShareableCategory[];
}

export const RecipientId = z
  .string()
  .regex(/^[a-z0-9][a-z0-9-]{1,62}$/)
  .describe('Small letters, digits and hyphens.');
/** A name of an institution; it is shown, never searched by. */
const InstitutionName = z.string().trim().min(2).max(120);
export const PublicKey = z
  .string()
  .regex(/^[A-Za-z0-9_-]{43}$/)
  .describe('X25519 public key: its 32 bytes in base64url.');

const View = z
  .object({
    authorityId: z.string(),
    name: z.string(),
    keyId: z.string().describe('Follows from the key: compare it by telephone.'),
    publicKey: z.string(),
    registeredBy: z.string(),
    registeredAt: z.iso.datetime(),
  })
  .meta({ id: 'Authority' });
const List = z.object({ authorities: z.array(View), mayHave: MayHave }).meta({ id: 'Authorities' });

export const authoritiesRoute =
  (operations: AuthorityOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['judicial requests'], security: [{ token: [] }] };
    typed.put(
      '/v1/authorities/:authorityId',
      {
        config: { access: ['administrator'] },
        schema: {
          ...schema,
          summary: 'Register a judicial authority, or its new key',
          params: z.object({ authorityId: RecipientId }),
          body: z.strictObject({ name: InstitutionName, publicKey: PublicKey }),
          response: { 200: View, ...refusals({ open: 'by-role', body: true, own: ['PUBLIC_KEY_UNUSABLE'] }) },
        },
      },
      async ({ params, body, principal }, reply) => {
        const registered = await operations.register({ ...params, ...body }, principal?.subject ?? '');
        return registered === null ? sendProblem(reply, 'PUBLIC_KEY_UNUSABLE') : shown(registered);
      },
    );
    typed.get(
      '/v1/authorities',
      {
        config: { access: ['administrator', 'privacy-officer', 'auditor'] },
        schema: {
          ...schema,
          summary: 'The judicial authorities that the desk knows, and what the policy lets them have',
          response: { 200: List, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => ({ authorities: (await operations.all()).map(shown), mayHave: [...operations.mayHave()] }),
    );
  };

function shown({ registeredAtMs, ...authority }: Authority): z.infer<typeof View> {
  return { ...authority, registeredAt: new Date(registeredAtMs).toISOString() };
}
