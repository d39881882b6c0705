// What intake knows of one order: the facts it publishes, and which events made them. No personal data.

export type CancelReason = 'CUSTOMER' | 'SHOP' | 'PAYMENT_FAILED' | 'STOCK';

export interface FactItem {
  readonly sku: string;
  readonly description: string;
  readonly quantity: number;
  /** Decimal string in `currency`. */
  readonly unitPrice: string;
  readonly currency: string;
  readonly weightGrams: number;
  readonly originCountry: string | null;
  readonly hsCode: string | null;
}

export interface FactParcel {
  readonly parcel: number;
  readonly weightGrams: number;
  readonly skus: readonly { readonly sku: string; readonly quantity: number }[];
}

/** The cumulative snapshot published on `orders.facts`; times in ms since the epoch. */
export interface Facts {
  readonly orderRef: string;
  readonly orderId: string;
  readonly customerRef: string | null;
  readonly policyVersion: number;
  readonly revision: number;
  readonly placedAt: number | null;
  readonly destinationCountry: string | null;
  readonly carrierId: string | null;
  readonly serviceLevel: string | null;
  readonly deliveryKind: 'HOME' | 'PICKUP_POINT' | null;
  readonly items: readonly FactItem[];
  readonly amount: string | null;
  readonly currency: string | null;
  readonly state: 'PLACED' | 'REFUSED';
  readonly refusalCodes: readonly string[];
  readonly paidAt: number | null;
  readonly cancelledAt: number | null;
  readonly cancelReason: CancelReason | null;
  readonly parcels: readonly FactParcel[];
  readonly openCases: readonly string[];
  /** When a case was closed last; null while none ever was. */
  readonly caseClosedAt: number | null;
  readonly lastEventAt: number;
  /** Revision that changed last what is sent to whom. */
  readonly deliveryRevision: number;
  /** Revision that brought the address; its sealed block bears the same number. */
  readonly addressRevision: number;
  /** Fields it was refused for, by their paths. */
  readonly refusalPaths: readonly string[];
}

/** An event that was applied, and where it lay: the same position again is a redelivery, another position is a duplicate. */
export interface AppliedEvent {
  readonly eventId: string;
  readonly position: string;
}

/** An event that was refused although a later one made it acceptable: delivered again, it is refused again. */
export interface RefusedEvent {
  readonly position: string;
  readonly code: string;
}

export interface OrderState {
  readonly facts: Facts;
  readonly applied: readonly AppliedEvent[];
  /** Newest last; only what a redelivery could otherwise decide differently. */
  readonly refused: readonly RefusedEvent[];
}
