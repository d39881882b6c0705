// The personal blocks of an order as they came: plain, or sealed by their publisher.
import type { AddressCorrected, Contact, OrderPlaced, Payment, Shipping, Signals } from '#schemas/generated/records';

/** The blocks of an order that came in plain; null for each that its publisher sealed. */
export interface PlainParts {
  readonly shipping: Shipping | null;
  readonly contact: Contact | null;
  readonly payment: Payment | null;
  readonly signals: Signals | null;
}

export function plainOf({ shipping, contact, payment, signals }: OrderPlaced): PlainParts {
  return {
    shipping: 'fulfilment.orders.Shipping' in shipping ? shipping['fulfilment.orders.Shipping'] : null,
    contact: 'fulfilment.orders.Contact' in contact ? contact['fulfilment.orders.Contact'] : null,
    payment: 'fulfilment.orders.Payment' in payment ? payment['fulfilment.orders.Payment'] : null,
    signals: 'fulfilment.orders.Signals' in signals ? signals['fulfilment.orders.Signals'] : null,
  };
}

/** The corrected address; null when its publisher sealed it. */
export function addressOf({ shipping }: AddressCorrected): Shipping | null {
  return 'fulfilment.orders.Shipping' in shipping ? shipping['fulfilment.orders.Shipping'] : null;
}
