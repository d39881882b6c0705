// Pseudonymous names: keyed hashes that stand for an order, a shipment or a customer wherever the broker stores something.
// The types are branded, so that an orderId can't be used where a ref belongs.

export type OrderRef = string & { readonly __brand: 'OrderRef' };
export type ShipmentRef = string & { readonly __brand: 'ShipmentRef' };
export type CustomerRef = string & { readonly __brand: 'CustomerRef' };

/** Characters of every ref: 16 bytes in unpadded base64url. */
export const REF_LENGTH = 22;

/** 22 characters carry 132 bits, a ref has 128: the last four are zero, so that one ref has one spelling only. */
const REF = /^[A-Za-z0-9_-]{21}[AQgw]$/;

/** The value as an OrderRef, or undefined when it is not 16 bytes in canonical base64url. Never throws. */
export function parseOrderRef(value: unknown): OrderRef | undefined {
  return isRef(value) ? (value as OrderRef) : undefined;
}

/** The value as a ShipmentRef, or undefined when it is not 16 bytes in canonical base64url. Never throws. */
export function parseShipmentRef(value: unknown): ShipmentRef | undefined {
  return isRef(value) ? (value as ShipmentRef) : undefined;
}

/** The value as a CustomerRef, or undefined when it is not 16 bytes in canonical base64url. Never throws. */
export function parseCustomerRef(value: unknown): CustomerRef | undefined {
  return isRef(value) ? (value as CustomerRef) : undefined;
}

function isRef(value: unknown): value is string {
  return typeof value === 'string' && REF.test(value);
}
