// Many people who look at the same time ask for the keys of one order each: what comes while one question is under way is asked together when it is
// answered. Never answered by a question that went out before, so that keys that were destroyed meanwhile are found destroyed.
import type { OrderRef } from '#shared/domain/refs';
import { gatherMeanwhile } from '#shared/mongo/gather-meanwhile';
import type { KeysFound, Vault } from '#shared/vault/vault';

type KeysOfOrders = Pick<Vault, 'keysFor' | 'open'>;

export function gatherKeys(vault: KeysOfOrders): KeysOfOrders {
  const keysOf = gatherMeanwhile(
    async (orderRefs: readonly OrderRef[]): Promise<readonly (KeysFound | undefined)[]> => {
      const found = await vault.keysFor([...new Set(orderRefs)]);
      return orderRefs.map((orderRef) => found.get(orderRef));
    },
  );
  return {
    open: (...asked) => vault.open(...asked),
    keysFor: async (orderRefs, options) => {
      const [only, ...more] = orderRefs;
      if (only === undefined || more.length > 0 || options !== undefined) return vault.keysFor(orderRefs, options);
      const found = await keysOf(only);
      return found === undefined ? new Map() : new Map([[only, found]]);
    },
  };
}
