// The id of an erasure: a hash of what it erases, so that repeating it after a crash gives the same erasure and not a second one.
import { hash } from 'node:crypto';

/**
 * A text in the shape of a UUID.
 * @param orderRef the keyed hash of the order; the id tells no more than it does
 * @param categories what is erased, in their fixed order; empty: the whole order
 * @param ordinal how many erasures of this order came before
 */
export function erasureIdOf(orderRef: string, categories: readonly string[], ordinal: number): string {
  const parts = ['fulfilment.erasure', orderRef, String(ordinal), ...categories];
  const hex = hash('sha256', parts.map((part) => `${part.length}:${part}`).join(''), 'hex');
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20, 32)].join('-');
}
