// What the fraud check knows of one order: hashes by which orders are alike, and facts that name nobody.

/** What orders may have in common. The order is that of the columns everywhere. */
export const HANDLE_KINDS = ['device', 'ip', 'subnet', 'account', 'address', 'email', 'phone'] as const;
export type HandleKind = (typeof HANDLE_KINDS)[number];

/** Keyed hashes of one order; a kind that is left out was not there or could not be read. */
export type Handles = Readonly<Partial<Record<HandleKind, string>>>;

export type FactValue = string | number | boolean;

export interface ObservedOrder {
  readonly orderRef: string;
  /** Orders of the same instant are ordered by it, character by character. */
  readonly orderId: string;
  /** Event time, ms since the epoch. */
  readonly placedAt: number;
  readonly handles: Handles;
  /** What was read off the signals, by feature name; an absent one has its default. */
  readonly facts: Readonly<Record<string, FactValue>>;
}

/** Negative when `one` was placed before `other`; zero only for the same order. */
export function byPlacing(one: ObservedOrder, other: ObservedOrder): number {
  if (one.placedAt !== other.placedAt) return one.placedAt - other.placedAt;
  if (one.orderId === other.orderId) return 0;
  return one.orderId < other.orderId ? -1 : 1;
}
