// What the erasure service is told about an order, translated from records in the steps.
import type { KnownFacts } from './order-life.js';

/** The whole state of the order after its last event. */
export interface FactsNews {
  readonly kind: 'facts';
  readonly facts: KnownFacts;
  /** Whether a case was ever open, as far as these facts tell. Default: whether one is open now. */
  readonly hadCase?: boolean;
}

export type ProgressState =
  | 'HELD'
  | 'RELEASED'
  | 'ACCEPTED'
  | 'IN_TRANSIT'
  | 'OUT_FOR_DELIVERY'
  | 'DELIVERED'
  | 'RETURNED'
  | 'LOST';

/** How one parcel fares; HELD is about the whole order. */
export interface ProgressNews {
  readonly kind: 'progress';
  readonly parcel: number;
  /** Null while nothing was released. */
  readonly shipmentRef: string | null;
  readonly carrierId: string;
  /** How many parcels the order has. */
  readonly parcels: number;
  readonly state: ProgressState;
  readonly reasonCode: string | null;
  /** Fields the order lacks, by their paths. */
  readonly fieldPaths?: readonly string[];
  readonly at: number;
}

export type OrderNews = FactsNews | ProgressNews;
