// What events must be like that send an order another way: a carrier that exists, an address as sound as the first one was.
import type { AddressCorrected, OrderRerouted } from '#schemas/generated/records';
import { findAddressFaults } from '#shared/policy/address-rules';
import { findForbidden } from '#shared/policy/forbidden-data';
import type { Policy } from '#shared/policy/policy';
import * as rules from './event-schemas.js';
import { type Fault, findFaults } from './find-faults.js';
import { addressOf } from './plain-parts.js';

export function findReroutingFaults(policy: Policy, event: OrderRerouted): Fault[] {
  const { carrierId, serviceLevel } = event;
  const faults = [...findFaults(rules.rerouted, event)];
  if (!policy.carriers.has(carrierId)) faults.push({ code: 'CARRIER_UNKNOWN', path: 'carrierId' });
  return [...faults, ...policy.forbidden.findInText(serviceLevel, 'text', 'serviceLevel')];
}

/** A sealed address is not looked into. */
export function findCorrectionFaults(policy: Policy, event: AddressCorrected): Fault[] {
  const faults = [...findFaults(rules.addressCorrected, event)];
  const shipping = addressOf(event);
  if (shipping === null) return faults;
  faults.push(...findFaults(rules.shipping, shipping, 'shipping'), ...findAddressFaults(shipping, 'shipping'));
  if (!policy.carriers.has(shipping.carrierId)) faults.push({ code: 'CARRIER_UNKNOWN', path: 'shipping.carrierId' });
  faults.push(...findForbidden(policy, { orderId: event.orderId, customerId: '', items: [], shipping }));
  return faults;
}
