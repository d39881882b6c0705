// The forms of after-sales cases over HTTP: what requests must be like, and what answers are.
import { z } from 'zod';
import { type AfterSalesCase, CASE_PARTIES, type CaseEntry } from '#services/desk/domain/cases/after-sales-case';
import type { Role } from '#services/desk/domain/roles';
import { PURPOSES } from '#shared/policy/vocabulary';

export const BOTH: readonly Role[] = ['customer', 'customer-service'];
export const Key = z.object({ 'idempotency-key': z.string().regex(/^[A-Za-z0-9-]{8,64}$/) });
export const CaseRef = z.object({ caseRef: z.string().regex(/^C-[0-9A-Z]{12}$/) });
export const PhotoRef = CaseRef.extend({ entryId: z.string().regex(/^[0-9a-f]{64}$/) });
const Time = z.iso.datetime();
export const Purpose = z.strictObject({
  purpose: z.enum(PURPOSES).optional().describe('Customer service names one; after-sales is the one that is allowed.'),
});
export const Case = z
  .object({
    caseRef: z.string().describe('Number of the case, as the customer is told it.'),
    openedBy: z.enum(CASE_PARTIES),
    openedAt: Time,
    closedAt: Time.nullable(),
  })
  .meta({ id: 'AfterSalesCase' });
export const Entry = z
  .object({
    entryId: z.string(),
    from: z.enum(['customer', 'customer-service']),
    kind: z.enum(['message', 'photo']),
    at: Time,
  })
  .meta({ id: 'CaseEntry' });
export const View = z
  .object({
    case: Case,
    entries: z.array(
      Entry.extend({ text: z.string().nullable().describe('Of a message; photos are asked for one by one.') }),
    ),
    viewId: z.string().describe('Under which this view is on record.'),
  })
  .meta({ id: 'CaseView' });
export const SentLink = z.object({ until: Time.describe('Until when the link works.') }).meta({ id: 'CaseLinkSent' });
export const CasesOfOrder = z.object({ cases: z.array(Case) }).meta({ id: 'CasesOfOrder' });
export const PHOTOS = ['PHOTO_TOO_LARGE', 'PHOTO_KIND_UNKNOWN', 'PHOTO_KIND_REFUSED', 'PHOTO_UNREADABLE'] as const;
export const PROBLEM_OF = { 'not-found': 'NOT_FOUND', 'not-allowed': 'PURPOSE_NOT_ALLOWED' } as const;
export const MEDIA = ['image/jpeg', 'image/png', 'image/webp', 'image/heic', 'application/octet-stream'];

export function shownCase({ caseRef, openedBy, openedAtMs, closedAtMs }: AfterSalesCase): z.infer<typeof Case> {
  const closedAt = closedAtMs === null ? null : new Date(closedAtMs).toISOString();
  return { caseRef, openedBy, openedAt: new Date(openedAtMs).toISOString(), closedAt };
}

export function shownEntry({ entryId, from, kind, atMs }: CaseEntry): z.infer<typeof Entry> {
  return { entryId, from, kind, at: new Date(atMs).toISOString() };
}
