// What is still held of an order, by category, opened in memory for whoever may get it.
import type { OrderRef } from '#shared/domain/refs';
import type { KeysFound, Vault } from '#shared/vault/vault';
import type { AvroCodec } from '#shared/codec/codec';
import type { ShelvedOrder } from '../store/order-shelf.js';
import { factsOf, statusOf } from './look-up-order.js';
import { openBlock, type OpenBlockDeps } from './open-block.js';

export interface OpenedOrder {
  readonly orderId: string;
  readonly state: string;
  /** By category of the policy. */
  readonly data: Readonly<Record<string, unknown>>;
  /** Categories that have been erased. */
  readonly erased: readonly string[];
}

/** A refused order's block holds what was never taken in: it is no data of the order. */
const SEALED = ['shipping', 'contact', 'payment', 'signals'] as const;
/** The categories that the desk holds of an order. */
export const HELD_CATEGORIES: readonly string[] = ['order-reference', 'order-content', ...SEALED];

/** @param mayGet whether this recipient may get the category. What is gone gives no order. */
export async function openOrders(
  deps: { readonly codec: AvroCodec; readonly vault: Pick<Vault, 'keysFor' | 'open'> },
  shelved: readonly ShelvedOrder[],
  mayGet: (category: string) => boolean,
): Promise<readonly OpenedOrder[]> {
  const keys = await deps.vault.keysFor(shelved.map(({ orderRef }) => orderRef));
  await deps.codec.ensureSchemas(shelved.flatMap(({ facts, status, blocks }) => [facts, status, ...blocks.values()]));
  return shelved.flatMap((order) => openOrder(deps, order, keys.get(order.orderRef), mayGet));
}

function openOrder(
  deps: OpenBlockDeps,
  { orderRef, facts: bytes, status, blocks }: ShelvedOrder,
  keys: KeysFound | undefined,
  mayGet: (category: string) => boolean,
): readonly OpenedOrder[] {
  if (bytes === null || keys?.kind !== 'keys') return [];
  const facts = factsOf(deps, bytes);
  const data: Record<string, unknown> = {};
  const erased: string[] = [];
  const { orderId, items, amount, currency, carrierId, destinationCountry, placedAt, paidAt, cancelledAt } = facts;
  if (mayGet('order-content')) data['order-content'] = { items, amount, currency, carrierId, destinationCountry };
  if (mayGet('order-reference')) data['order-reference'] = { orderId, placedAt, paidAt, cancelledAt };
  for (const category of SEALED) {
    const block = blocks.get(category);
    if (!mayGet(category)) continue;
    const opened = block === undefined ? null : open(deps, orderRef, keys, category, block);
    if (opened === null) erased.push(category);
    else data[category] = opened;
  }
  return [{ orderId, state: statusOf(deps, status)?.status ?? facts.state, data, erased }];
}

function open(
  deps: OpenBlockDeps,
  orderRef: OrderRef,
  keys: KeysFound,
  category: (typeof SEALED)[number],
  block: Buffer,
): unknown {
  const opened = openBlock(deps, orderRef, keys, category, null, block);
  return opened.kind === 'opened' ? opened.value : null;
}
