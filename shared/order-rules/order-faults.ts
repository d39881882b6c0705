// What an OrderPlaced must be like: formats, addresses, carriers, and nothing that must never be collected.
import type { OrderPlaced } from '#schemas/generated/records';
import { findAddressFaults } from '#shared/policy/address-rules';
import { findForbidden } from '#shared/policy/forbidden-data';
import type { Policy } from '#shared/policy/policy';
import * as rules from './event-schemas.js';
import { type Fault, findFaults } from './find-faults.js';
import { type PlainParts, plainOf } from './plain-parts.js';
import { isSoundOrder } from './sound-order.js';

/** Faults of formats, of addresses and carriers, and data that must never be collected. Sealed blocks are not looked into. */
export function findOrderFaults(policy: Policy, order: OrderPlaced): Fault[] {
  const parts = plainOf(order);
  const { shipping, contact, payment, signals } = parts;
  const faults: Fault[] = isSoundOrder(order, parts) ? [] : formatFaults(order, parts);
  if (shipping !== null) {
    for (const fault of findAddressFaults(shipping, 'shipping')) faults.push(fault);
    if (!policy.carriers.has(shipping.carrierId)) faults.push({ code: 'CARRIER_UNKNOWN', path: 'shipping.carrierId' });
  }
  const { orderId, customerId, items } = order;
  const blocks = { orderId, customerId, items, shipping, contact, payment, signals };
  for (const fault of findForbidden(policy, blocks)) faults.push(fault);
  return faults;
}

/** What the rules say of the formats; exported for the test that holds the quick look to them. */
export function formatFaults(order: OrderPlaced, { shipping, contact, payment, signals }: PlainParts): Fault[] {
  return [
    ...findFaults(rules.placed, order),
    ...(shipping === null ? [] : findFaults(rules.shipping, shipping, 'shipping')),
    ...(contact === null ? [] : findFaults(rules.contact, contact, 'contact')),
    ...(payment === null ? [] : findFaults(rules.payment, payment, 'payment')),
    ...(signals === null ? [] : findFaults(rules.signals, signals, 'signals')),
  ];
}
