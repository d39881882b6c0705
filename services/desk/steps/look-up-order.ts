// Customer service looks at one order: counted, decided by the policy, put on record, and only then opened and masked.
import type { OrderFacts, OrderStatus } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { Clock } from '#shared/domain/clock';
import type { OrderRef } from '#shared/domain/refs';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { mayShare } from '#shared/policy/may-share';
import type { PolicySource } from '#shared/policy/ports';
import type { Refs } from '#shared/refs/refs';
import type { LookUpReason } from '../domain/orders/look-up-reasons.js';
import { maskName } from '../domain/orders/mask-name.js';
import type { OrderShelf, ShelvedOrder } from '../store/order-shelf.js';
import type { View, ViewLog } from '../store/view-log.js';
import { openBlock, type OpenBlockDeps } from './open-block.js';

export interface LookUpDeps extends OpenBlockDeps {
  readonly shelf: Pick<OrderShelf, 'glance'>;
  readonly views: Pick<ViewLog, 'note' | 'countLookUp'>;
  readonly policy: PolicySource;
  readonly refs: Pick<Refs, 'orderRef'>;
  /** The machine's clock: caps and records are about people at work. */
  readonly clock: Clock;
  readonly nextId: () => string;
  /** Look-ups of one person in an hour. */
  readonly perHour: number;
  /** Somebody reached the cap: told once an hour. */
  readonly onCapped: (viewId: string) => void;
}

export interface LookUp {
  readonly orderId: string;
  readonly by: string;
  readonly purpose: string;
  readonly reason: LookUpReason;
}

/** All that customer service gets of an order. */
export interface BasicOrder {
  readonly orderId: string;
  readonly state: string;
  readonly placedAt: number | null;
  readonly carrierId: string | null;
  readonly items: readonly { readonly description: string; readonly quantity: number }[];
  readonly parcels: number;
  readonly openCases: number;
  /** null: nothing of the person is there (any more). */
  readonly recipient: { readonly maskedName: string; readonly region: string | null; readonly country: string } | null;
}

export type LookedUp =
  | { readonly kind: 'shown'; readonly order: BasicOrder; readonly viewId: string }
  | { readonly kind: 'unknown' | 'erased' | 'capped' | 'not-allowed' };

const ROLE = 'customer-service';
/** The name and region are of the category shipping; what the policy gives is their masked form, together with the content of the order. */
const CATEGORIES = ['order-reference', 'order-content'] as const;

export async function lookUpOrder(deps: LookUpDeps, asked: LookUp): Promise<LookedUp> {
  const policy = deps.policy.current();
  const { purpose, by, reason } = asked;
  const allowed = CATEGORIES.every(
    (category) => mayShare(policy, { recipient: ROLE, category, purpose }).kind === 'allowed',
  );
  if (!allowed) return { kind: 'not-allowed' };
  const orderRef = deps.refs.orderRef(asked.orderId);
  const atMs = deps.clock.nowMs();
  const viewId = deps.nextId();
  const note = (outcome: View['outcome']): Promise<void> =>
    deps.views.note({
      viewId,
      by,
      role: ROLE,
      subjectRef: orderRef,
      categories: outcome === 'shown' ? [...CATEGORIES, 'shipping (masked)'] : [],
      purpose,
      reason,
      outcome,
      atMs,
    });
  // At the same time, for people wait: what is found is sealed, and stays so for whoever has looked up too much.
  const [count, found, keys] = await Promise.all([
    deps.views.countLookUp(by, atMs),
    deps.shelf.glance(orderRef),
    deps.vault.keysFor([orderRef]),
  ]);
  if (count > deps.perHour) {
    if (count === deps.perHour + 1) deps.onCapped(viewId);
    await note('capped');
    return { kind: 'capped' };
  }
  const isErased = found === 'erased' || keys.get(orderRef)?.kind === 'erased';
  if (isErased || found === null || found.facts === null) {
    const kind = isErased ? 'erased' : 'unknown';
    await note(kind);
    return { kind };
  }
  await note('shown');
  await deps.codec.ensureSchemas([found.facts, found.status, ...found.blocks.values()]);
  const facts = factsOf(deps, found.facts);
  const recipient = recipientOf(deps, orderRef, found, facts, keys.get(orderRef));
  return { kind: 'shown', order: basicOrder(facts, statusOf(deps, found.status), recipient), viewId };
}

type Keys = Parameters<typeof openBlock>[2];

/** A block of another revision than the facts belongs to an address that is over, or to come. */
function recipientOf(
  deps: LookUpDeps,
  orderRef: OrderRef,
  { blocks }: ShelvedOrder,
  { addressRevision }: OrderFacts,
  keys: Keys,
): BasicOrder['recipient'] {
  const block = blocks.get('shipping');
  if (block === undefined) return null;
  const opened = openBlock(deps, orderRef, keys, 'shipping', 'fulfilment.orders.Shipping', block);
  if (opened.kind === 'erased' || opened.revision !== addressRevision) return null;
  const { recipientName, region, countryCode } = opened.value;
  return { maskedName: maskName(recipientName), region, country: countryCode };
}

export function factsOf({ codec }: Pick<OpenBlockDeps, 'codec'>, bytes: Buffer): OrderFacts {
  const decoded = codec.decode(bytes, topics.ordersFacts);
  if (decoded.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersFacts.name });
  return decoded.value;
}

export function statusOf({ codec }: OpenBlockDeps, bytes: Buffer | null): OrderStatus | null {
  if (bytes === null) return null;
  const decoded = codec.decode(bytes, topics.ordersStatuses);
  if (decoded.kind === 'refused')
    throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic: topics.ordersStatuses.name });
  return decoded.value;
}

function basicOrder(facts: OrderFacts, status: OrderStatus | null, recipient: BasicOrder['recipient']): BasicOrder {
  return {
    orderId: facts.orderId,
    state: status?.status ?? facts.state,
    placedAt: facts.placedAt,
    carrierId: facts.carrierId,
    items: facts.items.map(({ description, quantity }) => ({ description, quantity })),
    parcels: facts.parcels.length,
    openCases: facts.openCases.length,
    recipient,
  };
}
