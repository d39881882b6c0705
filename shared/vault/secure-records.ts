// Makes sure that keys we hold in memory are stored under a KEK that still exists, however rotations interleave.
// Needed in two rare cases: a rotation began while our insert was under way, or a redelivery finds its own document under
// a destroyed KEK because the process died right between the insert and the look at the current epoch.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { epochOf } from './kek-set.js';
import type { KeyStore } from './key-store.js';
import type { Keyring } from './keyring.js';
import type { OrderKeys } from './order-keys.js';
import { unwrapRecord, wrapRecord } from './wrapped-record.js';

/** A record of ours: its keys in memory, and the bytes last seen in the store. */
export interface Unsecured {
  readonly orderRef: OrderRef;
  readonly keys: OrderKeys;
  readonly stored: Buffer;
}

export type Lost = 'erased' | 'foreign' | 'corrupt';

/** Rotations that overtake one admission, at most. */
const MOST_ROUNDS = 20;

/**
 * Re-wraps until each record is stored under the current epoch. What others stored meanwhile wins and takes the place of our keys.
 * @returns the orders that have no usable keys after all, and why
 */
export async function secureRecords(
  store: KeyStore,
  keyring: Keyring,
  records: readonly Unsecured[],
): Promise<Map<OrderRef, Lost>> {
  const lost = new Map<OrderRef, Lost>();
  let open = records;
  for (let round = 0; open.length > 0; round++) {
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsecuredKeys: open.length });
    const epoch = await keyring.current();
    const rewraps = open.map(({ orderRef, keys, stored }) => ({
      orderRef,
      old: stored,
      wrapped: wrapRecord(keyring, epoch, keys, orderRef),
      epoch,
    }));
    const changed = new Set(await store.replaceWrapped(rewraps));
    const there = await store.findMany([...changed]);
    const current = await keyring.current();
    const again: Unsecured[] = [];
    open.forEach(({ orderRef, keys }, place) => {
      const stored = changed.has(orderRef) ? there.get(orderRef)?.wrapped : rewraps[place]?.wrapped;
      if (stored === undefined) return void lost.set(orderRef, 'erased');
      const unwrapped = changed.has(orderRef) ? unwrapRecord(keyring, keys, orderRef, stored) : 'unwrapped';
      if (unwrapped === 'foreign' || unwrapped === 'corrupt') return void lost.set(orderRef, unwrapped);
      if (unwrapped === 'epoch-destroyed' || epochOf(stored) !== current) again.push({ orderRef, keys, stored });
    });
    open = again;
  }
  return lost;
}
