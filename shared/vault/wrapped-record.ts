// All data keys of one order in one wrapping: one cipher call per order instead of one per category.
// The order is bound in, so a wrapped record copied to another order's document does not unwrap.
import { REF_LENGTH, type OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { putRef } from '#shared/domain/put-ref';
import { WRAP_OVERHEAD_BYTES } from './kek-set.js';
import type { Keyring, Unwrapped } from './keyring.js';
import { type OrderKeys, RECORD_BYTES } from './order-keys.js';

const PREFIX = 'order-keys/1/';
const aad = Buffer.alloc(PREFIX.length + REF_LENGTH, PREFIX, 'latin1');

/** Where the record of an order lies in memory. */
export type RecordPlace = Pick<OrderKeys, 'slab' | 'at'>;

/** The record, wrapped under `epoch` for this order. */
export function wrapRecord(keyring: Keyring, epoch: number, { slab, at }: RecordPlace, orderRef: OrderRef): Buffer {
  return keyring.wrap(epoch, slab.subarray(at, at + RECORD_BYTES), boundTo(orderRef));
}

/** Unwraps into the record, which is left as it was unless the answer is `unwrapped`. */
export function unwrapRecord(
  keyring: Keyring,
  { slab, at }: RecordPlace,
  orderRef: OrderRef,
  wrapped: Buffer,
): Unwrapped {
  const length = wrapped.length - WRAP_OVERHEAD_BYTES;
  if (length < 1 || length > RECORD_BYTES) return 'corrupt';
  return keyring.unwrapInto(slab.subarray(at, at + length), wrapped, boundTo(orderRef));
}

function boundTo(orderRef: OrderRef): Buffer {
  if (orderRef.length !== REF_LENGTH) throw new FulfilmentError('UNEXPECTED', { refLength: orderRef.length });
  putRef(aad, PREFIX.length, orderRef);
  return aad;
}
