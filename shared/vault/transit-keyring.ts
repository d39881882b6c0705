// The keyring in a key server (transit engine of OpenBao or Vault): one key there per epoch, one for the root, one as the mark of each store.
// Services on any machine share it without a common folder. A key-encryption key is computed by the server and held in memory, so a batch of
// any size costs one question of it, not one per record.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createKekSet, type KekSet } from './kek-set.js';
import type { Keyring } from './keyring.js';
import { shareNext } from './share-next.js';
import type { TransitClient } from './transit-client.js';

export interface TransitKeyringOptions {
  readonly client: TransitClient;
  /** First part of the names of all keys, e.g. `fulfilment`: several brokers may use one mount. */
  readonly name: string;
  /** Make it, with a first epoch, when there is nothing of that name. Default false: one that is missing is not replaced in silence. */
  readonly create?: boolean;
}

interface Found {
  readonly hasRoot: boolean;
  readonly epochs: readonly number[];
  readonly stores: readonly string[];
}

const MOST_ROUNDS = 20;

/** @throws KEYRING_UNAVAILABLE when the server can't be asked, or the keyring is missing or has lost its root */
export async function openTransitKeyring({ client, name, create = false }: TransitKeyringOptions): Promise<Keyring> {
  const rootName = `${name}-root`;
  const epochName = (epoch: number): string => `${name}-epoch-${epoch}`;
  const storeName = (storeId: string): string => `${name}-store-${storeId}`;
  const look = async (): Promise<Found> => foundIn(name, await client.list());

  await makeUnlessThere();
  const root = await client.secretOf(rootName, 'root');
  if (root === undefined) throw lost('no root key');
  const keks = createKekSet(root);

  /** The root comes last: a keyring that was made halfway is finished by whoever opens it next, one that lost its root is not. */
  async function makeUnlessThere(): Promise<void> {
    const found = await look();
    if (found.hasRoot) return;
    const isFresh = found.stores.length === 0 && found.epochs.every((epoch) => epoch === 1);
    if (!create || !isFresh) throw lost('no root key');
    await client.create(epochName(1));
    await client.create(rootName);
  }

  // One question may serve all who asked before it was sent.
  const refresh = shareNext(async (): Promise<Found> => {
    for (let round = 0; round < MOST_ROUNDS; round++) {
      const found = await look();
      if (found.epochs.length > 0 && (await takeIn(client, keks, found, epochName))) return found;
    }
    throw lost('no usable epoch');
  });

  await refresh();
  return {
    current: async () => newest(await refresh()),
    epochs: async () => (await refresh()).epochs,
    madeAtMs: (epoch) => client.madeAtMs(epochName(epoch)),
    stores: async () => (await look()).stores,
    bindStore: async (storeId) => {
      await client.create(storeName(storeId));
    },
    forgetStore: (storeId) => client.destroy(storeName(storeId)),
    wrap: keks.wrap,
    unwrapInto: keks.unwrapInto,
    derive: keks.derive,
    addEpoch: async () => {
      await client.create(epochName(newest(await refresh()) + 1));
      return newest(await refresh());
    },
    destroyEpoch: async (epoch) => {
      const found = await refresh();
      if (epoch >= newest(found)) throw new FulfilmentError('UNEXPECTED', { epoch });
      for (const older of found.epochs) if (older <= epoch) await client.destroy(epochName(older));
      await refresh();
    },
  };
}

/** Takes in keys that are new and drops those that are gone; false when one went while we looked. */
async function takeIn(
  client: TransitClient,
  keks: KekSet,
  found: Found,
  epochName: (epoch: number) => string,
): Promise<boolean> {
  const held = keks.epochs();
  for (const epoch of found.epochs) {
    if (held.includes(epoch)) continue;
    const kek = await client.secretOf(epochName(epoch), 'kek');
    if (kek === undefined) return false;
    keks.hold(epoch, kek);
  }
  for (const epoch of held) if (!found.epochs.includes(epoch)) keks.drop(epoch);
  return true;
}

function foundIn(name: string, names: readonly string[]): Found {
  const after = (kind: string): string[] =>
    names
      .filter((candidate) => candidate.startsWith(`${name}-${kind}-`))
      .map((it) => it.slice(name.length + kind.length + 2));
  return {
    hasRoot: names.includes(`${name}-root`),
    epochs: after('epoch')
      .filter((text) => /^[1-9]\d*$/.test(text))
      .map(Number)
      .sort((a, b) => a - b),
    stores: after('store').filter((text) => /^[0-9a-f]+$/.test(text)),
  };
}

function newest({ epochs }: Found): number {
  return epochs.at(-1) ?? 0;
}

function lost(reason: string): FulfilmentError {
  return new FulfilmentError('KEYRING_UNAVAILABLE', { reason });
}
