// Moves every live order to a new KEK, then destroys the old one. Only with that are shredded keys beyond recovery: MongoDB
// still has their wrapped bytes in journal, oplog and free pages. Safe beside admissions, shreds and other rotations.
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KeyStore, WrappedKeys } from './key-store.js';
import type { Keyring } from './keyring.js';
import { allocateRecords, RECORD_BYTES } from './order-keys.js';
import { unwrapRecord, wrapRecord } from './wrapped-record.js';

export interface Rotated {
  /** The epoch everything live is wrapped under now. */
  readonly epoch: number;
  /** Orders re-wrapped by this call. */
  readonly rewrapped: number;
  /** Orders whose keys could not be unwrapped before either; left as they are. */
  readonly unreadable: readonly OrderRef[];
}

const MOST_PASSES = 1_000;

export interface RotateOptions {
  /** Told after each batch: orders re-wrapped so far. */
  readonly onProgress?: (rewrapped: number) => void;
  /** Cuts the rotation off after the batch under way; whoever rotates next finishes it. */
  readonly signal?: AbortSignal;
}

/**
 * Resumable: when an earlier rotation was cut off, this finishes it instead of adding one more epoch.
 * @throws KEYRING_SHARED when another store uses this keyring
 */
export async function rotateKeks(
  store: KeyStore,
  keyring: Keyring,
  { onProgress, signal }: RotateOptions = {},
): Promise<Rotated> {
  await bindStore(store, keyring);
  await refuseShared(keyring);
  const isUnfinished = (await keyring.epochs()).length > 1;
  const epoch = isUnfinished ? await keyring.current() : await keyring.addEpoch();
  const retiring = (await keyring.epochs()).filter((older) => older < epoch);
  const unreadable = new Set<OrderRef>();
  let rewrapped = 0;
  for (const old of retiring) {
    // An insert under the old epoch may land during a pass: a pass that finds nothing is the proof that none is left.
    for (let pass = 0, isEmpty = false; !isEmpty; pass++) {
      if (pass === MOST_PASSES) throw new FulfilmentError('MONGO_UNAVAILABLE', { epoch: old });
      isEmpty = true;
      for await (const batch of store.iterateByEpoch(old)) {
        const { tried, done } = await rewrap(store, keyring, batch, unreadable);
        if (tried > 0) isEmpty = false;
        rewrapped += done;
        onProgress?.(rewrapped);
        signal?.throwIfAborted();
      }
    }
  }
  const last = retiring.at(-1);
  if (last !== undefined) {
    await refuseShared(keyring);
    await keyring.destroyEpoch(last);
  }
  return { epoch, rewrapped, unreadable: [...unreadable] };
}

/** To be called before a store is used with a keyring: rotation relies on knowing all of them. */
export async function bindStore(store: Pick<KeyStore, 'storeId'>, keyring: Keyring): Promise<void> {
  await keyring.bindStore(await store.storeId());
}

async function refuseShared(keyring: Keyring): Promise<void> {
  const stores = (await keyring.stores()).length;
  if (stores > 1) throw new FulfilmentError('KEYRING_SHARED', { stores });
}

async function rewrap(
  store: KeyStore,
  keyring: Keyring,
  batch: readonly WrappedKeys[],
  unreadable: Set<OrderRef>,
): Promise<{ readonly tried: number; readonly done: number }> {
  const epoch = await keyring.current();
  const slab = allocateRecords(batch.length);
  const rewraps = batch.flatMap(({ orderRef, wrapped: old }, index) => {
    const place = { slab, at: index * RECORD_BYTES };
    const outcome = unwrapRecord(keyring, place, orderRef, old);
    if (outcome === 'unwrapped') {
      return [{ orderRef, old, wrapped: wrapRecord(keyring, epoch, place, orderRef), epoch }];
    }
    // A destroyed epoch means that another rotation got ahead of this one; whoever stored these keys secures them.
    if (outcome !== 'epoch-destroyed') unreadable.add(orderRef);
    return [];
  });
  const changed = rewraps.length === 0 ? [] : await store.replaceWrapped(rewraps);
  slab.fill(0);
  return { tried: rewraps.length, done: rewraps.length - changed.length };
}
