// An order as a shop writes it down: no wrappers of unions, what it has not may be left out. Made into the record that travels.
import type {
  AddressCorrected,
  Contact,
  Item,
  OrderPlaced,
  Payment,
  PickupPoint,
  Shipping,
  Signals,
} from '#schemas/generated/records';

/** `T` whose nullable fields may be left out. */
type Loose<T> = { readonly [K in keyof T as null extends T[K] ? never : K]: T[K] } & {
  readonly [K in keyof T as null extends T[K] ? K : never]?: T[K] | undefined;
};

export interface ShopOrder extends Pick<OrderPlaced, 'eventId' | 'orderId' | 'occurredAt' | 'customerId'> {
  readonly items: readonly Loose<Item>[];
  readonly shipping: Omit<Loose<Shipping>, 'pickupPoint'> & { readonly pickupPoint?: Loose<PickupPoint> | null };
  readonly contact: Loose<Contact>;
  readonly payment: Loose<Payment>;
  readonly signals: Loose<Signals>;
}

/** An address that replaces the one of an order, as a whole. */
export interface ShopCorrection extends Pick<AddressCorrected, 'eventId' | 'orderId' | 'occurredAt'> {
  readonly shipping: ShopOrder['shipping'];
}

export function completeCorrection({ eventId, orderId, occurredAt, shipping }: ShopCorrection): AddressCorrected {
  return { eventId, orderId, occurredAt, shipping: { 'fulfilment.orders.Shipping': completeShipping(shipping) } };
}

/** Only the fields of the contract are taken over: whatever else the shop's own object holds stays with the shop. */
export function completeOrder(order: ShopOrder): OrderPlaced {
  const { eventId, orderId, occurredAt, customerId, items } = order;
  return {
    eventId,
    orderId,
    occurredAt,
    customerId,
    items: items.map(completeItem),
    shipping: { 'fulfilment.orders.Shipping': completeShipping(order.shipping) },
    contact: { 'fulfilment.orders.Contact': completeContact(order.contact) },
    payment: { 'fulfilment.orders.Payment': completePayment(order.payment) },
    signals: { 'fulfilment.orders.Signals': completeSignals(order.signals) },
  };
}

function completeItem(item: Loose<Item>): Item {
  const { sku, description, quantity, unitPrice, currency, weightGrams, originCountry = null, hsCode = null } = item;
  return { sku, description, quantity, unitPrice, currency, weightGrams, originCountry, hsCode };
}

function completeShipping(shipping: ShopOrder['shipping']): Shipping {
  const { recipientName, phone = null, email = null, addressLines, city, region = null, postalCode = null } = shipping;
  const { countryCode, pickupPoint = null, carrierId, serviceLevel } = shipping;
  const point = pickupPoint === null ? null : { customerPostNumber: null, ...pickupPoint };
  return {
    recipientName,
    phone,
    email,
    addressLines,
    city,
    region,
    postalCode,
    countryCode,
    pickupPoint:
      point === null ? null : { pointId: point.pointId, customerPostNumber: point.customerPostNumber ?? null },
    carrierId,
    serviceLevel,
  };
}

function completeContact({ email, phone = null, locale }: Loose<Contact>): Contact {
  return { email, phone, locale };
}

function completePayment({ method, reference, amount, currency, cardLast4 = null }: Loose<Payment>): Payment {
  return { method, reference, amount, currency, cardLast4 };
}

function completeSignals(signals: Loose<Signals>): Signals {
  const { deviceId, ipAddress, userAgent = null, acceptLanguage = null, accountCreatedAt = null, asn = null } = signals;
  return { deviceId, ipAddress, userAgent, acceptLanguage, accountCreatedAt, asn };
}
