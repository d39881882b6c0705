// The port of the store of wrapped keys: one document per order, which is also the guard against its resurrection.
// "The first claim wins, the same claim may repeat": a claim is the input position (`topic:partition:offset`) that made the document.
import type { OrderRef } from '#shared/domain/refs';

export interface KeyEntry {
  readonly orderRef: OrderRef;
  readonly claim: string;
  /** All data keys of the order in one wrapping. */
  readonly wrapped: Buffer;
  /** Epoch of the KEK that wrapped them. */
  readonly epoch: number;
  /** Opaque bytes that live beside the keys and go with them; stored as they are, so no personal data. */
  readonly note?: Buffer | undefined;
}

/**
 * - `repeat`: the same claim made this document before
 * - `taken`: another claim made it
 * - `erased`: the order was shredded, whoever claimed it
 */
export type Created =
  | { readonly kind: 'created' }
  | { readonly kind: 'repeat'; readonly wrapped: Buffer; readonly note: Buffer | undefined }
  | { readonly kind: 'taken'; readonly claim: string; readonly wrapped: Buffer; readonly note: Buffer | undefined }
  | { readonly kind: 'erased' };

/** A document; `wrapped` is absent exactly when `erasedAtMs` is set. `claim` is empty when a shred came before any order. */
export interface StoredKeys {
  readonly claim: string;
  readonly wrapped: Buffer | undefined;
  readonly note: Buffer | undefined;
  /** ms since 1970-01-01T00:00Z. */
  readonly erasedAtMs: number | undefined;
}

export interface Rewrap {
  readonly orderRef: OrderRef;
  /** The bytes this replaces; anything else there now wins. */
  readonly old: Buffer;
  readonly wrapped: Buffer;
  readonly epoch: number;
}

export interface NoteUpdate {
  readonly orderRef: OrderRef;
  readonly note: Buffer;
  /** Write only over exactly this note (compare-and-set). Absent: over whatever is there. */
  readonly expected?: Buffer | undefined;
}

export interface WrappedKeys {
  readonly orderRef: OrderRef;
  readonly wrapped: Buffer;
}

export interface KeyCounts {
  readonly byEpoch: ReadonlyMap<number, number>;
  /** Guards of erased orders. */
  readonly shredded: number;
}

/** All writes are durable when they resolve: acknowledged by the majority, journaled. All may be repeated after a failure. */
export interface KeyStore {
  /** One outcome per entry, in order. The same orderRef may come several times; the first one wins. */
  createMany(entries: readonly KeyEntry[]): Promise<Created[]>;
  /** What there is of these orders; those without a document are not in the map. Notes are read only when asked for. */
  findMany(
    orderRefs: readonly OrderRef[],
    options?: { readonly withNote?: boolean },
  ): Promise<Map<OrderRef, StoredKeys>>;
  /** Replaces notes, each order at most once a call; answers the orders without keys (any more) or with another note than expected. */
  updateNotes(notes: readonly NoteUpdate[]): Promise<OrderRef[]>;
  /** Compare-and-set, so that rotation and the shred of a category never undo one another; answers the orders that had changed. */
  replaceWrapped(rewraps: readonly Rewrap[]): Promise<OrderRef[]>;
  /** Drops keys and notes and leaves the guard, also where there was no document. The first `atMs` stays. */
  shredOrders(orderRefs: readonly OrderRef[], atMs: number): Promise<void>;
  /** Names this store for ever, in hexadecimal; made at the first call. It is part of the data, so a restored copy has the same. */
  storeId(): Promise<string>;
  /** How many orders there are: wrapped under each epoch, and shredded. A scan: for people, not for the path of an order. */
  count(): Promise<KeyCounts>;
  /** Batches of all orders whose keys are wrapped under `epoch`; orders written meanwhile may be missed. */
  iterateByEpoch(epoch: number): AsyncIterable<readonly WrappedKeys[]>;
}
