// Makes the refs by which the broker names orders, shipments and customers without holding their ids.
// The key never rotates: a tombstone must carry the very key bytes of the value it deletes, years later.
import type { CustomerRef, OrderRef, ShipmentRef } from '#shared/domain/refs';
import { createKeyedRef } from './keyed-ref.js';
import { refBytes } from './ref-bytes.js';

export interface Refs {
  orderRef(orderId: string): OrderRef;
  /** Differs by carrier, so that two carriers can't join what they know. `parcel` counts from 1. */
  shipmentRef(carrierId: string, orderId: string, parcel: number): ShipmentRef;
  customerRef(customerId: string): CustomerRef;
  /** The 16 bytes behind any ref. */
  bytes(ref: OrderRef | ShipmentRef | CustomerRef): Buffer;
}

/** @param refKey 32 bytes: `keyring.derive('refs')` */
export function createRefs(refKey: Buffer): Refs {
  const order = createKeyedRef(refKey, 'order');
  const shipment = createKeyedRef(refKey, 'shipment');
  const customer = createKeyedRef(refKey, 'customer');
  return {
    orderRef: (orderId) => order(orderId) as OrderRef,
    shipmentRef: (carrierId, orderId, parcel) => shipment(carrierId, orderId, String(parcel)) as ShipmentRef,
    customerRef: (customerId) => customer(customerId) as CustomerRef,
    bytes: refBytes,
  };
}
