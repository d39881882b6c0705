// The forms in which analysts get cases.
import { z } from 'zod';
import type { Case, CaseLink } from '#services/desk/steps/casework';

const Time = z.iso.datetime();
const Named = z.object({ name: z.string(), value: z.string() });
const VERDICTS = ['RELEASE', 'REVIEW', 'BLOCK'] as const;

const DecisionView = z
  .object({
    ruling: z.enum(['RELEASE', 'REFUSE']),
    note: z.string(),
    decidedBy: z.string().describe('A role.'),
    decidedAt: Time,
  })
  .meta({ id: 'FraudDecision' });

export const CaseSummary = z
  .object({
    orderRef: z.string(),
    verdict: z.enum(VERDICTS),
    score: z.number().int().describe('From 0 to 100.'),
    amount: z.string().nullable(),
    currency: z.string().nullable(),
    placedAt: Time,
    reasons: z.array(z.string()).describe('Codes of the rules that counted, the gravest first.'),
    decision: DecisionView.nullable(),
    claimedBy: z
      .string()
      .nullable()
      .describe('Role or seat of the analyst who looks at it at the moment; null: nobody.'),
    claimedAt: Time.nullable(),
    claimedUntil: Time.nullable(),
  })
  .meta({ id: 'FraudCaseSummary' });

export const QueueView = z
  .object({
    currencies: z.array(z.object({ currency: z.string(), count: z.number().int() })).describe('Where orders wait.'),
    currency: z.string().nullable(),
    cases: z.array(CaseSummary),
    next: z.string().nullable(),
  })
  .meta({ id: 'FraudQueue' });

export const CaseView = CaseSummary.extend({
  rules: z.array(
    z.object({
      code: z.string(),
      weight: z.number().int(),
      tier: z.string(),
      state: z.enum(['ACTIVE', 'SHADOW']).describe('SHADOW: it did not count.'),
      evidence: z.array(Named),
    }),
  ),
  features: z.array(Named).describe('Every feature that differs from its default.'),
  links: z
    .array(
      z.object({
        kind: z.string().describe('What is shared: device, address, account …'),
        hash: z.string(),
        count: z.number().int(),
        cases: z.array(CaseSummary).describe('The newest of them.'),
      }),
    )
    .describe('Orders that share a hashed handle; the rarest first.'),
  ruleSet: z.string(),
  ruleSetVersion: z.number().int(),
  policyVersion: z.number().int(),
  revision: z.number().int(),
  lists: z.array(z.object({ name: z.string(), version: z.string() })),
  viewId: z.string().describe('Under which this view is on record.'),
}).meta({ id: 'FraudCase' });

export function showSummary({ assessment, decision, claim }: Case): z.infer<typeof CaseSummary> {
  const { orderRef, verdict, score, amount, currency, placedAt, reasons } = assessment;
  return {
    orderRef,
    verdict,
    score,
    amount,
    currency,
    placedAt: new Date(placedAt).toISOString(),
    reasons: reasons.flatMap(({ code, state }) => (state === 'ACTIVE' ? [code] : [])),
    decision:
      decision === null
        ? null
        : {
            ruling: decision.ruling,
            note: decision.note,
            decidedBy: decision.decidedBy,
            decidedAt: new Date(decision.decidedAt).toISOString(),
          },
    claimedBy: claim?.claimedBy ?? null,
    claimedAt: claim === null ? null : new Date(claim.claimedAt).toISOString(),
    claimedUntil: claim === null ? null : new Date(claim.until).toISOString(),
  };
}

export function showCase(
  found: Case & { readonly links: readonly CaseLink[]; readonly viewId: string },
): z.infer<typeof CaseView> {
  const { reasons, features, lists, ruleSet, ruleSetVersion, policyVersion, revision } = found.assessment;
  return {
    ...showSummary(found),
    rules: reasons.map(({ evidence, ...rule }) => ({ ...rule, evidence: [...evidence] })),
    features: [...features],
    links: found.links.map(({ cases, ...link }) => ({ ...link, cases: cases.map(showSummary) })),
    ruleSet,
    ruleSetVersion,
    policyVersion,
    revision,
    lists: [...lists],
    viewId: found.viewId,
  };
}
