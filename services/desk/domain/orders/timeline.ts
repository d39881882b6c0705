// What may happen in the life of an order, as people are told of it. Pure words: who may see which is the policy's affair.

/** In the order of a life without trouble; `EXPECTED` things are still to come. */
export const TIMELINE_KINDS = [
  'PLACED',
  'REFUSED',
  'ACCEPTED',
  'PAID',
  'CANCELLED',
  'ASSESSED',
  'DECIDED',
  'HELD',
  'RELEASED',
  'HANDED_OVER',
  'PARCEL_HELD',
  'PARCEL_RELEASED',
  'PARCEL_ACCEPTED',
  'PARCEL_IN_TRANSIT',
  'PARCEL_OUT_FOR_DELIVERY',
  'PARCEL_DELIVERED',
  'PARCEL_RETURNED',
  'PARCEL_LOST',
  'DELIVERED',
  'CASE_OPEN',
  'CASE_CLOSED',
  'FINISHED',
  'ERASURE_DUE',
  'ERASURE_BEGUN',
  'ERASURE_LATE',
  'ERASED',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

export interface TimelineEvent {
  readonly kind: TimelineKind;
  /** null: it is so, and since when is not known. */
  readonly atMs: number | null;
  /** Category of the policy that it belongs to. */
  readonly category: 'order-reference' | 'order-content' | 'fraud';
  readonly policyVersion: number | null;
  /** Codes, figures and names of carriers and stores; nothing of a person. */
  readonly details: Readonly<Record<string, string>>;
}

/** As whom somebody reads it. */
export type TimelineReader = 'customer-service' | 'analyst' | 'privacy-officer' | 'auditor';

/** Whoever answers for all of it comes first, whoever helps one customer last: a person with several roles reads as the first she has. */
const READERS: readonly TimelineReader[] = ['privacy-officer', 'auditor', 'analyst', 'customer-service'];

export function readerOf(roles: ReadonlySet<string>): TimelineReader | null {
  return READERS.find((reader) => roles.has(reader)) ?? null;
}

/** By time; of what happened at the same moment, in the order of a life. What has no time goes last. */
export function inOrder(events: readonly TimelineEvent[]): readonly TimelineEvent[] {
  const rank = ({ kind }: TimelineEvent): number => TIMELINE_KINDS.indexOf(kind);
  const time = ({ atMs }: TimelineEvent): number => atMs ?? Number.POSITIVE_INFINITY;
  return events.toSorted((one, other) =>
    time(one) === time(other) ? rank(one) - rank(other) : time(one) - time(other),
  );
}
