// The forms of judicial requests, as they come in and as they are shown.
import { z } from 'zod';
import { type JudicialRequest, LEGAL_BASES, REJECT_REASONS } from '#services/desk/domain/judicial/judicial-request';
import { CATEGORIES } from '#shared/policy/vocabulary';
import { oneOf, SealedAnswer } from '../forms.js';
import { RecipientId } from './authorities-route.js';
import { OrderId } from './look-up-route.js';

export const RequestId = z.string().regex(/^[A-Za-z0-9-]{1,80}$/);
export const Question = z.strictObject({
  authorityId: RecipientId,
  reference: z
    .string()
    .regex(/^[A-Za-z0-9][A-Za-z0-9._:/-]{0,63}$/)
    .describe('The authority’s file number; no names of people.'),
  legalBasis: oneOf(LEGAL_BASES),
  orderIds: z.array(OrderId).min(1).max(100),
  categories: z.array(z.enum(CATEGORIES)).min(1).max(CATEGORIES.length).describe('Only what the request names.'),
});

const Step = z.object({ by: z.string(), at: z.iso.datetime() });
export const View = z
  .object({
    requestId: z.string(),
    authorityId: z.string(),
    keyId: z.string().describe('The key it is sealed to.'),
    reference: z.string(),
    legalBasis: oneOf(LEGAL_BASES),
    state: z.enum(['received', 'approved', 'disclosed', 'rejected', 'closed']),
    orderRefs: z.array(z.string()).describe('Keyed hashes of the orders.'),
    categories: z.array(z.string()),
    received: Step,
    approvals: z.array(Step).describe('It takes those of two different people.'),
    rejected: Step.extend({ reason: oneOf(REJECT_REASONS) }).nullable(),
    disclosures: z.array(Step.extend({ sha256: z.string().describe('Of the ciphertext that left.') })),
    closed: Step.nullable(),
  })
  .meta({ id: 'JudicialRequest' });
export const Page = z
  .object({ requests: z.array(View), next: z.string().nullable() })
  .meta({ id: 'JudicialRequestPage' });
export const Disclosed = z.object({ request: View, sealed: SealedAnswer }).meta({ id: 'JudicialDisclosure' });

const at = <Done extends { readonly by: string; readonly atMs: number }>({ atMs, ...done }: Done) => ({
  ...done,
  at: new Date(atMs).toISOString(),
});

export function shown({ revision: _revision, ...request }: JudicialRequest): z.infer<typeof View> {
  const { orderRefs, categories, received, approvals, rejected, disclosures, closed } = request;
  return {
    ...request,
    orderRefs: [...orderRefs],
    categories: [...categories],
    received: at(received),
    approvals: approvals.map(at),
    rejected: rejected === null ? null : at(rejected),
    disclosures: disclosures.map(at),
    closed: closed === null ? null : at(closed),
  };
}
