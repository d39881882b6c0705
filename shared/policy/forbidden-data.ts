// Finds data that must never be collected: in the values of an order, and in the field names of a publisher's schema.
// Gives codes and paths, never values. Pure; a few microseconds for a usual order.
import { collectFieldNames } from './forbidden/field-names.js';
import type { Manner } from './forbidden/manner.js';
import { compileScan, type ForbiddenPatterns } from './forbidden/scan-texts.js';
import { blockOf, type ScannedOrder } from './forbidden/scanned-order.js';
import { FORBIDDEN_THINGS, type ForbiddenThing } from './vocabulary.js';

export type ForbiddenCode =
  | 'FORBIDDEN_CARD_SECURITY_CODE'
  | 'FORBIDDEN_CARD_NUMBER'
  | 'FORBIDDEN_ALBUM'
  | 'FORBIDDEN_LOCATION';

export interface Finding {
  readonly code: ForbiddenCode;
  /** Path in the order, for example `shipping.addressLines[1]`. */
  readonly path: string;
}

export interface ForbiddenRule {
  readonly code: ForbiddenCode;
  readonly why: string;
  /** Lower case, without blanks, dashes and underscores. */
  readonly fieldNames: readonly string[];
}

export interface ForbiddenData {
  readonly rules: ReadonlyMap<ForbiddenThing, ForbiddenRule>;
  /** All findings in an OrderPlaced, in the order of its fields; empty for a clean one. Blocks that are sealed or null are passed over. */
  findIn(order: ScannedOrder): readonly Finding[];
  /** The same for one text that is no part of an order. */
  findInText(text: string, manner: Manner, path: string): readonly Finding[];
  /** Fields of a publisher's Avro schema that are named like forbidden data, whatever they hold. Once per schema, not per record. */
  findInSchema(schema: unknown): readonly Finding[];
}

/** Looks for forbidden data in an order under one policy version, see `ForbiddenData.findIn`. */
export function findForbidden(policy: { readonly forbidden: ForbiddenData }, order: ScannedOrder): readonly Finding[] {
  return policy.forbidden.findIn(order);
}

/** Nothing forbidden is shorter: `cvv123`. */
const SHORTEST_TEXT = 6;
/** Only so much of a text is looked at; an order with a longer one is refused for its length anyway (limits of the contract). */
const LONGEST_TEXT = 2_000;
const NOTHING: readonly Finding[] = Object.freeze([]);

export function compileForbiddenData(
  document: ForbiddenPatterns & Readonly<Record<ForbiddenThing, ForbiddenRule>>,
): ForbiddenData {
  const rules = new Map(FORBIDDEN_THINGS.map((thing) => [thing, document[thing]]));
  const codes = Object.fromEntries(FORBIDDEN_THINGS.map((thing) => [thing, document[thing].code])) as Record<
    ForbiddenThing,
    ForbiddenCode
  >;
  const codeByName = new Map(
    FORBIDDEN_THINGS.flatMap((thing) => document[thing].fieldNames.map((name) => [name, codes[thing]] as const)),
  );
  const scan = compileScan(document);

  // Scanning is synchronous, so one set of variables serves every call; nothing of a text stays in them.
  let findings: Finding[] | undefined;
  let path = '';
  let index = -1;
  const found = (thing: ForbiddenThing): void => {
    (findings ??= []).push({ code: codes[thing], path: index < 0 ? path : path.replace('[]', `[${index}]`) });
  };
  const look = (text: string | null | undefined, manner: Manner, at: string, position: number): void => {
    if (typeof text !== 'string' || text.length < SHORTEST_TEXT) return;
    path = at;
    index = position;
    scan(text.length > LONGEST_TEXT ? text.slice(0, LONGEST_TEXT) : text, manner, found);
  };
  const take = (): readonly Finding[] => {
    const all = findings ?? NOTHING;
    findings = undefined;
    return all;
  };

  return Object.freeze({
    rules,
    findIn(order: ScannedOrder) {
      lookAtOrder(order, look);
      return take();
    },
    findInText(text: string, manner: Manner, at: string) {
      look(text, manner, at, -1);
      return take();
    },
    findInSchema: (schema: unknown) =>
      collectFieldNames(schema).flatMap(({ name, path: at }) => {
        const code = codeByName.get(name.toLowerCase().replace(/[\s_-]/g, ''));
        return code === undefined ? [] : [{ code, path: at }];
      }),
  });
}

type Look = (text: string | null | undefined, manner: Manner, path: string, index: number) => void;

/** Every text of an order that a person or another program could have put something into. */
function lookAtOrder(order: ScannedOrder, look: Look): void {
  look(order.orderId, 'identifier', 'orderId', -1);
  look(order.customerId, 'identifier', 'customerId', -1);
  for (let i = 0; i < order.items.length; i++) {
    const item = order.items[i] as (typeof order.items)[number];
    look(item.sku, 'identifier', 'items[].sku', i);
    look(item.description, 'text', 'items[].description', i);
  }
  const shipping = blockOf(order.shipping, 'fulfilment.orders.Shipping');
  if (shipping !== null) {
    look(shipping.recipientName, 'address', 'shipping.recipientName', -1);
    look(shipping.phone, 'phone', 'shipping.phone', -1);
    look(shipping.email, 'text', 'shipping.email', -1);
    for (let i = 0; i < shipping.addressLines.length; i++) {
      look(shipping.addressLines[i], 'address', 'shipping.addressLines[]', i);
    }
    look(shipping.city, 'address', 'shipping.city', -1);
    look(shipping.region, 'address', 'shipping.region', -1);
    look(shipping.postalCode, 'address', 'shipping.postalCode', -1);
    look(shipping.pickupPoint?.pointId, 'identifier', 'shipping.pickupPoint.pointId', -1);
    look(shipping.pickupPoint?.customerPostNumber, 'identifier', 'shipping.pickupPoint.customerPostNumber', -1);
    look(shipping.serviceLevel, 'text', 'shipping.serviceLevel', -1);
  }
  const contact = blockOf(order.contact, 'fulfilment.orders.Contact');
  if (contact !== null) {
    look(contact.email, 'text', 'contact.email', -1);
    look(contact.phone, 'phone', 'contact.phone', -1);
  }
  const payment = blockOf(order.payment, 'fulfilment.orders.Payment');
  if (payment !== null) {
    look(payment.method, 'text', 'payment.method', -1);
    look(payment.reference, 'identifier', 'payment.reference', -1);
    look(payment.cardLast4, 'identifier', 'payment.cardLast4', -1);
  }
  const signals = blockOf(order.signals, 'fulfilment.orders.Signals');
  if (signals !== null) {
    look(signals.deviceId, 'identifier', 'signals.deviceId', -1);
    look(signals.ipAddress, 'identifier', 'signals.ipAddress', -1);
    look(signals.userAgent, 'identifier', 'signals.userAgent', -1);
    look(signals.acceptLanguage, 'identifier', 'signals.acceptLanguage', -1);
  }
}
