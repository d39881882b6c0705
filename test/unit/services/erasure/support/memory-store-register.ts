// The register of outside stores in memory.
import type { OutsideStore } from '#services/erasure/domain/outside-stores';
import type { StoreRegister } from '#services/erasure/store/store-register';

export function createMemoryStoreRegister(): StoreRegister {
  const stores = new Map<string, OutsideStore>();
  const accepted = new Map<string, string>();
  return {
    all: () => Promise.resolve(new Map(stores)),
    put: (store) => Promise.resolve(void stores.set(store.name, store)),
    strikeOff: (name) => Promise.resolve(void stores.delete(name)),
    claimReceipts: (claims) =>
      Promise.resolve(
        claims.map(({ id, position }) => {
          const before = accepted.get(id);
          if (before === undefined) accepted.set(id, position);
          return before === undefined ? 'won' : before === position ? 'repeat' : 'lost';
        }),
      ),
  };
}
