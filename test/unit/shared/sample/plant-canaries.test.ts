import { readFileSync } from 'node:fs';
import { describe, expect, test } from '@jest/globals';
import avro from 'avsc';
import { fieldCategories } from '#schemas/generated/fields';
import { schemas } from '#schemas/generated/schemas';
import { findOrderFaults } from '#shared/order-rules/order-faults';
import { loadPolicy } from '#shared/policy/load-policy';
import { generateOrders } from '#shared/sample/generate-orders';
import { plantCanaries } from '#shared/sample/plant-canaries';
import { createRandom } from '#shared/sample/seeded-random';

const policy = loadPolicy(readFileSync('shared/policy/policy.yaml', 'utf8'));
const orderPlaced = avro.Type.forSchema(schemas['fulfilment.orders.OrderPlaced'].at(-1)?.schema as avro.Schema);
const random = createRandom('canaries');
const planted = [...generateOrders({ seed: 'canaries', count: 150, customers: 100 })].map((order) =>
  plantCanaries(order, random),
);

/** Fields that are too short, of a fixed form or no text: they cannot hold a marker. */
const WITHOUT_MARKER = [
  'shipping.postalCode',
  'shipping.countryCode',
  'shipping.carrierId',
  'shipping.serviceLevel',
  'contact.locale',
  'payment.method',
  'payment.amount',
  'payment.currency',
  'payment.cardLast4',
  'signals.accountCreatedAt',
  'signals.asn',
];

describe('planted canaries', () => {
  test('leave the order one that intake accepts, or the scan would look for what was never stored', () => {
    for (const { order } of planted) {
      expect(findOrderFaults(policy, order)).toEqual([]);
      expect(orderPlaced.isValid(order)).toBe(true);
    }
  });

  test('stand in the bytes of the order, at least 12 long, each only once', () => {
    const seen = new Set<string>();
    const unfit: string[] = [];
    for (const { order, canaries } of planted) {
      const bytes = orderPlaced.toBuffer(order);
      for (const { marker } of canaries) {
        if (marker.length < 12 || !bytes.includes(marker) || seen.has(marker)) unfit.push(marker);
        seen.add(marker);
      }
    }
    expect(unfit).toEqual([]);
    expect(seen.size).toBeGreaterThan(1_000);
  });

  test('are in every personal field of the schema that can hold one: a new field needs its marker', () => {
    const found = new Set(planted.flatMap(({ canaries }) => canaries.map(({ path }) => path.replace(/\[\d\]/, '[]'))));
    const personal = Object.entries(fieldCategories['fulfilment.orders.OrderPlaced'])
      .filter(([path, category]) => path.includes('.') || category === 'account')
      .filter(([, category]) => ['shipping', 'contact', 'payment', 'signals', 'account'].includes(category))
      .map(([path]) => path)
      .filter((path) => !/\.(algorithm|keyId|nonce|ciphertext)$/.test(path));
    const withMarker = new Set([...found].map((path) => path.replace('[]', '')));
    expect(personal.filter((path) => !withMarker.has(path) && !path.endsWith('.pickupPoint')).sort()).toEqual(
      [...WITHOUT_MARKER].sort(),
    );
  });

  test('come the same from the same sequence, so that a failed scan can be repeated', () => {
    const [order] = [...generateOrders({ seed: 'again', count: 1 })];
    if (order === undefined) throw new Error('no order');
    expect(plantCanaries(order, createRandom(5))).toEqual(plantCanaries(order, createRandom(5)));
  });
});
