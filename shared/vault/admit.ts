// Gives each order its keys, exactly once: the first claim on an order makes them, a redelivery of that claim finds them again.
import type { OrderRef } from '#shared/domain/refs';
import type { Created, KeyStore } from './key-store.js';
import type { Keyring } from './keyring.js';
import { type Category, freshKeys, type OrderKeys } from './order-keys.js';
import { type Lost, secureRecords, type Unsecured } from './secure-records.js';
import { unwrapRecord, wrapRecord } from './wrapped-record.js';

export interface Admission {
  readonly orderRef: OrderRef;
  /** Input position `topic:partition:offset`. */
  readonly claim: string;
  /** Opaque bytes stored beside the keys and gone with them. Not sealed: no personal data. */
  readonly note?: Buffer | undefined;
  /** Made by `freshKeys`, for who seals before the order is admitted; default: fresh ones. If others are there already, those take their place in memory. */
  readonly keys?: OrderKeys;
}

/** `foreign`: wrapped by another keyring than the configured one. `corrupt`: tampered with. Nothing may go on without a person. */
export interface Unreadable {
  readonly kind: 'unreadable';
  readonly reason: 'epoch-destroyed' | 'foreign' | 'corrupt';
}

/**
 * - `admitted`: this claim is the first
 * - `repeat`: this claim was admitted before; the same keys, and the note as it stands now
 * - `duplicate`: another claim came first; its keys unless they can't be read
 * - `erased`: the order was shredded
 */
export type AdmitResult =
  | { readonly kind: 'admitted' | 'repeat'; readonly keys: OrderKeys; readonly note: Buffer | undefined }
  | {
      readonly kind: 'duplicate';
      readonly claim: string;
      readonly keys: OrderKeys | undefined;
      readonly note: Buffer | undefined;
    }
  | { readonly kind: 'erased' }
  | Unreadable;

/** With the place of its result. */
interface UnsecuredAt extends Unsecured {
  readonly index: number;
}

const ERASED: AdmitResult = Object.freeze({ kind: 'erased' });

/** One result per order, in the order given. `only`: give keys to this category alone. */
export async function admitOrders(
  store: KeyStore,
  keyring: Keyring,
  orders: readonly Admission[],
  only?: Category,
): Promise<AdmitResult[]> {
  const epoch = await keyring.current();
  const fresh = freshKeys(orders.filter(({ keys }) => keys === undefined).length, only).values();
  const keysOf = orders.map(({ keys }) => keys ?? (fresh.next().value as OrderKeys));
  const entries = orders.map(({ orderRef, claim, note }, index) => ({
    orderRef,
    claim,
    wrapped: wrapRecord(keyring, epoch, keysOf[index] as OrderKeys, orderRef),
    epoch,
    note,
  }));
  const created = await store.createMany(entries);
  // A rotation that began before this look may have missed our documents; one that begins after it will see them.
  const isOvertaken = (await keyring.current()) !== epoch;
  const unsecured: UnsecuredAt[] = [];
  const results = created.map((outcome, index): AdmitResult => {
    const { orderRef, wrapped } = entries[index] as (typeof entries)[number];
    const keys = keysOf[index] as OrderKeys;
    if (outcome.kind !== 'created') return found(keyring, { orderRef, keys, index }, outcome, unsecured);
    if (isOvertaken) unsecured.push({ orderRef, keys, index, stored: wrapped });
    return { kind: 'admitted', keys, note: undefined };
  });
  if (unsecured.length > 0) {
    const lost = await secureRecords(store, keyring, unsecured);
    for (const { orderRef, index } of unsecured) {
      const why = lost.get(orderRef);
      if (why !== undefined) results[index] = resultOf(why);
    }
  }
  return results;
}

/** The result for an order whose document was there already; its stored keys replace the fresh ones in memory. */
function found(
  keyring: Keyring,
  order: Omit<UnsecuredAt, 'stored'>,
  outcome: Exclude<Created, { kind: 'created' }>,
  unsecured: UnsecuredAt[],
): AdmitResult {
  const { keys, orderRef } = order;
  if (outcome.kind === 'erased') return ERASED;
  const { wrapped, note } = outcome;
  const unwrapped = unwrapRecord(keyring, keys, orderRef, wrapped);
  if (outcome.kind === 'taken') {
    return { kind: 'duplicate', claim: outcome.claim, keys: unwrapped === 'unwrapped' ? keys : undefined, note };
  }
  if (unwrapped === 'foreign' || unwrapped === 'corrupt') return { kind: 'unreadable', reason: unwrapped };
  // Old keys that nobody can read any more sealed nothing that anybody can read: this delivery seals anew.
  if (unwrapped === 'epoch-destroyed') unsecured.push({ ...order, stored: wrapped });
  return { kind: 'repeat', keys, note };
}

function resultOf(why: Lost): AdmitResult {
  return why === 'erased' ? ERASED : { kind: 'unreadable', reason: why };
}
