// Everything the broker may ever tell a customer. The list is closed by type: there is no kind for advertising, no field for free text
// and no address to link to but the one-time link, so a message of another sort can't be written, let alone sent.
import type { NotificationKind } from '#shared/domain/notification-kinds';

export type NoticeKind = NotificationKind;

/** What a customer can be asked for when an order waits; anything else is `address`. */
export const ASKED_FIELDS = ['recipientName', 'phone', 'email', 'address'] as const;
export type AskedField = (typeof ASKED_FIELDS)[number];

export const RIGHTS = ['access', 'correction', 'deletion', 'deactivation', 'authorisation'] as const;
export type Right = (typeof RIGHTS)[number];

export const REQUEST_STAGES = ['received', 'under-way', 'answered', 'refused'] as const;
export type RequestStage = (typeof REQUEST_STAGES)[number];

/** `invited`: customer service asks for a message or a photo, by a one-time link. */
export const CASE_STAGES = ['received', 'answered', 'closed', 'invited'] as const;
export type CaseStage = (typeof CASE_STAGES)[number];

interface OfParcel {
  readonly carrierId: string;
  /** From 1. */
  readonly parcel: number;
  readonly parcels: number;
}

export type Notice =
  | { readonly kind: 'order-accepted' | 'order-refused' | 'order-cancelled' }
  | { readonly kind: 'order-on-hold'; readonly asksFor: readonly AskedField[] }
  | ({ readonly kind: 'parcel-handed-over' | 'parcel-delivered' | 'parcel-returned' | 'parcel-lost' } & OfParcel)
  | {
      readonly kind: 'after-sales-update';
      readonly stage: Exclude<CaseStage, 'invited'>;
      readonly reference: string;
    }
  | {
      readonly kind: 'after-sales-update';
      readonly stage: 'invited';
      /** Of the link: the number of the case, and what tells its links apart. */
      readonly reference: string;
      /** Until when the link works, ms since the epoch. */
      readonly validUntil: number;
    }
  | {
      readonly kind: 'privacy-request-update';
      readonly right: Right;
      readonly stage: RequestStage;
      readonly reference: string;
    }
  | {
      readonly kind: 'identity-confirmation';
      readonly right: Right;
      readonly reference: string;
      /** Until when the link works, ms since the epoch. */
      readonly validUntil: number;
    }
  | { readonly kind: 'data-erased'; readonly reference: string };

export type NoticeOf<K extends NoticeKind> = Narrowed<Notice, K>;
type Narrowed<N extends Notice, K extends NoticeKind> = N extends Notice
  ? K extends N['kind']
    ? N & { readonly kind: K }
    : never
  : never;

/** The pages that one-time links lead to. */
export type LinkPage = 'confirm' | 'case';

/** Where the one-time link of this notice leads; null: it has none. */
export function linkOf(
  notice: Notice,
): { readonly page: LinkPage; readonly reference: string; readonly validUntil: number } | null {
  if (!('validUntil' in notice)) return null;
  const { kind, reference, validUntil } = notice;
  return { page: kind === 'after-sales-update' ? 'case' : 'confirm', reference, validUntil };
}

/** The number of the case that a link is of. */
export function caseNumberOf(reference: string): string {
  return reference.split('-').slice(0, 2).join('-');
}

/** What tells this notice from another one of the same kind about the same order: one of each is sent, however often it is asked for. */
export function occasionOf(notice: Notice): string {
  switch (notice.kind) {
    case 'order-accepted':
    case 'order-refused':
    case 'order-cancelled':
      return '';
    case 'order-on-hold':
      return notice.asksFor.join('+');
    case 'parcel-handed-over':
    case 'parcel-delivered':
    case 'parcel-returned':
    case 'parcel-lost':
      return String(notice.parcel);
    case 'after-sales-update':
    case 'privacy-request-update':
      return `${notice.reference}/${notice.stage}`;
    case 'identity-confirmation':
      return `${notice.reference}/${notice.validUntil}`;
    case 'data-erased':
      return notice.reference;
  }
}
