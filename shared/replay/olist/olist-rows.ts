// The Olist history as it is published, joined per order; texts stay as they stand in the files.

export interface OlistOrder {
  readonly orderId: string;
  readonly customer: OlistCustomer;
  readonly status: string;
  /** Local time, `2017-10-02 10:56:33`; the later ones are empty when history does not know of it. */
  readonly purchasedAt: string;
  readonly approvedAt: string;
  readonly handedOverAt: string;
  readonly deliveredAt: string;
  readonly estimatedDelivery: string;
  readonly items: readonly OlistItem[];
  readonly payments: readonly OlistPayment[];
}

export interface OlistCustomer {
  /** The same for all orders of a person. */
  readonly uniqueId: string;
  /** First digits of the postal code, leading zeros lost. */
  readonly zipPrefix: string;
  readonly city: string;
  readonly state: string;
}

export interface OlistItem {
  readonly productId: string;
  /** Decimal, in reais. */
  readonly price: string;
  readonly freight: string;
}

export interface OlistPayment {
  readonly type: string;
  /** Decimal, in reais. */
  readonly value: string;
}
