// Whether the shredder has done its part of an erasure: the vault knows best.
import type { OrderRef } from '#shared/domain/refs';
import { isOneOf } from '#shared/policy/vocabulary';
import type { KeysFound, Vault } from '#shared/vault/vault';
import type { TrackedOrder } from '../domain/tracked-order.js';
import { ERASABLE_CATEGORIES } from './erasable-categories.js';

export interface KeysDestroyedDeps {
  readonly vault: Pick<Vault, 'keysFor' | 'seal'>;
}

/** The refs of those orders whose keys, as far as their erasure names them, are destroyed. One look-up. */
export async function keysDestroyed(
  { vault }: KeysDestroyedDeps,
  orders: readonly TrackedOrder[],
): Promise<ReadonlySet<string>> {
  if (orders.length === 0) return new Set();
  const found = await vault.keysFor(orders.map(({ orderRef }) => orderRef as OrderRef));
  const destroyed = orders.filter(({ orderRef, saga }) => {
    const keys = found.get(orderRef as OrderRef);
    return keys !== undefined && isDestroyed(vault, orderRef as OrderRef, keys, saga?.categories ?? []);
  });
  return new Set(destroyed.map(({ orderRef }) => orderRef));
}

/** @param categories none: of the whole order */
function isDestroyed(
  vault: Pick<Vault, 'seal'>,
  orderRef: OrderRef,
  found: KeysFound,
  categories: readonly string[],
): boolean {
  if (found.kind === 'erased') return true;
  // An order without keys is made a guard when it is shredded; until then nothing was done for it.
  if (found.kind !== 'keys') return categories.length > 0;
  if (categories.length === 0) return false;
  // The vault has no other way to tell than to refuse to seal.
  return categories.every(
    (category) =>
      !isOneOf(ERASABLE_CATEGORIES, category) ||
      vault.seal(found.keys, orderRef, category, 'probe', Buffer.alloc(0)) === null,
  );
}
