// A keyring that lives and dies with the process: for tests and dry runs.
import { randomBytes } from 'node:crypto';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { KEY_BYTES } from './aead.js';
import { createKekSet, epochOf } from './kek-set.js';
import type { Keyring } from './keyring.js';

/** @param nowMs default: time stands still at 0 */
export function createMemoryKeyring(nowMs: () => number = () => 0): Keyring {
  const keks = createKekSet(randomBytes(KEY_BYTES));
  const madeAt = new Map([[1, nowMs()]]);
  const stores = new Set<string>();
  keks.hold(1, randomBytes(KEY_BYTES));
  return {
    current: keks.newest,
    epochs: keks.epochs,
    madeAtMs: (epoch) => (keks.epochs().includes(epoch) ? madeAt.get(epoch) : undefined),
    stores: () => [...stores],
    bindStore: (storeId) => void stores.add(storeId),
    forgetStore: (storeId) => void stores.delete(storeId),
    wrap: keks.wrap,
    derive: keks.derive,
    unwrapInto: (target, wrapped, aad) => {
      const outcome = keks.unwrapInto(target, wrapped, aad);
      if (outcome !== 'missing') return outcome;
      return epochOf(wrapped) < keks.newest() ? 'epoch-destroyed' : 'foreign';
    },
    addEpoch: () => {
      const epoch = keks.newest() + 1;
      keks.hold(epoch, randomBytes(KEY_BYTES));
      madeAt.set(epoch, nowMs());
      return epoch;
    },
    destroyEpoch: (epoch) => {
      if (epoch >= keks.newest()) throw new FulfilmentError('UNEXPECTED', { epoch });
      for (const held of keks.epochs()) if (held <= epoch) keks.drop(held);
    },
  };
}
