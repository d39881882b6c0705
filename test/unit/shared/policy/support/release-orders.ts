// Orders on their way to a carrier, for tests: one good one to vary, and arbitrary ones whose every personal value can be told apart.
import fc from 'fast-check';
import type { ReleaseItem, ReleaseOrder, ReleaseShipping } from '#shared/policy/release/release-order';

export const AT_MS = Date.UTC(2026, 5, 1);

export const ITEM: ReleaseItem = {
  description: 'Wool scarf, grey',
  quantity: 2,
  unitPrice: '24.90',
  currency: 'EUR',
  weightGrams: 180,
  originCountry: 'IT',
  hsCode: '621420',
};

export const SHIPPING: ReleaseShipping = {
  recipientName: 'Erika Beispiel',
  phone: '+4930901820',
  email: 'erika@post.example',
  addressLines: ['Lindenweg 12', 'Hinterhaus'],
  city: 'Berlin',
  region: 'BE',
  postalCode: '10115',
  countryCode: 'DE',
  pickupPoint: null,
  serviceLevel: 'standard',
};

export function orderTo(shipping: Partial<ReleaseShipping> = {}, order: Partial<ReleaseOrder> = {}): ReleaseOrder {
  return {
    shipmentRef: 'shipment-ref-0000000001',
    items: [ITEM],
    weightGrams: 420,
    ...order,
    shipping: { ...SHIPPING, ...shipping },
  };
}

/** Texts that occur nowhere else: found in a record, they can only have come from their own field. */
const canary = (field: string): fc.Arbitrary<string> =>
  fc.integer({ min: 0, max: 1e9 }).map((n) => `${field}~${n.toString(36)}~`);
const canaryOrNull = (field: string): fc.Arbitrary<string | null> => fc.option(canary(field), { nil: null });

const item = fc.record({
  description: canary('description'),
  quantity: fc.integer({ min: 1, max: 9 }),
  unitPrice: canary('unitPrice'),
  currency: canary('currency'),
  weightGrams: fc.integer({ min: 1, max: 1e6 }),
  originCountry: canaryOrNull('originCountry'),
  hsCode: canaryOrNull('hsCode'),
  sku: canary('sku'),
});

/** An order with everything a publisher may send, the blocks no carrier may see included. */
export function arbitraryOrder(countries: readonly string[]) {
  return fc.record({
    shipmentRef: canary('shipmentRef'),
    orderId: canary('orderId'),
    customerId: canary('customerId'),
    weightGrams: fc.integer({ min: 1, max: 1e6 }),
    items: fc.array(item, { maxLength: 4 }),
    shipping: fc.record({
      recipientName: canary('recipientName'),
      phone: canaryOrNull('phone'),
      email: canaryOrNull('email'),
      addressLines: fc.array(canary('addressLine'), { maxLength: 3 }),
      city: canary('city'),
      region: canaryOrNull('region'),
      postalCode: canaryOrNull('postalCode'),
      countryCode: fc.constantFrom(...countries),
      pickupPoint: fc.option(
        fc.record({ pointId: canary('pointId'), customerPostNumber: canaryOrNull('customerPostNumber') }),
        { nil: null },
      ),
      carrierId: canary('carrierId'),
      serviceLevel: canary('serviceLevel'),
    }),
    contact: fc.record({ email: canary('contact.email'), phone: canaryOrNull('contact.phone') }),
    payment: fc.record({
      method: canary('method'),
      reference: canary('reference'),
      cardLast4: canaryOrNull('cardLast4'),
    }),
    signals: fc.record({ deviceId: canary('deviceId'), ipAddress: canary('ipAddress') }),
  });
}

/** All texts of a value with the path they stand at; array positions left out. */
export function textsOf(value: unknown, path = ''): readonly { readonly path: string; readonly text: string }[] {
  if (typeof value === 'string') return [{ path, text: value }];
  if (Array.isArray(value)) return value.flatMap((entry) => textsOf(entry, `${path}[]`));
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, entry]) => textsOf(entry, path === '' ? key : `${path}.${key}`));
}
