// An order as a publisher sends it, written as JSON: read as far as a release looks at it. What is wrong is named by path, never by value.
import { z } from 'zod';
import type { ScannedOrder } from '../forbidden/scanned-order.js';
import type { ReleaseOrder } from '../release/release-order.js';

export interface ReadOrder {
  readonly orderId: string;
  /** Whom the order itself names. */
  readonly carrierId: string;
  readonly release: ReleaseOrder;
  readonly scanned: ScannedOrder;
  /** The names of all its fields, as a schema. */
  readonly names: unknown;
}

export type OrderRead =
  | { readonly kind: 'order'; readonly order: ReadOrder }
  | { readonly kind: 'unreadable'; readonly problems: readonly string[] };

const text = z.string();
const textOrNull = text.nullish().transform((value) => value ?? null);

const item = z.object({
  sku: text,
  description: text,
  quantity: z.int(),
  unitPrice: text,
  currency: text,
  weightGrams: z.int(),
  originCountry: textOrNull,
  hsCode: textOrNull,
});

const shipping = z.object({
  recipientName: text,
  phone: textOrNull,
  email: textOrNull,
  addressLines: z.array(text),
  city: text,
  region: textOrNull,
  postalCode: textOrNull,
  countryCode: text,
  pickupPoint: z
    .object({ pointId: text, customerPostNumber: textOrNull })
    .nullish()
    .transform((value) => value ?? null),
  carrierId: text,
  serviceLevel: text,
});

/** Plain, or wrapped as Avro writes a member of a union; a sealed one can't be looked into. */
const block = <T extends z.ZodType>(name: string, shape: T) =>
  z.preprocess((value) => {
    const wrapped = value as Readonly<Record<string, unknown>> | null | undefined;
    return typeof value === 'object' ? (wrapped?.[`fulfilment.orders.${name}`] ?? value) : value;
  }, shape);

const open = z.record(z.string(), z.unknown());

const placed = z.object({
  orderId: text,
  customerId: text.default(''),
  items: z.array(item).min(1),
  shipping: block('Shipping', shipping),
  contact: block('Contact', open.nullish()),
  payment: block('Payment', open.nullish()),
  signals: block('Signals', open.nullish()),
});

/** Before a release nobody has made it. */
const REF_TO_COME = '(made at the release)';

/** Total: takes anything. The whole order is one parcel, as long as nobody has packed it. */
export function readOrder(value: unknown): OrderRead {
  const parsed = placed.safeParse(value);
  if (!parsed.success) {
    const problems = parsed.error.issues.map(
      ({ path, message }) => `${path.map(String).join('.') || 'the order'}: ${message}`,
    );
    return { kind: 'unreadable', problems };
  }
  const { orderId, customerId, items, contact, payment, signals } = parsed.data;
  const address = parsed.data.shipping;
  const weightGrams = items.reduce((sum, { weightGrams: grams, quantity }) => sum + grams * quantity, 0);
  return {
    kind: 'order',
    order: {
      orderId,
      carrierId: address.carrierId,
      release: { shipmentRef: REF_TO_COME, shipping: address, items, weightGrams },
      scanned: { orderId, customerId, items, shipping: address, contact, payment, signals } as unknown as ScannedOrder,
      names: namesOf(value),
    },
  };
}

function namesOf(value: unknown): unknown {
  if (Array.isArray(value)) return { type: 'array', items: namesOf(value[0]) };
  if (typeof value !== 'object' || value === null) return 'string';
  const fields = Object.entries(value).map(([name, inner]) => ({
    name: name.split('.').at(-1) ?? name,
    type: namesOf(inner),
  }));
  return { type: 'record', name: 'Order', fields };
}
