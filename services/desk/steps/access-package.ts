// Everything the broker still holds of a person, opened in memory for the moment in which it is handed to her.
import type { OrderRef } from '#shared/domain/refs';
import { mayShare } from '#shared/policy/may-share';
import type { Policy } from '#shared/policy/policy';
import type { PolicySource } from '#shared/policy/ports';
import type { Category } from '#shared/vault/vault';
import type { OrderShelf, ShelvedOrder } from '../store/order-shelf.js';
import { factsOf, statusOf } from './look-up-order.js';
import { openBlock, type OpenBlockDeps } from './open-block.js';

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
  readonly orders: readonly {
    readonly orderId: string;
    readonly state: string;
    /** By category of the policy. */
    readonly data: Readonly<Record<string, unknown>>;
    /** Categories that have been erased. */
    readonly erased: readonly string[];
  }[];
}

/** A refused order's block holds what was never taken in: it is no data of the order. */
const SEALED = ['shipping', 'contact', 'payment', 'signals'] as const satisfies readonly Category[];
type Sealed = (typeof SEALED)[number];
const BASIS = 'right-of-the-person';
/** More orders than a person has. */
export const MOST_ORDERS = 10_000;

export async function accessPackage(deps: AccessDeps, customerRef: string): Promise<AccessPackage> {
  const policy = deps.policy.current();
  const shelved = await deps.shelf.ofCustomer(customerRef, MOST_ORDERS);
  const keys = await deps.vault.keysFor(shelved.map(({ orderRef }) => orderRef));
  await deps.codec.ensureSchemas(shelved.flatMap(({ facts, status, blocks }) => [facts, status, ...blocks.values()]));
  const orders = shelved.flatMap((order) => orderOf(deps, policy, order, keys.get(order.orderRef)));
  const named = new Set(orders.flatMap(({ data }) => Object.keys(data)));
  const categories = [...policy.categories.values()]
    .filter(({ id }) => named.has(id))
    .map(({ id, meaning, purposes }) => ({ category: id, meaning, purposes: [...purposes] }));
  return { policyVersion: policy.version, categories, orders };
}

function orderOf(
  deps: AccessDeps,
  policy: Policy,
  { orderRef, facts: bytes, status, blocks }: ShelvedOrder,
  keys: Parameters<typeof openBlock>[2],
): AccessPackage['orders'] {
  if (bytes === null || keys?.kind !== 'keys') return [];
  const facts = factsOf(deps, bytes);
  const data: Record<string, unknown> = {};
  const erased: string[] = [];
  const { orderId, items, amount, currency, carrierId, destinationCountry, placedAt, paidAt, cancelledAt } = facts;
  if (isTheirs(policy, 'order-content'))
    data['order-content'] = { items, amount, currency, carrierId, destinationCountry };
  if (isTheirs(policy, 'order-reference')) data['order-reference'] = { orderId, placedAt, paidAt, cancelledAt };
  for (const category of SEALED) {
    const block = blocks.get(category);
    if (!isTheirs(policy, category)) continue;
    const opened = block === undefined ? null : open(deps, orderRef, keys, category, block);
    if (opened === null) erased.push(category);
    else data[category] = opened;
  }
  return [{ orderId, state: statusOf(deps, status)?.status ?? facts.state, data, erased }];
}

function open(
  deps: AccessDeps,
  orderRef: OrderRef,
  keys: Parameters<typeof openBlock>[2],
  category: Sealed,
  block: Buffer,
): unknown {
  const opened = openBlock(deps, orderRef, keys, category, null, block);
  return opened.kind === 'opened' ? opened.value : null;
}

function isTheirs(policy: Policy, category: string): boolean {
  return mayShare(policy, { recipient: 'person', category, purpose: BASIS }).kind === 'allowed';
}
