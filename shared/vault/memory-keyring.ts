// A keyring that lives and dies with the process: for tests and dry runs.
import { randomBytes } from 'node:crypto';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { KEY_BYTES } from './aead.js';
import { createKekSet } from './kek-set.js';
import type { Keyring } from './keyring.js';

/** @param nowMs default: time stands still at 0 */
export function createMemoryKeyring(nowMs: () => number = () => 0): Keyring {
  const keks = createKekSet(randomBytes(KEY_BYTES));
  const madeAt = new Map([[1, nowMs()]]);
  const stores = new Set<string>();
  keks.hold(1, randomBytes(KEY_BYTES));
  return {
    current: () => Promise.resolve(keks.newest()),
    epochs: () => Promise.resolve(keks.epochs()),
    madeAtMs: (epoch) => Promise.resolve(keks.epochs().includes(epoch) ? madeAt.get(epoch) : undefined),
    stores: () => Promise.resolve([...stores]),
    bindStore: (storeId) => {
      stores.add(storeId);
      return Promise.resolve();
    },
    forgetStore: (storeId) => {
      stores.delete(storeId);
      return Promise.resolve();
    },
    wrap: keks.wrap,
    derive: keks.derive,
    unwrapInto: keks.unwrapInto,
    addEpoch: () => {
      const epoch = keks.newest() + 1;
      keks.hold(epoch, randomBytes(KEY_BYTES));
      madeAt.set(epoch, nowMs());
      return Promise.resolve(epoch);
    },
    destroyEpoch: (epoch) => {
      if (epoch >= keks.newest()) return Promise.reject(new FulfilmentError('UNEXPECTED', { epoch }));
      for (const held of keks.epochs()) if (held <= epoch) keks.drop(held);
      return Promise.resolve();
    },
  };
}
