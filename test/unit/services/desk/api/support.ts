// The desk's interface with doors whose keys the test holds.
import type { FastifyInstance } from 'fastify';
import { z } from 'zod';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import type { TokenVerdict, TokenVerifier } from '#services/desk/access/token-verifier';
import { createApi } from '#services/desk/api/create-api';
import { refusals } from '#services/desk/api/problem-schema';
import { meRoute } from '#services/desk/api/routes/me-route';
import { policyRoute } from '#services/desk/api/routes/policy-route';
import type { PublishedVersion } from '#services/desk/steps/published-policy';
import { type Role, rolesOf } from '#services/desk/domain/roles';

export const PUBLISHED = { version: 7, text: 'We promise.', textSha256: 'ab'.repeat(32) };
export const VERSIONS: readonly PublishedVersion[] = [
  { ...PUBLISHED, publishedAtMs: null, publishedBy: 'program', ruleChanges: [], textChanges: [] },
];

/** Token `analyst+auditor` has these roles; `down` meets a provider that does not answer; anything with a digit is refused. */
export const verifier: TokenVerifier = {
  verify: async (token): Promise<TokenVerdict> => {
    if (token === 'down') return { kind: 'unavailable' };
    if (/\d/.test(token)) return { kind: 'refused' };
    return { kind: 'accepted', principal: { subject: `person-${token}`, roles: rolesOf(token.split('+')) } };
  },
};

/** A door that takes a body, for what must be refused before any handler sees it. */
export const echoRoute = (app: FastifyInstance): void => {
  app.withTypeProvider<ZodTypeProvider>().post(
    '/v1/echo',
    {
      config: { access: ['service'] satisfies Role[] },
      schema: {
        body: z.strictObject({ orderId: z.string().max(64) }),
        response: { 200: z.object({ length: z.number() }), ...refusals({ open: 'by-role', body: true }) },
      },
    },
    async ({ body }) => {
      if (body.orderId === 'explode') throw new Error('secret of a person');
      return { length: body.orderId.length };
    },
  );
};

export async function startApi(changes: Partial<Parameters<typeof createApi>[0]> = {}): Promise<FastifyInstance> {
  let next = 0;
  return await createApi({
    verifier,
    routes: [meRoute, policyRoute(async () => VERSIONS), echoRoute],
    nextRequestId: () => `r${++next}`,
    ...changes,
  });
}
