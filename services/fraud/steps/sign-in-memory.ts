// The sign-ins that the log holds, and when they have to go: by their own clock, a while after their account was closed, and with an order that
// somebody asked to erase.
import type { AvroCodec } from '#shared/codec/codec';
import type { ObservedOrder } from '../domain/observed-order.js';
import type { OrderHistory } from '../domain/order-history.js';
import { type ChangedAccounts, SignInHistory } from '../domain/sign-in-history.js';
import { LOOK_BACK_MS, REACH_MS } from '../domain/sign-in-timeline.js';
import type { OwnRecord } from './own-record.js';
import { type ClosedAccounts, readSignIns } from './sign-in-record.js';

export interface SignInClocks {
  /** From a sign-in on. */
  readonly signedInMs: number;
  /** From the end of its account on. */
  readonly closedMs: number;
}

export class SignInMemory {
  readonly history = new SignInHistory();
  private readonly closed: ClosedAccounts = new Map();

  /** Takes records of the log in. @returns the accounts whose orders may be judged otherwise now */
  take(codec: Pick<AvroCodec, 'decode'>, records: readonly OwnRecord[]): ChangedAccounts {
    const { signIns, closed, gone } = readSignIns(codec, records);
    for (const [signInRef, account] of closed) this.closed.set(signInRef, account);
    for (const signInRef of gone) this.closed.delete(signInRef);
    const removed = this.history.remove(gone);
    const put = this.history.put(signIns);
    const changed = new Map(removed);
    for (const [account, from] of put) changed.set(account, Math.min(changed.get(account) ?? from, from));
    return changed;
  }

  /** What goes with an erased order: the sign-ins that counted for it, and all of its account when no other order of it is known. */
  refsOf({ handles: { account }, placedAt }: ObservedOrder, isLast: boolean): readonly string[] {
    if (account === undefined) return [];
    return this.history
      .ofAccount(account)
      .filter(({ signedInAt }) => isLast || (signedInAt <= placedAt && placedAt - signedInAt <= LOOK_BACK_MS))
      .map(({ signInRef }) => signInRef);
  }

  /** What is too old at this moment. */
  due(nowMs: number, { signedInMs, closedMs }: SignInClocks): readonly string[] {
    const due = new Set(this.history.olderThan(nowMs - signedInMs));
    for (const [signInRef, { account, closedAt }] of this.closed) {
      if (closedAt >= nowMs - closedMs) continue;
      due.add(signInRef);
      for (const signIn of this.history.ofAccount(account))
        if (signIn.signedInAt <= closedAt) due.add(signIn.signInRef);
    }
    return [...due];
  }
}

/** The orders that these accounts placed while the change can be felt. */
export function ordersOf<Order extends ObservedOrder>(
  orders: Pick<OrderHistory<Order>, 'ordersWith'>,
  changed: ChangedAccounts,
): readonly Order[] {
  return [...changed].flatMap(([account, from]) => orders.ordersWith('account', account, from, from + REACH_MS + 1));
}
