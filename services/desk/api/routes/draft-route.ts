// The next version of the policy: its rules to start from, what a draft would change and touch, publishing it, and what a narrower one did.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import type { DraftAnswer, DraftText, PublishAnswer } from '#services/desk/steps/draft-policy';
import type { NarrowedTotal } from '#services/desk/store/parcel-shelf';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

export interface DraftOperations {
  inForce(): Promise<{ readonly version: number; readonly text: string }>;
  draft(asked: DraftText): Promise<DraftAnswer>;
  publish(asked: DraftText, confirmed: string, by: string): Promise<PublishAnswer>;
  narrowed(): Promise<readonly NarrowedTotal[]>;
}

/** Rules and text together. */
const BODY_BYTES = 1_048_576;
const LONGEST = 400_000;

const DraftForm = z.strictObject({
  text: z.string().min(1).max(LONGEST).describe('The policy file, YAML.'),
  readableText: z
    .string()
    .max(LONGEST)
    .regex(/\S/)
    .nullable()
    .default(null)
    .describe('What people read from then on; null: as before.'),
});
const PublishForm = DraftForm.extend({
  confirms: z
    .string()
    .regex(/^[0-9a-f]{64}$/)
    .describe('`digest` of the draft that was looked at.'),
});

const Change = z.object({
  effect: z.enum(['narrower', 'wider', 'other']),
  part: z.string(),
  what: z.string(),
  why: z.string().nullable(),
});
const DraftView = z
  .object({
    violations: z.array(z.string()).describe('Why it can’t be published; empty: it can.'),
    draft: z
      .object({
        version: z.number().int(),
        inForce: z.number().int(),
        changes: z.array(Change),
        touches: z.array(
          z.object({
            carrierId: z.string(),
            shipments: z.number().int().describe('Shipments that lie with it.'),
            withdrawn: z.array(z.string()).describe('Fields that it gets no more, somewhere.'),
            added: z.array(z.string()),
          }),
        ),
        digest: z.string().describe('Publishing asks for it.'),
      })
      .nullable(),
  })
  .meta({ id: 'PolicyDraft' });
const Rules = z.object({ version: z.number().int(), text: z.string() }).meta({ id: 'PolicyRules' });
const Published = z.object({ version: z.number().int() }).meta({ id: 'PublishedVersion' });
const Narrowed = z
  .object({
    narrowed: z.array(
      z.object({
        policyVersion: z.number().int(),
        carrierId: z.string(),
        rewritten: z.number().int().describe('Shipments that were written anew without what was withdrawn.'),
        withdrawn: z.number().int().describe('Shipments that were taken back as a whole.'),
        at: z.iso.datetime().describe('When the last of them was.'),
      }),
    ),
  })
  .meta({ id: 'NarrowedShipments' });

export const draftRoute =
  (operations: DraftOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['policy'], security: [{ token: [] }] };
    const keepers = { config: { access: ['privacy-officer', 'auditor', 'administrator'] as const } };
    const officers = { config: { access: ['privacy-officer'] as const }, bodyLimit: BODY_BYTES };
    typed.get(
      '/v1/policy/rules',
      {
        ...keepers,
        schema: {
          ...schema,
          summary: 'The rules in force as they are written, to start a draft from',
          response: { 200: Rules, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => await operations.inForce(),
    );
    typed.post(
      '/v1/policy/drafts',
      {
        ...officers,
        schema: {
          ...schema,
          summary: 'What a version would change and how many shipments it would touch; nothing is published',
          body: DraftForm,
          response: { 200: DraftView, ...refusals({ open: 'by-role', body: true }) },
        },
      },
      async ({ body }) => {
        const answer = await operations.draft(body);
        if (answer.kind === 'refused') return { violations: [...answer.violations], draft: null };
        const { changes, touches, ...draft } = answer.draft;
        return {
          violations: [],
          draft: {
            ...draft,
            changes: [...changes],
            touches: touches.map(({ withdrawn, added, ...touch }) => ({
              ...touch,
              withdrawn: [...withdrawn],
              added: [...added],
            })),
          },
        };
      },
    );
    typed.post(
      '/v1/policy/versions',
      {
        ...officers,
        schema: {
          ...schema,
          summary: 'Publish the draft that was looked at: services follow within a second. On record',
          body: PublishForm,
          response: {
            201: Published,
            ...refusals({ open: 'by-role', body: true, own: ['POLICY_REFUSED', 'DRAFT_CHANGED'] }),
          },
        },
      },
      async ({ body: { confirms, ...asked }, principal }, reply) => {
        const answer = await operations.publish(asked, confirms, principal?.subject ?? '');
        if (answer.kind === 'changed') return sendProblem(reply, 'DRAFT_CHANGED');
        if (answer.kind === 'refused') return sendProblem(reply, 'POLICY_REFUSED');
        return reply.code(201).send({ version: answer.version });
      },
    );
    typed.get(
      '/v1/policy/narrowed',
      {
        ...keepers,
        schema: {
          ...schema,
          summary: 'How many shipments of each carrier a narrower version changed',
          response: { 200: Narrowed, ...refusals({ open: 'by-role' }) },
        },
      },
      async () => ({
        narrowed: (await operations.narrowed()).map(({ atMs, ...total }) => ({
          ...total,
          at: new Date(atMs).toISOString(),
        })),
      }),
    );
  };
