// Everything the broker still holds of a person, opened in memory for the moment in which it is handed to her.
import type { OrderRef } from '#shared/domain/refs';
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { AfterSalesStore } from '../store/after-sales-store.js';
import type { OrderShelf } from '../store/order-shelf.js';
import type { OpenBlockDeps } from './open-block.js';
import { openEntry } from './open-entry.js';
import { type OpenedOrder, openOrders } from './open-order.js';

export interface AccessDeps extends OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'ofCustomer'>;
  readonly cases: Pick<AfterSalesStore, 'ofOrder' | 'blocks'>;
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

const CASES = 'after-sales';
const BASIS = 'right-of-the-person';
/** More orders than a person has. */
export const MOST_ORDERS = 10_000;

/** @param only of these orders; null: of all that are hers */
export async function accessPackage(
  deps: AccessDeps,
  customerRef: string,
  only: readonly string[] | null = null,
): Promise<AccessPackage> {
  const policy = deps.policy.current();
  const shelved = (await deps.shelf.ofCustomer(customerRef, MOST_ORDERS)).filter(
    ({ orderRef }) => only === null || only.includes(orderRef),
  );
  const orders: OpenedOrder[] = [];
  for (const order of shelved) {
    const [opened] = await openOrders(deps, [order], (category) => isTheirs(policy, category));
    if (opened === undefined) continue;
    const cases = isTheirs(policy, CASES) ? await casesOf(deps, order.orderRef) : [];
    orders.push(cases.length === 0 ? opened : { ...opened, data: { ...opened.data, [CASES]: cases } });
  }
  const named = new Set(orders.flatMap(({ data }) => Object.keys(data)));
  const categories = [...policy.categories.values()]
    .filter(({ id }) => named.has(id))
    .map(({ id, meaning, purposes }) => ({ category: id, meaning, purposes: [...purposes] }));
  return { policyVersion: policy.version, categories, orders };
}

/** Messages and photos, these as text that a page can show. */
async function casesOf(deps: AccessDeps, orderRef: OrderRef): Promise<readonly unknown[]> {
  const found: unknown[] = [];
  const cases = await deps.cases.ofOrder(orderRef);
  const keys = cases.length === 0 ? undefined : (await deps.vault.keysFor([orderRef])).get(orderRef);
  for (const { caseRef } of cases) {
    const entries: unknown[] = [];
    for (const sealed of await deps.cases.blocks(caseRef, 'message', null)) {
      const opened = openEntry(deps, keys, sealed, 'fulfilment.desk.CaseMessage');
      if (opened !== null) entries.push({ from: sealed.from, sentAt: sealed.atMs, text: opened.text });
    }
    for (const sealed of await deps.cases.blocks(caseRef, 'photo', null)) {
      const opened = openEntry(deps, keys, sealed, 'fulfilment.desk.CasePhoto');
      if (opened !== null) entries.push({ media: opened.media, content: opened.content.toString('base64') });
    }
    found.push({ caseRef, entries });
  }
  return found;
}

function isTheirs(policy: Policy, category: string): boolean {
  return mayShare(policy, { recipient: 'person', category, purpose: BASIS }).kind === 'allowed';
}
