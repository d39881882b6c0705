// All messages a customer may get: there is no kind for advertising. A policy may leave some out, never add one of another sort.

export const NOTIFICATION_KINDS = [
  'order-accepted',
  'order-refused',
  'order-on-hold',
  'order-cancelled',
  'parcel-handed-over',
  'parcel-delivered',
  'parcel-returned',
  'parcel-lost',
  'after-sales-update',
  'privacy-request-update',
  'identity-confirmation',
  'data-erased',
] as const;
export type NotificationKind = (typeof NOTIFICATION_KINDS)[number];
