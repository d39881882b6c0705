// What becomes of an order of the sample on the shop's side: paid, packed, cancelled; decided by the seed alone.
import type { CancelReason, OrderCancelled, OrderPacked, PaymentConfirmed } from '#schemas/generated/records';
import { seededUuid } from '../seeded-ids.js';
import { createRandom } from '../seeded-random.js';
import { blocksOf, type PlainOrder } from '../orders/plain-order.js';

export type FollowUp =
  | { readonly recordName: 'fulfilment.orders.PaymentConfirmed'; readonly event: PaymentConfirmed }
  | { readonly recordName: 'fulfilment.orders.OrderCancelled'; readonly event: OrderCancelled }
  | { readonly recordName: 'fulfilment.orders.OrderPacked'; readonly event: OrderPacked };

/** Shares of all orders, 0 … 1. What is not cancelled before it is paid is paid: no order of the sample is left hanging. */
export interface CourseShares {
  /** Cancelled before the payment arrived: by the customer, or because it failed. Default 0.03. */
  readonly cancelledUnpaid: number;
  /** Cancelled right after the payment: by the customer, or for lack of stock. Default 0.02. */
  readonly cancelledPaid: number;
  /** Packed by the warehouse before the carrier gets it, the large ones into two parcels. Default 0. */
  readonly packed: number;
}

export const DEFAULT_SHARES: CourseShares = { cancelledUnpaid: 0.03, cancelledPaid: 0.02, packed: 0 };

const PARCEL_GRAMS = 2_500;
const MINUTE_MS = 60_000;

/** The events after OrderPlaced, in their order. The same seed and order give the same course. */
export function courseOf(order: PlainOrder, seed: number | string, shares: CourseShares): readonly FollowUp[] {
  const random = createRandom(`${seed}/course/${order.orderId}`);
  const fate = random.below(1_000_000) / 1_000_000;
  let occurredAt = order.occurredAt;
  const next = (): { eventId: string; orderId: string; occurredAt: number } => {
    occurredAt += random.between(1, 20 * MINUTE_MS);
    return { eventId: seededUuid(random), orderId: order.orderId, occurredAt };
  };
  const cancelled = (reasons: readonly CancelReason[]): FollowUp => ({
    recordName: 'fulfilment.orders.OrderCancelled',
    event: { ...next(), reason: random.pick(reasons) },
  });
  if (fate < shares.cancelledUnpaid) return [cancelled(['CUSTOMER', 'PAYMENT_FAILED'])];
  // The packing list stands before the payment: a release of all parcels at once is then the only possible one.
  const packed = random.chance(shares.packed) ? [packedEvent(order, next())] : [];
  const { amount, currency } = blocksOf(order).payment;
  const paid: FollowUp = {
    recordName: 'fulfilment.orders.PaymentConfirmed',
    event: { ...next(), amount, currency },
  };
  if (fate < shares.cancelledUnpaid + shares.cancelledPaid) return [...packed, paid, cancelled(['CUSTOMER', 'STOCK'])];
  return [...packed, paid];
}

function packedEvent(order: PlainOrder, base: Omit<OrderPacked, 'parcels'>): FollowUp {
  const lines = order.items.map(({ sku, quantity, weightGrams }) => ({
    sku,
    quantity,
    weightGrams: weightGrams * quantity,
  }));
  const heavy = lines.length > 1 && lines.reduce((sum, line) => sum + line.weightGrams, 0) > PARCEL_GRAMS;
  const loads = heavy ? [lines.filter((_, i) => i % 2 === 0), lines.filter((_, i) => i % 2 === 1)] : [lines];
  const parcels = loads.map((load, i) => ({
    parcel: i + 1,
    weightGrams: load.reduce((sum, line) => sum + line.weightGrams, 0),
    skus: load.map(({ sku, quantity }) => ({ sku, quantity })),
  }));
  return { recordName: 'fulfilment.orders.OrderPacked', event: { ...base, parcels } };
}
