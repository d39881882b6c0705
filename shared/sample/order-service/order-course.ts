// What becomes of an order of the sample on the shop's side: paid, packed, sent another way, cancelled; decided by the seed alone.
import type {
  AddressCorrected,
  CancelReason,
  OrderCancelled,
  OrderPacked,
  OrderRerouted,
  PaymentConfirmed,
} from '#schemas/generated/records';
import { seededUuid } from '../seeded-ids.js';
import { createRandom, type SeededRandom } from '../seeded-random.js';
import { blocksOf, type PlainOrder } from '../orders/plain-order.js';

export type FollowUp =
  | { readonly recordName: 'fulfilment.orders.PaymentConfirmed'; readonly event: PaymentConfirmed }
  | { readonly recordName: 'fulfilment.orders.OrderCancelled'; readonly event: OrderCancelled }
  | { readonly recordName: 'fulfilment.orders.OrderPacked'; readonly event: OrderPacked }
  | { readonly recordName: 'fulfilment.orders.OrderRerouted'; readonly event: OrderRerouted }
  | { readonly recordName: 'fulfilment.orders.AddressCorrected'; readonly event: AddressCorrected };

/** Shares of all orders, 0 … 1. What is not cancelled before it is paid is paid: no order of the sample is left hanging. */
export interface CourseShares {
  /** Cancelled before the payment arrived: by the customer, or because it failed. Default 0.03. */
  readonly cancelledUnpaid: number;
  /** Cancelled right after the payment: by the customer, or for lack of stock. Default 0.02. */
  readonly cancelledPaid: number;
  /** Packed by the warehouse before the carrier gets it, the large ones into two parcels. Default 0. */
  readonly packed: number;
  /** Packed only after the payment, when the carrier knows of one parcel already: all with several lines into two. Default 0. */
  readonly packedLate?: number;
  /** To a door: the customer names another floor after the payment. Default 0. */
  readonly corrected?: number;
  /** To a country that another carrier serves as well: it takes over after the payment. Default 0. */
  readonly rerouted?: number;
}

export const DEFAULT_SHARES: CourseShares = { cancelledUnpaid: 0.03, cancelledPaid: 0.02, packed: 0 };

/** Countries that more than one carrier of the sample serves, and which one is the other. */
const OTHER_CARRIER: Readonly<Record<string, string>> = { PT: 'swiftpost' };

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
  return [...packed, paid, ...changes(order, shares, random, next, packed.length > 0)];
}

/** What is learnt when the order is on its way out already. */
function changes(
  order: PlainOrder,
  { packedLate = 0, corrected = 0, rerouted = 0 }: CourseShares,
  random: SeededRandom,
  next: () => Omit<OrderPacked, 'parcels'>,
  isPacked: boolean,
): FollowUp[] {
  const { shipping } = blocksOf(order);
  const list: FollowUp[] = [];
  if (!isPacked && random.chance(packedLate)) list.push(packedEvent(order, next(), 0));
  const other = OTHER_CARRIER[shipping.countryCode];
  const isRerouted = random.chance(rerouted) && other !== undefined && other !== shipping.carrierId;
  if (isRerouted) {
    const event = { ...next(), carrierId: other, serviceLevel: shipping.serviceLevel };
    list.push({ recordName: 'fulfilment.orders.OrderRerouted', event });
  }
  if (random.chance(corrected) && shipping.pickupPoint === null) {
    const floor = `${random.between(1, 9)}. OG`;
    const moved = {
      ...shipping,
      carrierId: isRerouted ? other : shipping.carrierId,
      addressLines: [shipping.addressLines[0] ?? '', floor],
    };
    const event = { ...next(), shipping: { 'fulfilment.orders.Shipping': moved } };
    list.push({ recordName: 'fulfilment.orders.AddressCorrected', event });
  }
  return list;
}

function packedEvent(order: PlainOrder, base: Omit<OrderPacked, 'parcels'>, moreThanGrams = PARCEL_GRAMS): FollowUp {
  const lines = order.items.map(({ sku, quantity, weightGrams }) => ({
    sku,
    quantity,
    weightGrams: weightGrams * quantity,
  }));
  const heavy = lines.length > 1 && lines.reduce((sum, line) => sum + line.weightGrams, 0) > moreThanGrams;
  const loads = heavy ? [lines.filter((_, i) => i % 2 === 0), lines.filter((_, i) => i % 2 === 1)] : [lines];
  const parcels = loads.map((load, i) => ({
    parcel: i + 1,
    weightGrams: load.reduce((sum, line) => sum + line.weightGrams, 0),
    skus: load.map(({ sku, quantity }) => ({ sku, quantity })),
  }));
  return { recordName: 'fulfilment.orders.OrderPacked', event: { ...base, parcels } };
}
