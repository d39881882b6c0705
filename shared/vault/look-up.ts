// Reads the keys of many orders with one query. Nothing is cached: a shred by another instance must count at the next call,
// and the query costs 1 µs of ours and 5 µs of mongod per order, less than any way of hearing of shreds elsewhere.
import type { OrderRef } from '#shared/domain/refs';
import type { Unreadable } from './admit.js';
import type { KeyStore, StoredKeys } from './key-store.js';
import type { Keyring } from './keyring.js';
import { allocateRecords, keysAt, type OrderKeys } from './order-keys.js';
import { unwrapRecord } from './wrapped-record.js';

export type KeysFound =
  | { readonly kind: 'keys'; readonly keys: OrderKeys; readonly note: Buffer | undefined }
  | { readonly kind: 'erased' }
  | { readonly kind: 'unknown' }
  | Unreadable;

export interface LookUpOptions {
  /** Also read the notes. Default false. */
  readonly withNote?: boolean;
}

/** Rotations that overtake one look-up, at most. */
const MOST_ROUNDS = 20;
const ERASED: KeysFound = Object.freeze({ kind: 'erased' });
const UNKNOWN: KeysFound = Object.freeze({ kind: 'unknown' });

interface Overtaken {
  readonly orderRef: OrderRef;
  readonly index: number;
  readonly wrapped: Buffer | undefined;
}

/** An entry for each ref asked for. */
export async function lookUpKeys(
  store: KeyStore,
  keyring: Keyring,
  orderRefs: readonly OrderRef[],
  options: LookUpOptions = {},
): Promise<Map<OrderRef, KeysFound>> {
  const stored = await store.findMany(orderRefs, options);
  // Takes in KEKs made elsewhere, and forgets those destroyed, so that an old copy of a document does not open here either.
  await keyring.epochs();
  const slab = allocateRecords(orderRefs.length);
  const results = new Map<OrderRef, KeysFound>();
  let overtaken: Overtaken[] = [];
  const read = (orderRef: OrderRef, index: number, there: StoredKeys | undefined): KeysFound => {
    if (there === undefined) return UNKNOWN;
    const { wrapped, note } = there;
    if (wrapped === undefined) return ERASED;
    const keys = keysAt(slab, index);
    const reason = unwrapRecord(keyring, keys, orderRef, wrapped);
    return reason === 'unwrapped' ? { kind: 'keys', keys, note } : { kind: 'unreadable', reason };
  };
  orderRefs.forEach((orderRef, index) => {
    const there = stored.get(orderRef);
    const result = read(orderRef, index, there);
    if (isOvertaken(result)) overtaken.push({ orderRef, index, wrapped: there?.wrapped });
    results.set(orderRef, result);
  });
  for (let round = 1; overtaken.length > 0 && round < MOST_ROUNDS; round++) {
    // Rotations may have re-wrapped them and destroyed the old KEK since the query; what has the same bytes as before was not re-wrapped.
    const again = await store.findMany(
      overtaken.map(({ orderRef }) => orderRef),
      options,
    );
    await keyring.epochs();
    overtaken = overtaken.flatMap(({ orderRef, index, wrapped: before }) => {
      const there = again.get(orderRef);
      const result = read(orderRef, index, there);
      results.set(orderRef, result);
      const isStale = there?.wrapped !== undefined && before?.equals(there.wrapped) === true;
      return isOvertaken(result) && !isStale ? [{ orderRef, index, wrapped: there?.wrapped }] : [];
    });
  }
  return results;
}

/** Its KEK was destroyed, or it was re-wrapped under a newer one since it was read. */
function isOvertaken(result: KeysFound): boolean {
  return result.kind === 'unreadable' && result.reason === 'epoch-destroyed';
}
