// What happened to each order of the Olist history, as steps in an order that can be. Pure: rows in, histories out.
// The status decides where an order ends; where the times are silent or contradict it, a named decision fills the gap.
import type { Item } from '#schemas/generated/records';
import { ARTICLES } from '#shared/sample/orders/catalogue';
import { centsOf, decimalOf } from '#shared/sample/orders/money';
import { createRandom } from '#shared/sample/seeded-random';
import type { FinalState, HistoryStep, OrderHistory } from '../order-history.js';
import { localTimeMs } from './local-time.js';
import type { OlistItem, OlistOrder, OlistPayment } from './olist-rows.js';

/** What the program decided because the history does not say; README.md explains each. */
export const OLIST_DECISIONS = [
  'items-unlisted',
  'amount-from-items',
  'payment-method-unknown',
  'payment-assumed',
  'hand-over-assumed',
  'delivery-assumed',
  'hand-over-denied-by-status',
  'cancelled-after-last-known-time',
  'time-moved-after-its-cause',
] as const;
export type OlistDecision = (typeof OLIST_DECISIONS)[number];

const WAY = ['placed', 'paid', 'handed-over', 'delivered'] as const;
type Way = (typeof WAY)[number];

/** Olist status → how far the order got on its way, and where it ends. */
const STATUSES: Readonly<Record<string, { readonly way: Way | 'paid-if-approved'; readonly final: FinalState }>> = {
  created: { way: 'placed', final: 'accepted' },
  approved: { way: 'paid', final: 'released' },
  invoiced: { way: 'paid', final: 'released' },
  processing: { way: 'paid', final: 'released' },
  shipped: { way: 'handed-over', final: 'shipped' },
  delivered: { way: 'delivered', final: 'delivered' },
  canceled: { way: 'paid-if-approved', final: 'cancelled' },
  unavailable: { way: 'paid-if-approved', final: 'cancelled' },
};

const PAYMENT_METHODS: Readonly<Record<string, string>> = {
  credit_card: 'card',
  debit_card: 'debit-card',
  boleto: 'boleto',
  voucher: 'voucher',
};
const UNLISTED = { sku: 'unlisted', description: 'Goods that the history does not list', weightGrams: 500 } as const;

export function historyToEvents(rows: Iterable<OlistOrder>): OrderHistory[] {
  return Array.from(rows, olistHistory);
}

/** @throws RangeError for a status or a time that no Olist file has */
export function olistHistory(order: OlistOrder): OrderHistory {
  const decisions = new Set<OlistDecision>();
  const known = STATUSES[order.status];
  if (known === undefined) throw new RangeError(`the history has a status that is not known: ${order.status}`);
  const random = createRandom(`olist/home/${order.customer.uniqueId}`);
  const amount = amountOf(order, decisions);
  return {
    orderId: order.orderId,
    personKey: order.customer.uniqueId,
    countryCode: 'BR',
    home: {
      city: titleCase(order.customer.city),
      region: order.customer.state,
      postalCode: `${order.customer.zipPrefix.padStart(5, '0')}-${String(random.below(1_000)).padStart(3, '0')}`,
    },
    items: itemsOf(order.items, amount, decisions),
    amount,
    paymentMethod: methodOf(order.payments, decisions),
    steps: inOrder(stepsOf(order, known.way, known.final, decisions), decisions),
    status: order.status,
    expectedFinal: known.final,
    decisions: [...decisions],
  };
}

