// Whom people may authorise to have some of their data: registered with a public key, each with a topic and a login of its own.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { ThirdParty } from '#services/desk/domain/authorisations/authorisation';
import type { ShareableCategory } from '#services/desk/steps/shareable';
import type { Registered } from '#services/desk/steps/third-parties';
import { MayHave } from '../forms.js';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';
import { PublicKey } from './authorities-route.js';

export interface ThirdPartyOperations {
  register(party: Pick<ThirdParty, 'thirdPartyId' | 'name' | 'publicKey'>, by: string): Promise<Registered>;
  /** null: nobody of this name is registered. */
  login(thirdPartyId: string, by: string): Promise<{ user: string; password: string; topic: string } | null>;
  /** null: nobody of this name is registered. */
  remove(thirdPartyId: string, by: string): Promise<ThirdParty | null>;
  all(): Promise<readonly ThirdParty[]>;
  /** What the policy lets them have. */
  mayHave(): readonly ShareableCategory[];
}

export const ThirdPartyId = z
  .string()
  .regex(/^[a-z][a-z0-9]{1,39}$/)
  .describe('Small letters and digits.');
/** A name of an institution; it is shown, never searched by. */
const InstitutionName = z.string().trim().min(2).max(120);

const View = z
  .object({
    thirdPartyId: z.string(),
    name: z.string(),
    keyId: z.string().describe('Follows from the key: compare it by telephone.'),
    publicKey: z.string(),
    registeredAt: z.iso.datetime(),
    removal: z
      .object({
        at: z.iso.datetime(),
        goneBy: z.iso
          .datetime()
          .describe('Its login and topic go then, or later if something is still to be taken back.'),
      })
      .nullable()
      .describe('Not null: nobody may authorise it any more, and what was given is taken back.'),
  })
  .meta({ id: 'ThirdParty' });
const List = z.object({ thirdParties: z.array(View), mayHave: MayHave }).meta({ id: 'ThirdParties' });
const Login = z
  .object({ user: z.string(), password: z.string().describe('Shown this once.'), topic: z.string() })
  .meta({ id: 'ThirdPartyLogin', description: 'SCRAM-SHA-256 at Kafka; it reads this topic and nothing else.' });

export const thirdPartiesRoute =
  (operations: ThirdPartyOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['authorisations'], security: [{ token: [] }] };
    const params = z.object({ thirdPartyId: ThirdPartyId });
    typed.put(
      '/v1/third-parties/:thirdPartyId',
      {
        config: { access: ['administrator'] },
        schema: {
          ...schema,
          summary:
            'Register whom people may authorise, or its new key. Another key ends what was authorised under the old one',
          params,
          body: z.strictObject({ name: InstitutionName, publicKey: PublicKey }),
          response: {
            200: View,
            ...refusals({ open: 'by-role', body: true, own: ['PUBLIC_KEY_UNUSABLE', 'RECIPIENT_LEAVING'] }),
          },
        },
      },
      async ({ params: { thirdPartyId }, body, principal }, reply) => {
        const registered = await operations.register({ thirdPartyId, ...body }, principal?.subject ?? '');
        return registered.kind === 'refused' ? sendProblem(reply, registered.code) : shown(registered.party);
      },
    );
    typed.delete(
      '/v1/third-parties/:thirdPartyId',
      {
        config: { access: ['administrator'] },
        schema: {
          ...schema,
          summary:
            'Remove it: at once nobody may authorise it, and what it was given is taken back; its login and topic go when it has had the time to delete. On record',
          params,
          response: { 200: View, ...refusals({ open: 'by-role', own: ['NOT_FOUND'] }) },
        },
      },
      async ({ params: { thirdPartyId }, principal }, reply) => {
        const removed = await operations.remove(thirdPartyId, principal?.subject ?? '');
        return removed === null ? sendProblem(reply, 'NOT_FOUND') : shown(removed);
      },
    );
    typed.post(
      '/v1/third-parties/:thirdPartyId/login',
      {
        config: { access: ['administrator'] },
        schema: {
          ...schema,
          summary: 'A login by which the third party reads its topic; the one before ends',
          params,
          response: { 200: Login, ...refusals({ open: 'by-role', body: true, own: ['NOT_FOUND'] }) },
        },
      },
      async ({ params: { thirdPartyId }, principal }, reply) => {
        void reply.header('cache-control', 'no-store');
        return (await operations.login(thirdPartyId, principal?.subject ?? '')) ?? sendProblem(reply, 'NOT_FOUND');
      },
    );
    typed.get(
      '/v1/third-parties',
      {
        config: { access: ['customer', 'customer-service', 'privacy-officer', 'auditor', 'administrator'] },
        schema: {
          ...schema,
          summary: 'Whom people may authorise, and what the policy lets them have',
          response: { 200: List, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => ({ thirdParties: (await operations.all()).map(shown), mayHave: [...operations.mayHave()] }),
    );
  };

function shown({ registeredAtMs, registeredBy: _by, removal, ...party }: ThirdParty): z.infer<typeof View> {
  const iso = (ms: number): string => new Date(ms).toISOString();
  return {
    ...party,
    registeredAt: iso(registeredAtMs),
    removal: removal === null ? null : { at: iso(removal.atMs), goneBy: iso(removal.goneByMs) },
  };
}
