// What the erasure service knows of the life of one order: a sum of everything it was told, in whatever order it was told.
// Times in ms since the epoch. No personal data, and no more of the facts than the life depends on.

export type ParcelEndState = 'DELIVERED' | 'RETURNED' | 'LOST';

/** The newest facts; `revision` tells which are newer. */
export interface KnownFacts {
  readonly revision: number;
  readonly orderId: string;
  readonly state: 'PLACED' | 'REFUSED';
  readonly refusalCodes: readonly string[];
  /** Fields it was refused for, by their paths; absent: none. */
  readonly refusalPaths?: readonly string[];
  readonly placedAt: number | null;
  readonly cancelledAt: number | null;
  /** Whether an after-sales case is open. */
  readonly caseOpen: boolean;
  readonly lastEventAt: number;
}

/** The way of one parcel. Each time is the earliest one told. */
export interface ParcelCourse {
  readonly releasedAt: number | null;
  readonly handedOverAt: number | null;
  readonly end: { readonly state: ParcelEndState; readonly at: number } | null;
}

export interface Hold {
  readonly reasonCode: string | null;
  /** Fields the order lacks, by their paths; absent: none, or nobody said. */
  readonly fieldPaths?: readonly string[];
  readonly at: number;
}

/** As carriers name it. */
const REFUSING_CODE = 'FRAUD_REFUSED';

/** A refusal of fraud control comes as a hold that ends the order, unless something of it goes out all the same. */
export function refusalOf({ hold, parcels }: Pick<OrderLife, 'hold' | 'parcels'>): Hold | null {
  if (hold?.reasonCode !== REFUSING_CODE) return null;
  return Object.values(parcels).some(({ releasedAt }) => releasedAt !== null) ? null : hold;
}

export interface OrderLife {
  readonly facts: KnownFacts | null;
  /** Whether an after-sales case was ever open. */
  readonly hadCase: boolean;
  /** The latest reason why it was held; means nothing once a parcel was released. */
  readonly hold: Hold | null;
  /** How many parcels the order goes out in; 0 while nobody said. */
  readonly parcelsExpected: number;
  /** Carrier of every parcel that was ever released, by its shipmentRef: what a store that mirrors the carrier's topic holds. */
  readonly shipments: Readonly<Record<string, string>>;
  /** By the number of the parcel. */
  readonly parcels: Readonly<Record<string, ParcelCourse>>;
}

export const UNKNOWN_ORDER: OrderLife = Object.freeze({
  facts: null,
  hadCase: false,
  hold: null,
  parcelsExpected: 0,
  shipments: Object.freeze({}),
  parcels: Object.freeze({}),
});
