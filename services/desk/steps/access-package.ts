// Everything the broker still holds of a person, opened in memory for the moment in which it is handed to her.
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { OrderShelf } from '../store/order-shelf.js';
import type { OpenBlockDeps } from './open-block.js';
import { type OpenedOrder, openOrders } from './open-order.js';

export interface AccessDeps extends OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'ofCustomer'>;
  readonly policy: PolicySource;
}

export interface AccessPackage {
  readonly policyVersion: number;
  readonly categories: readonly {
    readonly category: string;
    readonly meaning: string;
    readonly purposes: readonly string[];
  }[];
  readonly orders: readonly OpenedOrder[];
}

const BASIS = 'right-of-the-person';
/** More orders than a person has. */
export const MOST_ORDERS = 10_000;

export async function accessPackage(deps: AccessDeps, customerRef: string): Promise<AccessPackage> {
  const policy = deps.policy.current();
  const shelved = await deps.shelf.ofCustomer(customerRef, MOST_ORDERS);
  const orders = await openOrders(deps, shelved, (category) => isTheirs(policy, category));
  const named = new Set(orders.flatMap(({ data }) => Object.keys(data)));
  const categories = [...policy.categories.values()]
    .filter(({ id }) => named.has(id))
    .map(({ id, meaning, purposes }) => ({ category: id, meaning, purposes: [...purposes] }));
  return { policyVersion: policy.version, categories, orders };
}

function isTheirs(policy: Policy, category: string): boolean {
  return mayShare(policy, { recipient: 'person', category, purpose: BASIS }).kind === 'allowed';
}
