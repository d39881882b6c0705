// The records of a history as order service and carrier publish them; names, streets and signals come from a seeded generator.
// The same order id gives the same records, event ids included: a replay that is repeated sends nothing new.
import type { OrderCancelled, PaymentConfirmed, ShipmentStatus } from '#schemas/generated/records';
import { makeOrder } from '#shared/sample/generate-orders';
import { BRAZIL } from '#shared/sample/orders/destinations-overseas';
import { makePerson } from '#shared/sample/orders/person';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { createRandom } from '#shared/sample/seeded-random';
import { seededUuid } from '#shared/sample/seeded-ids';
import type { HistoryStep, OrderHistory } from './order-history.js';

export type HistoryRecord =
  | { readonly recordName: 'fulfilment.orders.OrderPlaced'; readonly value: PlainOrder }
  | { readonly recordName: 'fulfilment.orders.PaymentConfirmed'; readonly value: PaymentConfirmed }
  | { readonly recordName: 'fulfilment.orders.OrderCancelled'; readonly value: OrderCancelled }
  | { readonly recordName: 'fulfilment.carriers.ShipmentStatus'; readonly value: ShipmentStatus };

const DESTINATIONS = { BR: BRAZIL } as const;

/** @param shipmentRef needed for steps of the parcel only */
export function recordOf(history: OrderHistory, step: HistoryStep, shipmentRef: string): HistoryRecord {
  const { orderId } = history;
  const base = { eventId: eventIdOf(orderId, step), orderId, occurredAt: step.atMs };
  switch (step.kind) {
    case 'placed':
      return {
        recordName: 'fulfilment.orders.OrderPlaced',
        value: { ...placed(history, step.atMs), eventId: base.eventId },
      };
    case 'paid': {
      const currency = DESTINATIONS[history.countryCode].currency;
      return { recordName: 'fulfilment.orders.PaymentConfirmed', value: { ...base, amount: history.amount, currency } };
    }
    case 'cancelled':
      return { recordName: 'fulfilment.orders.OrderCancelled', value: { ...base, reason: step.reason } };
    case 'parcel': {
      const value = { shipmentRef, status: step.status, occurredAt: step.atMs };
      return { recordName: 'fulfilment.carriers.ShipmentStatus', value };
    }
  }
}

function placed(history: OrderHistory, atMs: number): PlainOrder {
  const random = createRandom(`replay/person/${history.personKey}`);
  const person = makePerson(DESTINATIONS[history.countryCode], random, history.home);
  return makeOrder(person, createRandom(`replay/order/${history.orderId}`), {
    orderId: history.orderId,
    occurredAt: atMs,
    accountCreatedAt: atMs - person.accountAgeMs,
    items: history.items,
    amount: history.amount,
    paymentMethod: history.paymentMethod,
  });
}

function eventIdOf(orderId: string, step: HistoryStep): string {
  return seededUuid(createRandom(`replay/event/${orderId}/${step.kind}`));
}