function stepsOf(
  order: OlistOrder,
  way: Way | 'paid-if-approved',
  final: FinalState,
  decisions: Set<OlistDecision>,
): HistoryStep[] {
  const placedMs = localTimeMs(order.purchasedAt);
  if (placedMs === null) throw new RangeError('the history has an order without a time of purchase');
  const paidMs = localTimeMs(order.approvedAt);
  const handedOverMs = localTimeMs(order.handedOverAt);
  const deliveredMs = localTimeMs(order.deliveredAt);
  const end = way === 'paid-if-approved' ? (paidMs === null ? 'placed' : 'paid') : way;
  const gotTo = (point: Way): boolean => WAY.indexOf(point) <= WAY.indexOf(end);
  const assumed = (known: number | null, decision: OlistDecision, otherwiseMs: number): number => {
    if (known === null) decisions.add(decision);
    return known ?? otherwiseMs;
  };
  const steps: HistoryStep[] = [{ kind: 'placed', atMs: placedMs }];
  // Nothing leaves unpaid: what was handed over was paid, whenever that was written down.
  if (gotTo('paid')) steps.push({ kind: 'paid', atMs: assumed(paidMs, 'payment-assumed', placedMs) });
  if (gotTo('handed-over')) {
    const atMs = assumed(handedOverMs, 'hand-over-assumed', paidMs ?? placedMs);
    steps.push({ kind: 'parcel', status: 'ACCEPTED', atMs }, { kind: 'parcel', status: 'IN_TRANSIT', atMs });
  }
  if (gotTo('delivered')) {
    const promisedMs = localTimeMs(order.estimatedDelivery) ?? placedMs;
    steps.push({ kind: 'parcel', status: 'DELIVERED', atMs: assumed(deliveredMs, 'delivery-assumed', promisedMs) });
  }
  if (final === 'cancelled') {
    // What is cancelled was not carried: a parcel on its way could only end as delivered, returned or lost.
    if (handedOverMs !== null || deliveredMs !== null) decisions.add('hand-over-denied-by-status');
    decisions.add('cancelled-after-last-known-time');
    const lastMs = Math.max(placedMs, paidMs ?? 0, handedOverMs ?? 0, deliveredMs ?? 0);
    steps.push({ kind: 'cancelled', atMs: lastMs, reason: order.status === 'unavailable' ? 'STOCK' : 'CUSTOMER' });
  }
  return steps;
}

/** A consequence written down before its cause is moved to the moment of the cause: the order of steps is what can be. */
function inOrder(steps: readonly HistoryStep[], decisions: Set<OlistDecision>): readonly HistoryStep[] {
  let earliestMs = 0;
  return steps.map((step) => {
    if (step.atMs < earliestMs) decisions.add('time-moved-after-its-cause');
    earliestMs = Math.max(earliestMs, step.atMs);
    return { ...step, atMs: earliestMs };
  });
}

function itemsOf(rows: readonly OlistItem[], amount: string, decisions: Set<OlistDecision>): readonly Item[] {
  const shared = { currency: 'BRL', originCountry: 'BR', hsCode: null } as const;
  if (rows.length === 0) {
    decisions.add('items-unlisted');
    return [{ ...UNLISTED, ...shared, quantity: 1, unitPrice: amount }];
  }
  const lines = new Map<string, Item>();
  for (const { productId, price } of rows) {
    const unitPrice = decimalOf(centsOf(price));
    const line = lines.get(`${productId} ${unitPrice}`);
    const quantity = (line?.quantity ?? 0) + 1;
    lines.set(`${productId} ${unitPrice}`, line === undefined ? lineOf(productId, unitPrice) : { ...line, quantity });
  }
  return [...lines.values()];
}

/** The files have prices but no articles: what was sold is taken from the sample's catalogue, the same for the same product. */
function lineOf(productId: string, unitPrice: string): Item {
  const { description, weightGrams } = createRandom(`olist/product/${productId}`).pick(ARTICLES);
  const sku = `olist-${productId.slice(0, 12)}`;
  return { sku, description, quantity: 1, unitPrice, currency: 'BRL', weightGrams, originCountry: 'BR', hsCode: null };
}

function amountOf(order: OlistOrder, decisions: Set<OlistDecision>): string {
  if (order.payments.length > 0) return decimalOf(order.payments.reduce((sum, { value }) => sum + centsOf(value), 0));
  decisions.add('amount-from-items');
  return decimalOf(order.items.reduce((sum, { price, freight }) => sum + centsOf(price) + centsOf(freight), 0));
}

/** The one that paid most. */
function methodOf(payments: readonly OlistPayment[], decisions: Set<OlistDecision>): string {
  const [largest] = payments.toSorted((one, other) => centsOf(other.value) - centsOf(one.value));
  const method = PAYMENT_METHODS[largest?.type ?? ''];
  if (method === undefined) decisions.add('payment-method-unknown');
  return method ?? 'unknown';
}

function titleCase(city: string): string {
  return city.replace(/\p{L}+/gu, (word) =>
    ['da', 'das', 'de', 'do', 'dos', 'e'].includes(word) ? word : word.charAt(0).toUpperCase() + word.slice(1),
  );
}
