// Past orders, one after the other in the order in which they were placed: each is judged while the history holds nothing that was placed later.
// The history, the features and the rules are those of live orders.
import { type Assessed, assess } from '../assess.js';
import type { EntityLists } from '../entity-lists.js';
import { byPlacing, type ObservedOrder } from '../observed-order.js';
import { OrderHistory } from '../order-history.js';
import { bySigningIn, type SignIn } from '../sign-in.js';
import { SignInHistory } from '../sign-in-history.js';
import type { RuleSet } from '../verdict.js';

export interface Replayed<Order extends ObservedOrder> {
  readonly order: Order;
  /** One per rule set, in their order. */
  readonly assessed: readonly Assessed[];
}

/** Look-ahead is impossible: what is placed later is put in later. Of several observations of an order the last one given counts. */
export function* replay<Order extends ObservedOrder>(
  orders: Iterable<Order>,
  ruleSets: readonly RuleSet[],
  lists?: Pick<EntityLists, 'entriesFor'>,
  signIns: Iterable<SignIn> = [],
): Generator<Replayed<Order>> {
  const newest = new Map<string, Order>();
  for (const order of orders) newest.set(order.orderRef, order);
  const history = new OrderHistory<Order>();
  const signedIn = new SignInHistory();
  const waiting = [...signIns].sort(bySigningIn);
  let next = 0;
  for (const order of [...newest.values()].sort(byPlacing)) {
    history.put([order]);
    while (next < waiting.length && (waiting[next] as SignIn).signedInAt <= order.placedAt)
      signedIn.put([waiting[next++] as SignIn]);
    yield { order, assessed: ruleSets.map((ruleSet) => assess(history, ruleSet, order, lists, signedIn)) };
  }
}
