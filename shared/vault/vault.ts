// The vault as services see it: data keys per order and category, sealing and opening with them, and their destruction.
// Nothing here throws for what is in a document or a block; what can't be read has a named outcome.
import type { OrderRef } from '#shared/domain/refs';
import { type Admission, type AdmitResult, admitOrders } from './admit.js';
import { ALGORITHM, NONCE_BYTES, TAG_BYTES } from './aead.js';
import { createDeadLetterRef, type DeadLetterKeys, deadLetterKeysOf } from './dead-letter-keys.js';
import { type BlockPlace, type Opened, openBlock, type SealedBlock, sealBlock, sealBlockInto } from './envelope.js';
import type { KeyStore, NoteUpdate } from './key-store.js';
import type { Keyring } from './keyring.js';
import { type KeysFound, type LookUpOptions, lookUpKeys } from './look-up.js';
import { type Category, freshKeys, type OrderKeys } from './order-keys.js';
import { epochsOf, type KeyEpoch } from './key-epochs.js';
import { type Rotated, type RotateOptions, rotateKeks } from './rotate.js';
import { type CategoryShredded, shredCategoryOf } from './shred-category.js';

export type { Admission, AdmitResult, Unreadable } from './admit.js';
export type { DeadLetterKeys } from './dead-letter-keys.js';
export type { BlockPlace, Opened, SealedBlock } from './envelope.js';
export type { KeyEpoch } from './key-epochs.js';
export type { KeysFound, LookUpOptions } from './look-up.js';
export type { Category, OrderKeys } from './order-keys.js';

/**
 * Calls that touch the store reject with the driver's error, MONGO_UNAVAILABLE or KEYRING_UNAVAILABLE and may then be made
 * again with the same arguments. Batches of any size are cut to what one command holds.
 */
export interface Vault {
  /** Keys of so many orders to come, in memory only: what is sealed with them can be opened once they were admitted, and never if they were not. */
  freshKeys(count: number): OrderKeys[];
  /** Makes the keys of new orders, durably, with one insert; see AdmitResult. One result per order, in order. */
  admit(orders: readonly Admission[]): Promise<AdmitResult[]>;
  /** Keys of orders, one query; an entry for each ref asked for. Never cached: a shred anywhere counts at the next call. */
  keysFor(orderRefs: readonly OrderRef[], options?: LookUpOptions): Promise<Map<OrderRef, KeysFound>>;
  /**
   * Seals one block. `schemaName` is the full name of the plain record and is bound in.
   * null when the order's key of this category was shredded: there is nothing it may be sealed with.
   */
  seal(keys: OrderKeys, orderRef: OrderRef, category: Category, schemaName: string, plain: Buffer): SealedBlock | null;
  /** What `sealInto` writes: the name of its cipher, and the bytes of nonce and tag that its caller leaves room for. */
  readonly cipher: { readonly algorithm: string; readonly nonceBytes: number; readonly tagBytes: number };
  /** Seals one block into a record that its caller lays out; false when the order's key of this category was shredded: then nothing was written. */
  sealInto(
    keys: OrderKeys,
    orderRef: OrderRef,
    category: Category,
    schemaName: string,
    plain: Buffer,
    place: BlockPlace,
  ): boolean;
  open(keys: OrderKeys, orderRef: OrderRef, category: Category, schemaName: string, block: SealedBlock): Opened;
  /** Replaces notes; answers the orders where it did not: no keys (any more), or another note than expected. */
  updateNotes(notes: readonly NoteUpdate[]): Promise<OrderRef[]>;
  /** Destroys one category's key of these orders; the others stay readable. */
  shredCategory(orderRefs: readonly OrderRef[], category: Category): Promise<CategoryShredded>;
  /** Destroys all keys and notes of these orders and guards them against coming back. `atMs`: ms since the epoch. */
  shredOrders(orderRefs: readonly OrderRef[], atMs: number): Promise<void>;
  /** Moves all live keys to a new KEK and destroys the old one, with which every shred before it is beyond recovery. */
  rotate(options?: RotateOptions): Promise<Rotated>;
  /** The key-encryption keys there are, oldest first; the last one is current. */
  epochs(): Promise<readonly KeyEpoch[]>;
  /** Keys for dead letters of no order. `day`: `YYYY-MM-DD` in UTC. */
  deadLetterKeys(service: string, day: string): Promise<DeadLetterKeys>;
  /** What to give to shredOrders when a service's dead letters of a day are to go. */
  deadLetterRef(service: string, day: string): OrderRef;
}

export interface VaultDeps {
  readonly store: KeyStore;
  readonly keyring: Keyring;
}

export function createVault({ store, keyring }: VaultDeps): Vault {
  const deadLetterRef = createDeadLetterRef(keyring);
  return {
    freshKeys: (count) => freshKeys(count),
    admit: (orders) => admitOrders(store, keyring, orders),
    keysFor: (orderRefs, options) => lookUpKeys(store, keyring, orderRefs, options),
    seal: sealBlock,
    cipher: { algorithm: ALGORITHM, nonceBytes: NONCE_BYTES, tagBytes: TAG_BYTES },
    sealInto: sealBlockInto,
    open: openBlock,
    updateNotes: (notes) => store.updateNotes(notes),
    shredCategory: (orderRefs, category) => shredCategoryOf(store, keyring, orderRefs, category),
    shredOrders: (orderRefs, atMs) => store.shredOrders(orderRefs, atMs),
    rotate: (options) => rotateKeks(store, keyring, options),
    epochs: () => epochsOf(keyring),
    deadLetterKeys: (service, day) => deadLetterKeysOf(store, keyring, deadLetterRef(service, day)),
    deadLetterRef,
  };
}
