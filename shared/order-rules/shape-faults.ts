// What an event lacks that is not even of the contract's shape, as a shop writes it down: no wrappers around its blocks, and what may be
// empty may be left out. For callers that no compiler holds; what comes as Avro always has a shape.
import type { ZodType } from 'zod';
import type { OrderEventName } from './event-faults.js';
import * as rules from './event-schemas.js';
import { type Fault, findFaults } from './find-faults.js';

const BLOCKS = { shipping: rules.shipping, contact: rules.contact, payment: rules.payment, signals: rules.signals };
const SHAPES: Readonly<Record<OrderEventName, ZodType>> = {
  'fulfilment.orders.OrderPlaced': rules.placed.extend(BLOCKS),
  'fulfilment.orders.PaymentConfirmed': rules.paymentConfirmed,
  'fulfilment.orders.OrderCancelled': rules.cancelled,
  'fulfilment.orders.OrderPacked': rules.packed,
  'fulfilment.orders.OrderRerouted': rules.rerouted,
  'fulfilment.orders.AddressCorrected': rules.addressCorrected.extend({ shipping: rules.shipping }),
  'fulfilment.orders.AfterSalesOpened': rules.afterSales,
  'fulfilment.orders.AfterSalesClosed': rules.afterSales,
};

export function isOrderEventName(name: string): name is OrderEventName {
  return Object.hasOwn(SHAPES, name);
}

/** Paths as the shop knows them, e.g. `shipping.city`. */
export function findShapeFaults(recordName: OrderEventName, event: unknown): readonly Fault[] {
  return findFaults(SHAPES[recordName], event);
}
