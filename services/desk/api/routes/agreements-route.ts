// Agreements of confidentiality of the people of the house: signed here by themselves, or on paper and recorded by somebody else; shown to those who watch over the desk.
import type { FastifyInstance } from 'fastify';
import type { ZodTypeProvider } from 'fastify-type-provider-zod';
import { z } from 'zod';
import { type Agreement, AGREEMENT_TEXT, mayRecord, maySign } from '#services/desk/domain/agreements/agreement';
import { ROLES } from '#services/desk/domain/roles';
import type { AgreementStore } from '#services/desk/store/agreement-store';
import { refusals } from '../problem-schema.js';
import { sendProblem } from '../send-problem.js';

export interface AgreementOperations {
  readonly store: AgreementStore;
  nowMs(): number;
}

const Subject = z
  .string()
  .min(1)
  .max(200)
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:|@-]*$/)
  .describe('Identifier of the person at the identity provider.');
const View = z
  .object({
    subject: z.string(),
    signedOn: z.string(),
    recordedBy: z.string(),
    recordedAt: z.iso.datetime(),
    endedAt: z.iso.datetime().nullable().describe('From then on the person is given nothing.'),
  })
  .meta({ id: 'Agreement' });
const Text = z
  .object({ edition: z.number().int(), title: z.string(), paragraphs: z.array(z.string()) })
  .meta({ id: 'AgreementText' });
/** Programs sign nothing, customers see their own only. */
const PEOPLE = ROLES.filter((role) => role !== 'customer' && role !== 'service');
const Page = z.object({ agreements: z.array(View), next: z.string().nullable() }).meta({ id: 'AgreementPage' });

export const agreementsRoute =
  ({ store, nowMs }: AgreementOperations) =>
  (app: FastifyInstance): void => {
    const typed = app.withTypeProvider<ZodTypeProvider>();
    const schema = { tags: ['people of the house'], security: [{ token: [] }] };
    typed.post(
      '/v1/agreements',
      {
        // Whoever records the first one has none recorded yet; nothing of a customer is shown here.
        config: { access: ['administrator', 'privacy-officer'], needsNoAgreement: true },
        schema: {
          ...schema,
          summary: 'Record that a person of the house has signed, or that access has ended',
          body: z.strictObject({ subject: Subject, signedOn: z.iso.date(), hasEnded: z.boolean().default(false) }),
          response: { 200: View, ...refusals({ open: 'by-role', body: true, own: ['ANOTHER_PERSON_NEEDED'] }) },
        },
      },
      async ({ body: { subject, signedOn, hasEnded }, principal }, reply) => {
        const recordedBy = principal?.subject ?? '';
        if (!mayRecord(subject, recordedBy)) return sendProblem(reply, 'ANOTHER_PERSON_NEEDED');
        const recordedAtMs = nowMs();
        const agreement = { subject, signedOn, recordedBy, recordedAtMs, endedAtMs: hasEnded ? recordedAtMs : null };
        await store.put(agreement);
        return shown(agreement);
      },
    );
    typed.get(
      '/v1/agreements/text',
      {
        config: { access: PEOPLE, needsNoAgreement: true },
        schema: {
          ...schema,
          summary: 'What people of the house sign before they are shown anything',
          response: { 200: Text, ...refusals({ open: 'by-role' }) },
        },
      },
      () => ({ ...AGREEMENT_TEXT, paragraphs: [...AGREEMENT_TEXT.paragraphs] }),
    );
    typed.post(
      '/v1/agreements/mine',
      {
        config: { access: PEOPLE, needsNoAgreement: true },
        schema: {
          ...schema,
          summary: 'Sign for yourself. It binds for life',
          body: z.strictObject({ edition: z.literal(AGREEMENT_TEXT.edition).describe('Of the text you have read.') }),
          response: { 200: View, ...refusals({ open: 'by-role', body: true, own: ['ANOTHER_PERSON_NEEDED'] }) },
        },
      },
      async ({ principal }, reply) => {
        const subject = principal?.subject ?? '';
        const known = await store.find(subject);
        if (!maySign(known)) return sendProblem(reply, 'ANOTHER_PERSON_NEEDED');
        if (known !== null) return shown(known);
        const recordedAtMs = nowMs();
        const signedOn = new Date(recordedAtMs).toISOString().slice(0, 10);
        const agreement = { subject, signedOn, recordedBy: subject, recordedAtMs, endedAtMs: null };
        await store.put(agreement);
        return shown(agreement);
      },
    );
    typed.get(
      '/v1/agreements',
      {
        config: { access: ['administrator', 'privacy-officer', 'auditor'] },
        schema: {
          ...schema,
          summary: 'Who has signed',
          querystring: z.object({
            limit: z.coerce.number().int().min(1).max(200).default(50),
            after: Subject.optional(),
          }),
          response: { 200: Page, ...refusals({ open: 'by-role' }) },
        },
      },
      async ({ query: { limit, after = null } }) => {
        const agreements = await store.page(limit, after);
        const next = agreements.length === limit ? (agreements.at(-1)?.subject ?? null) : null;
        return { agreements: agreements.map(shown), next };
      },
    );
  };

function shown({ recordedAtMs, endedAtMs, ...agreement }: Agreement): z.infer<typeof View> {
  return {
    ...agreement,
    recordedAt: new Date(recordedAtMs).toISOString(),
    endedAt: endedAtMs === null ? null : new Date(endedAtMs).toISOString(),
  };
}
