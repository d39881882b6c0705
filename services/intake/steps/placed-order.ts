// What is particular to OrderPlaced: which blocks it has, what is checked of them, and their plain bytes for sealing.
import type { OrderPlaced } from '#schemas/generated/records';
import type { AvroCodec } from '#shared/codec/codec';
import { findAddressFaults } from '#shared/policy/address-rules';
import { findForbidden } from '#shared/policy/forbidden-data';
import type { Policy } from '#shared/policy/policy';
import type { PlainBlock } from './checked-event.js';
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
    faults.push(...findAddressFaults(shipping, 'shipping'));
    if (!policy.carriers.has(shipping.carrierId)) faults.push({ code: 'CARRIER_UNKNOWN', path: 'shipping.carrierId' });
  }
  const { orderId, customerId, items } = order;
  faults.push(...findForbidden(policy, { orderId, customerId, items, shipping, contact, payment, signals }));
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

/** The four blocks as bytes to be sealed; null when a block came sealed under a key that is not ours. */
export function plainBlocks(codec: Pick<AvroCodec, 'encodeBare'>, order: OrderPlaced): readonly PlainBlock[] | null {
  const { shipping, contact, payment, signals } = plainOf(order);
  if (shipping === null || contact === null || payment === null || signals === null) return null;
  const { customerId } = order;
  return [
    block('shipping', SHIPPING, codec.encodeBare(SHIPPING, shipping)),
    block('contact', CONTACT, codec.encodeBare(CONTACT, contact)),
    block('payment', PAYMENT, codec.encodeBare(PAYMENT, payment)),
    block('signals', SIGNALS, codec.encodeBare(SIGNALS, { customerId, signals })),
  ];
}

const SHIPPING = 'fulfilment.orders.Shipping';
const CONTACT = 'fulfilment.orders.Contact';
const PAYMENT = 'fulfilment.orders.Payment';
const SIGNALS = 'fulfilment.orders.SignalsOfAccount';

function block(category: PlainBlock['category'], schemaName: string, plain: Buffer): PlainBlock {
  return { category, schemaName, plain };
}
