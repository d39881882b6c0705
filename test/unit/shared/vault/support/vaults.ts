// Vaults over one memory store and one keyring, and the question every rotation test ends with: does the order still open?
import type { KeyStore } from '#shared/vault/key-store';
import { createMemoryKeyStore } from '#shared/vault/memory-key-store';
import { createMemoryKeyring } from '#shared/vault/memory-keyring';
import { createVault, type OrderKeys, type SealedBlock, type Vault } from '#shared/vault/vault';
import { orderRef } from './orders.js';

export const SCHEMA = 'fulfilment.orders.Shipping';
export const AT_MS = 1_700_000_000_000;
export const plain = Buffer.from('a street');

/** Whether what these keys seal opens with the keys that are stored now. */
export async function opens(vault: Vault, name: string | number, sealedWith: OrderKeys): Promise<boolean> {
  const ref = orderRef(name);
  const block = vault.seal(sealedWith, ref, 'shipping', SCHEMA, plain) as SealedBlock;
  const there = (await vault.keysFor([ref])).get(ref);
  return there?.kind === 'keys' && vault.open(there.keys, ref, 'shipping', SCHEMA, block).kind === 'opened';
}

/** A vault over a fresh store; `wrapStore` puts something between the two, `inner` goes past it. */
export function fresh(wrapStore: (store: KeyStore) => KeyStore = (store) => store) {
  const inner = createMemoryKeyStore();
  const keyring = createMemoryKeyring();
  const store = wrapStore(inner);
  return { inner, keyring, vault: createVault({ store, keyring }) };
}
