// Opens the address of one order in memory. Only what the broker wrote itself may stop the service; a block that was tampered with is held.
import { topics } from '#schemas/generated/topics';
import type { Shipping } from '#schemas/generated/records';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KeysFound } from '#shared/vault/look-up';
import type { CarriersDeps } from './carriers-deps.js';

export type Opened =
  | { readonly kind: 'opened'; readonly shipping: Shipping }
  /** The block of other facts: the one that belongs to these is still to come, or these are not the newest any more. */
  | { readonly kind: 'other-revision' }
  | { readonly kind: 'erased' }
  | { readonly kind: 'held'; readonly code: string };

/** @throws KEY_UNREADABLE or INTERNAL_RECORD_UNREADABLE (crash): a person has to look */
export function openShipping(
  deps: Pick<CarriersDeps, 'codec' | 'vault'>,
  orderRef: OrderRef,
  found: KeysFound | undefined,
  block: Buffer,
  addressRevision: number,
): Opened {
  if (found === undefined || found.kind === 'unknown')
    throw new FulfilmentError('KEY_UNREADABLE', { reason: 'unknown' });
  if (found.kind === 'unreadable') throw new FulfilmentError('KEY_UNREADABLE', { reason: found.reason });
  if (found.kind === 'erased') return { kind: 'erased' };
  const sealed = deps.codec.decode(block, topics.ordersSealed);
  if (sealed.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
  const { schemaName, revision } = sealed.value;
  if (revision !== addressRevision) return { kind: 'other-revision' };
  const opened = deps.vault.open(found.keys, orderRef, 'shipping', schemaName, sealed.value.block);
  if (opened.kind === 'erased') return { kind: 'erased' };
  // A block that was tampered with is held for a person to look at; the road goes on for everybody else.
  if (opened.kind === 'corrupt') return { kind: 'held', code: 'BLOCK_CORRUPT' };
  const shipping = deps.codec.decodeBare('fulfilment.orders.Shipping', opened.plain);
  opened.plain.fill(0);
  if (shipping.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersSealed.name });
  return { kind: 'opened', shipping: shipping.value };
}
