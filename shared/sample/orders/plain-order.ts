// An OrderPlaced whose personal blocks are all plain: what a publisher without our library writes.
import type { Contact, OrderPlaced, Payment, Shipping, Signals } from '#schemas/generated/records';

export interface PlainOrder extends OrderPlaced {
  readonly shipping: { readonly 'fulfilment.orders.Shipping': Shipping };
  readonly contact: { readonly 'fulfilment.orders.Contact': Contact };
  readonly payment: { readonly 'fulfilment.orders.Payment': Payment };
  readonly signals: { readonly 'fulfilment.orders.Signals': Signals };
}

/** The four blocks without their union wrappers. */
export interface PlainBlocks {
  readonly shipping: Shipping;
  readonly contact: Contact;
  readonly payment: Payment;
  readonly signals: Signals;
}

export function blocksOf(order: PlainOrder): PlainBlocks {
  return {
    shipping: order.shipping['fulfilment.orders.Shipping'],
    contact: order.contact['fulfilment.orders.Contact'],
    payment: order.payment['fulfilment.orders.Payment'],
    signals: order.signals['fulfilment.orders.Signals'],
  };
}

/** The same order with some of its blocks replaced. */
export function withBlocks(order: PlainOrder, blocks: Partial<PlainBlocks>): PlainOrder {
  const now = { ...blocksOf(order), ...blocks };
  return {
    ...order,
    shipping: { 'fulfilment.orders.Shipping': now.shipping },
    contact: { 'fulfilment.orders.Contact': now.contact },
    payment: { 'fulfilment.orders.Payment': now.payment },
    signals: { 'fulfilment.orders.Signals': now.signals },
  };
}
