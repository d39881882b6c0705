// Keys for dead letters that belong to no order: one per service and UTC day, stored like an order's, so that they can be
// shredded like an order's. The day's ref is a hash, as every id in the store.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createKeyedRef } from '#shared/refs/keyed-ref';
import { admitOrders, type Unreadable } from './admit.js';
import type { KeyStore } from './key-store.js';
import type { Keyring } from './keyring.js';
import { lookUpKeys } from './look-up.js';
import type { OrderKeys } from './order-keys.js';

/** `keyRef` takes the place of the orderRef in seal, open and shred; only the category `refused` has a key. */
export type DeadLetterKeys =
  | { readonly kind: 'keys'; readonly keyRef: OrderRef; readonly keys: OrderKeys }
  | { readonly kind: 'erased'; readonly keyRef: OrderRef }
  | Unreadable;

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The ref under which a service's keys of a UTC day (`YYYY-MM-DD`) are stored. */
export function createDeadLetterRef(keyring: Pick<Keyring, 'derive'>): (service: string, day: string) => OrderRef {
  const dayRef = createKeyedRef(keyring.derive('dead-letters'), 'dead-letters');
  return (service, day) => {
    if (!DAY.test(day)) throw new FulfilmentError('UNEXPECTED', { dayLength: day.length });
    return dayRef(service, day) as OrderRef;
  };
}

/** The day's keys; the first caller of any instance makes them. */
export async function deadLetterKeysOf(store: KeyStore, keyring: Keyring, keyRef: OrderRef): Promise<DeadLetterKeys> {
  const there = (await lookUpKeys(store, keyring, [keyRef])).get(keyRef);
  if (there?.kind === 'keys') return { kind: 'keys', keyRef, keys: there.keys };
  if (there?.kind === 'erased') return { kind: 'erased', keyRef };
  if (there?.kind === 'unreadable') return there;
  const [made] = await admitOrders(store, keyring, [{ orderRef: keyRef, claim: 'dead-letters' }], 'refused');
  if (made?.kind === 'admitted' || made?.kind === 'repeat') return { kind: 'keys', keyRef, keys: made.keys };
  return made?.kind === 'unreadable' ? made : { kind: 'erased', keyRef };
}
