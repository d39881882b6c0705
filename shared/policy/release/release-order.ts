// What a release is decided from and what it gives: the order as carriers see it coming, the record as they see it going.
import type { CategoryId } from '../vocabulary.js';

export interface ReleaseItem {
  readonly description: string;
  readonly quantity: number;
  /** Decimal string in `currency`. */
  readonly unitPrice: string;
  readonly currency: string;
  readonly weightGrams: number;
  readonly originCountry: string | null;
  readonly hsCode: string | null;
}

export interface ReleaseShipping {
  readonly recipientName: string;
  readonly phone: string | null;
  readonly email: string | null;
  readonly addressLines: readonly string[];
  readonly city: string;
  readonly region: string | null;
  readonly postalCode: string | null;
  readonly countryCode: string;
  readonly pickupPoint: { readonly pointId: string; readonly customerPostNumber: string | null } | null;
  readonly serviceLevel: string;
}

/** One parcel of an order. More fields do no harm: only what the allow-list names is ever read. */
export interface ReleaseOrder {
  readonly shipmentRef: string;
  readonly shipping: ReleaseShipping;
  /** What is in this parcel, quantities included. */
  readonly items: readonly ReleaseItem[];
  /** Of this parcel as packed. */
  readonly weightGrams: number;
}

export interface CustomsItem {
  description?: string | null;
  quantity?: number | null;
  unitPrice?: string | null;
  currency?: string | null;
  weightGrams?: number | null;
  originCountry?: string | null;
  hsCode?: string | null;
}

/** Value of a carrier's shipments topic: exactly the fields of its schema, null where this kind does not release one. */
export interface ShipmentRecord {
  shipmentRef: string;
  policyVersion: number;
  kind: 'DOMESTIC' | 'INTERNATIONAL' | 'LOCKER';
  recipientName?: string | null;
  addressLines?: readonly string[] | null;
  city?: string | null;
  region?: string | null;
  postalCode?: string | null;
  countryCode?: string | null;
  phone?: string | null;
  email?: string | null;
  pickupPointId?: string | null;
  customerPostNumber?: string | null;
  serviceLevel?: string | null;
  weightGrams?: number | null;
  customsItems?: readonly CustomsItem[] | null;
}

/** A field the carrier does not get, by its path in OrderPlaced. */
export interface WithheldField {
  readonly field: string;
  readonly category: CategoryId;
  readonly reason: string;
}
