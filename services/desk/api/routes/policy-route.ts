// The published policy at a public address: what holds now, everything that ever held, and what each version changed.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { PublishedVersion } from '#services/desk/steps/published-policy';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

const CurrentPolicy = z
  .object({
    version: z.number().int().describe('Version of the machine-readable policy that enforces this text.'),
    text: z.string().describe('The policy as people read it.'),
    textSha256: z.string().describe('SHA-256 of the text, in hexadecimal, so that a copy can be compared.'),
  })
  .meta({ id: 'PublishedPolicy' });

const PolicyVersionView = CurrentPolicy.extend({
  publishedAt: z.iso.datetime().nullable().describe('When it was published; null: it came with the program.'),
  publishedBy: z.string().describe('The role that published it.'),
  ruleChanges: z
    .array(
      z.object({
        effect: z
          .enum(['narrower', 'wider', 'other'])
          .describe('Whether somebody gets or keeps less, more, or neither.'),
        part: z.string(),
        what: z.string(),
        why: z.string().nullable(),
      }),
    )
    .nullable()
    .describe('What it changed in the rules; null: one of the two versions is of a form this program does not read.'),
  textChanges: z
    .array(z.object({ kind: z.enum(['same', 'added', 'removed']), text: z.string() }))
    .describe('The text compared with the version before, paragraph by paragraph; empty: it stayed.'),
}).meta({ id: 'PolicyVersion' });

const PolicyHistory = z
  .object({ versions: z.array(PolicyVersionView).describe('Newest first.') })
  .meta({ id: 'PolicyHistory' });

/** All versions, oldest first; asked at each request, for a policy takes effect at once. */
export type PolicyVersions = () => Promise<readonly PublishedVersion[]>;

export const policyRoute =
  (versions: PolicyVersions) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const open = { config: { access: 'public' as const } };
    typed.get(
      '/v1/policy',
      {
        ...open,
        schema: {
          summary: 'The policy that holds now',
          tags: ['policy'],
          response: { 200: CurrentPolicy, ...refusals({ open: 'public' }) },
        },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'no-cache');
        const { version, text, textSha256 } = (await versions()).at(-1) as PublishedVersion;
        return { version, text, textSha256 };
      },
    );
    typed.get(
      '/v1/policy/versions',
      {
        ...open,
        schema: {
          summary: 'Every policy that ever held, and what it changed',
          tags: ['policy'],
          response: { 200: PolicyHistory, ...refusals({ open: 'public' }) },
        },
      },
      async (_request, reply) => {
        void reply.header('cache-control', 'no-cache');
        return { versions: (await versions()).map(shown).toReversed() };
      },
    );
    typed.get(
      '/v1/policy/versions/:version',
      {
        ...open,
        schema: {
          summary: 'One version of the policy',
          tags: ['policy'],
          params: z.object({ version: z.coerce.number().int().min(1).max(2_147_483_647) }),
          response: { 200: PolicyVersionView, ...refusals({ open: 'public', own: ['NOT_FOUND'] }) },
        },
      },
      async ({ params }, reply) => {
        const found = (await versions()).find(({ version }) => version === params.version);
        return found === undefined ? sendProblem(reply, 'NOT_FOUND') : shown(found);
      },
    );
  };

function shown(version: PublishedVersion): z.infer<typeof PolicyVersionView> {
  const { publishedAtMs, ruleChanges, textChanges, ...rest } = version;
  return {
    ...rest,
    publishedAt: publishedAtMs === null ? null : new Date(publishedAtMs).toISOString(),
    ruleChanges: ruleChanges === null ? null : [...ruleChanges],
    textChanges: [...textChanges],
  };
}
