// The closed lists that policy and code share. The policy file says what each of them means; a name outside is refused.

export const PURPOSES = [
  'order-verification',
  'warehousing-and-shipping',
  'logistics-delivery',
  'after-sales',
  'fraud-control',
  'order-notifications',
] as const;
export type PurposeId = (typeof PURPOSES)[number];

/** What a field can hold of a person; the `category` of every Avro field is one of these. */
export const CATEGORIES = [
  'none',
  'order-reference',
  'order-content',
  'shipping',
  'contact',
  'payment',
  'signals',
  'account',
  'after-sales',
  'fraud',
] as const;
export type CategoryId = (typeof CATEGORIES)[number];

export const RECIPIENTS = [
  'carrier',
  'warehouse',
  'order-service',
  'customer-service',
  'analysts',
  'notification-gateway',
  'judicial-authority',
  'authorised-third-party',
  'person',
] as const;
export type RecipientId = (typeof RECIPIENTS)[number];

/** Why a recipient may get data at all: own work, the three sharing scenarios of the policy text, and the person's right. */
export const BASES = [
  'own-work',
  'logistics-delivery',
  'legal-request',
  'explicit-authorisation',
  'right-of-the-person',
] as const;
export type BasisId = (typeof BASES)[number];

/** Moments from which retention is counted. */
export const MOMENTS = [
  'delivered',
  'returned',
  'lost',
  'cancelled',
  'refused',
  'after-sales-closed',
  'last-sign-in',
  'deactivated',
  'observed',
  'signed-in',
] as const;
export type MomentId = (typeof MOMENTS)[number];

/** What stops every retention clock while it is the case. */
export const PAUSES = ['open-after-sales-case', 'legal-hold', 'parcel-under-way'] as const;
export type PauseId = (typeof PAUSES)[number];

/** Conditions that can be required before an order is released; release-conditions.ts says when each holds. */
export const RELEASE_CONDITIONS = ['accepted', 'not-cancelled', 'paid'] as const;
export type ConditionId = (typeof RELEASE_CONDITIONS)[number];

export const SHIPMENT_KINDS = ['domestic', 'international', 'locker'] as const;
export type ShipmentKind = (typeof SHIPMENT_KINDS)[number];

export const FORBIDDEN_THINGS = ['card-security-code', 'card-number', 'album', 'location'] as const;
export type ForbiddenThing = (typeof FORBIDDEN_THINGS)[number];

/** Ways to write down a place on earth that the scanner knows. */
export const LOCATION_NOTATIONS = [
  'decimal-pair',
  'hemispheres',
  'labelled',
  'geo-uri',
  'full-plus-code',
  'map-link',
] as const;
export type LocationNotation = (typeof LOCATION_NOTATIONS)[number];

export const NOTIFICATION_CHANNELS = ['email', 'sms'] as const;
export type NotificationChannel = (typeof NOTIFICATION_CHANNELS)[number];

/** When a privacy officer decides about the correction of an address, although the person has confirmed it by the link. */
export const OFFICER_REASONS = ['another-country', 'another-recipient', 'order-held'] as const;
export type OfficerReason = (typeof OFFICER_REASONS)[number];

/** Tells whether a text is one of a closed list, and narrows it. */
export function isOneOf<const T extends string>(list: readonly T[], text: string): text is T {
  return (list as readonly string[]).includes(text);
}
