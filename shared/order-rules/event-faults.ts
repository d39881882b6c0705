// What is wrong with an event, by code and path, never by value. Intake refuses by these rules; the publisher library tells of them before
// anything is sent.
import type { RecordTypes } from '#schemas/generated/records';
import type { RefusalCode } from '#shared/errors/catalogue';
import type { Policy } from '#shared/policy/policy';
import { findCorrectionFaults, findReroutingFaults } from './change-faults.js';
import * as rules from './event-schemas.js';
import { type Fault, findFaults } from './find-faults.js';
import { findOrderFaults } from './order-faults.js';

/** Full names of the records on `orders.events`. */
export type OrderEventName =
  | 'fulfilment.orders.OrderPlaced'
  | 'fulfilment.orders.PaymentConfirmed'
  | 'fulfilment.orders.OrderCancelled'
  | 'fulfilment.orders.OrderPacked'
  | 'fulfilment.orders.OrderRerouted'
  | 'fulfilment.orders.AddressCorrected'
  | 'fulfilment.orders.AfterSalesOpened'
  | 'fulfilment.orders.AfterSalesClosed';

/** One event with the name of its record. */
export type NamedEvent = {
  [Name in OrderEventName]: { readonly recordName: Name; readonly value: RecordTypes[Name] };
}[OrderEventName];

/** Empty when the event is sound; each fault once. Blocks that are sealed are not looked into. */
export function findEventFaults(policy: Policy, event: NamedEvent): Fault[] {
  const faults = faultsOf(policy, event);
  return faults.length < 2
    ? faults
    : [...new Map(faults.map((fault) => [`${fault.code} ${fault.path}`, fault])).values()];
}

function faultsOf(policy: Policy, event: NamedEvent): Fault[] {
  switch (event.recordName) {
    case 'fulfilment.orders.OrderPlaced':
      return findOrderFaults(policy, event.value);
    case 'fulfilment.orders.PaymentConfirmed':
      return [...findFaults(rules.paymentConfirmed, event.value)];
    case 'fulfilment.orders.OrderCancelled':
      return [...findFaults(rules.cancelled, event.value)];
    case 'fulfilment.orders.OrderPacked':
      return [...findFaults(rules.packed, event.value)];
    case 'fulfilment.orders.OrderRerouted':
      return findReroutingFaults(policy, event.value);
    case 'fulfilment.orders.AddressCorrected':
      return findCorrectionFaults(policy, event.value);
    case 'fulfilment.orders.AfterSalesOpened':
    case 'fulfilment.orders.AfterSalesClosed':
      return [...findFaults(rules.afterSales, event.value)];
  }
}

/** What must never be collected comes before what is merely wrong. */
export function gravest(faults: readonly Fault[]): RefusalCode {
  const fault = faults.find(({ code }) => code.startsWith('FORBIDDEN_')) ?? faults[0];
  return fault?.code ?? 'FIELD_INVALID';
}
