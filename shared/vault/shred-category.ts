// Destroys the key of one category of some orders and leaves the other categories readable.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KeyStore, Rewrap } from './key-store.js';
import type { Keyring } from './keyring.js';
import { allocateRecords, type Category, dropKey, RECORD_BYTES } from './order-keys.js';
import { unwrapRecord, wrapRecord } from './wrapped-record.js';

export interface CategoryShredded {
  /** Orders whose key of this category went with this call. */
  readonly shredded: number;
  /** Orders that had none before: unknown, erased as a whole, or this category shredded earlier. */
  readonly without: number;
  /** Orders whose keys can't be read at all, so this one can't either. */
  readonly unreadable: readonly OrderRef[];
}

/** A rotation that overtakes us changes what we read; on a busy machine it does so several times in a row. */
const MOST_ROUNDS = 20;

/** Repeatable; an order that a rotation re-wraps meanwhile is read again. */
export async function shredCategoryOf(
  store: KeyStore,
  keyring: Keyring,
  orderRefs: readonly OrderRef[],
  category: Category,
): Promise<CategoryShredded> {
  const unreadable: OrderRef[] = [];
  let shredded = 0;
  let without = 0;
  let open: readonly OrderRef[] = [...new Set(orderRefs)];
  /** What could not be unwrapped in the round before, because its KEK was destroyed. */
  let stale = new Map<OrderRef, Buffer>();
  for (let round = 0; open.length > 0; round++) {
    if (round === MOST_ROUNDS) throw new FulfilmentError('MONGO_UNAVAILABLE', { unsettledShreds: open.length });
    const stored = await store.findMany(open);
    const epoch = await keyring.current();
    const slab = allocateRecords(open.length);
    const rewraps: Rewrap[] = [];
    const again = new Map<OrderRef, Buffer>();
    open.forEach((orderRef, index) => {
      const old = stored.get(orderRef)?.wrapped;
      if (old === undefined) return void without++;
      const place = { slab, at: index * RECORD_BYTES };
      const outcome = unwrapRecord(keyring, place, orderRef, old);
      // Only bytes that stay as they are will never be read again; others were re-wrapped between our query and our look at them.
      if (outcome === 'epoch-destroyed' && stale.get(orderRef)?.equals(old) !== true)
        return void again.set(orderRef, old);
      if (outcome !== 'unwrapped') return void unreadable.push(orderRef);
      if (!dropKey(slab, place.at, category)) return void without++;
      rewraps.push({ orderRef, old, wrapped: wrapRecord(keyring, epoch, place, orderRef), epoch });
    });
    const changed = rewraps.length === 0 ? [] : await store.replaceWrapped(rewraps);
    shredded += rewraps.length - changed.length;
    open = [...changed, ...again.keys()];
    stale = again;
  }
  return { shredded, without, unreadable };
}
