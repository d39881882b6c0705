// One order of a history, source by source the same: what happened to it in which order, and the state it must end in.
import type { CancelReason, Item, ParcelStatus } from '#schemas/generated/records';

/** Where an order of the history stands at its end. */
export type FinalState = 'accepted' | 'released' | 'shipped' | 'delivered' | 'cancelled';

export type HistoryStep =
  | { readonly kind: 'placed'; readonly atMs: number }
  | { readonly kind: 'paid'; readonly atMs: number }
  | { readonly kind: 'cancelled'; readonly atMs: number; readonly reason: CancelReason }
  /** Reported by the carrier. */
  | { readonly kind: 'parcel'; readonly atMs: number; readonly status: ParcelStatus };

export interface OrderHistory {
  readonly orderId: string;
  /** Orders with the same one were placed by the same person. */
  readonly personKey: string;
  readonly countryCode: 'BR';
  readonly home: { readonly city: string; readonly region: string; readonly postalCode: string };
  readonly items: readonly Item[];
  /** Decimal string in the currency of the items. */
  readonly amount: string;
  readonly paymentMethod: string;
  /** `placed` first; later steps never lie before earlier ones. */
  readonly steps: readonly HistoryStep[];
  /** As the history calls it. */
  readonly status: string;
  readonly expectedFinal: FinalState;
  /** Names of what had to be decided because the history is silent or contradicts itself; see README.md. */
  readonly decisions: readonly string[];
}
