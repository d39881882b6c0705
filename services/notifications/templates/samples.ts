// One sample of every notice, of nobody: what the preview shows and the tests read.
import { linkOf, type Notice, type NoticeKind, type NoticeOf } from '../domain/notice.js';
import type { NoticeFacts } from './words.js';

const OF_PARCEL = { carrierId: 'swiftpost', parcel: 1, parcels: 2 } as const;
const REFERENCE = 'R-7Q4K2M';

const BY_KIND: { readonly [K in NoticeKind]: readonly NoticeOf<K>[] } = {
  'order-accepted': [{ kind: 'order-accepted' }],
  'order-refused': [{ kind: 'order-refused' }],
  'order-on-hold': [{ kind: 'order-on-hold', asksFor: ['phone', 'address'] }],
  'order-cancelled': [{ kind: 'order-cancelled' }],
  'parcel-handed-over': [{ kind: 'parcel-handed-over', ...OF_PARCEL }],
  'parcel-delivered': [{ kind: 'parcel-delivered', ...OF_PARCEL, parcels: 1 }],
  'parcel-returned': [{ kind: 'parcel-returned', ...OF_PARCEL }],
  'parcel-lost': [{ kind: 'parcel-lost', ...OF_PARCEL }],
  'after-sales-update': [
    { kind: 'after-sales-update', stage: 'received', reference: 'C-5T2N8W' },
    { kind: 'after-sales-update', stage: 'answered', reference: 'C-5T2N8W' },
    { kind: 'after-sales-update', stage: 'closed', reference: 'C-5T2N8W' },
    {
      kind: 'after-sales-update',
      stage: 'invited',
      reference: 'C-5T2N8W-7Q4K2M',
      validUntil: Date.UTC(2026, 4, 8, 16, 0),
    },
  ],
  'privacy-request-update': [
    { kind: 'privacy-request-update', right: 'access', stage: 'received', reference: REFERENCE },
    { kind: 'privacy-request-update', right: 'correction', stage: 'under-way', reference: REFERENCE },
    { kind: 'privacy-request-update', right: 'deletion', stage: 'answered', reference: REFERENCE },
    { kind: 'privacy-request-update', right: 'deactivation', stage: 'refused', reference: REFERENCE },
  ],
  'identity-confirmation': [
    {
      kind: 'identity-confirmation',
      right: 'access',
      reference: REFERENCE,
      validUntil: Date.UTC(2026, 4, 8, 16, 0),
    },
    {
      kind: 'identity-confirmation',
      right: 'authorisation',
      reference: REFERENCE,
      validUntil: Date.UTC(2026, 4, 8, 16, 0),
    },
  ],
  'data-erased': [{ kind: 'data-erased', reference: REFERENCE }],
};

export const SAMPLE_NOTICES: readonly Notice[] = Object.values(BY_KIND).flat();

export function sampleFacts(notice: Notice): NoticeFacts {
  const facts = { orderId: 'CC-2026-104-2283' };
  const link = linkOf(notice);
  if (link !== null) return { ...facts, link: `https://desk.example.org/${link.page}#${link.reference}.sample` };
  return 'carrierId' in notice ? { ...facts, carrierName: 'SwiftPost' } : facts;
}
