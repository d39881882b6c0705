import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderPlaced } from '#schemas/generated/records';
import { formatFaults } from '#shared/order-rules/order-faults';
import { plainOf } from '#shared/order-rules/plain-parts';
import { isSoundOrder } from '#shared/order-rules/sound-order';
import { generateOrders } from '#shared/sample/generate-orders';
import { propertyRuns } from '#test/support/property-runs';

const orders = [...generateOrders({ seed: 'sound-order', count: 60 })] as readonly OrderPlaced[];

/** Every leaf of an order, as the keys that lead to it. */
function leaves(value: unknown, path: readonly string[] = []): string[][] {
  if (typeof value !== 'object' || value === null) return [[...path]];
  return Object.entries(value).flatMap(([key, inner]) => leaves(inner, [...path, key]));
}

function withLeaf(order: OrderPlaced, path: readonly string[], value: unknown): OrderPlaced {
  const copy = structuredClone(order) as unknown as Record<string, unknown>;
  let place = copy;
  for (const key of path.slice(0, -1)) place = place[key] as Record<string, unknown>;
  place[path.at(-1) ?? ''] = value;
  return copy as unknown as OrderPlaced;
}

// Types are Avro's business: these may be null or something else than a text.
const NO_TEXT = new Set(['pickupPoint', 'accountCreatedAt', 'asn']);

function hasPickupPoint(order: OrderPlaced): boolean {
  return (plainOf(order).shipping?.pickupPoint ?? null) !== null;
}

describe('the quick look at an order', () => {
  test('passes the orders of the sample, so that they never pay for the rules', () => {
    expect(orders.filter((order) => !isSoundOrder(order, plainOf(order)))).toEqual([]);
  });

  test('never passes an order in which the rules find a fault, for every field and every awkward text or number', () => {
    const texts = [
      '',
      ' ',
      'a\u0000b',
      'a\nb',
      'a\ufffdb',
      'half \ud83d',
      '0',
      '1.',
      '.5',
      '1.2345',
      '1.23456',
      '1234567890123',
      '-1',
      'de',
      'DE',
      'DEU',
      'DEUR',
      'a@b',
      'a@b@c',
      'a b@c',
      '@b',
      'a@',
    ];
    texts.push(
      'x@\u00a0',
      '+49 30',
      '12345678901',
      '123',
      '12a4',
      '12345',
      'de_DE',
      'de-',
      ...[20, 21, 30, 31, 100, 101, 200, 201, 254, 255, 500, 501, 2_000, 2_001].map((n) => 'x'.repeat(n)),
    );
    const numbers = [-1, 0, 1, 10_000, 10_001, 1_000_000, 1_000_001];
    const disagreeing: string[] = [];
    for (const order of [
      orders.find(hasPickupPoint),
      orders.find((other) => !hasPickupPoint(other)),
    ] as OrderPlaced[]) {
      for (const path of leaves(order)) {
        if (NO_TEXT.has(path.at(-1) ?? '')) continue;
        const old = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], order);
        for (const value of typeof old === 'number' ? numbers : texts) {
          const changed = withLeaf(order, path, value);
          const parts = plainOf(changed);
          if (isSoundOrder(changed, parts) && formatFaults(changed, parts).length > 0)
            disagreeing.push(`${path.join('.')} = ${JSON.stringify(value).slice(0, 20)}`);
        }
      }
    }
    expect(disagreeing).toEqual([]);
  });

  test('never passes a text of any script that the rules refuse', () => {
    const text = fc.oneof(fc.string({ maxLength: 40 }), fc.string({ unit: 'binary', maxLength: 20 }));
    fc.assert(
      fc.property(fc.constantFrom(...orders), fc.nat(), text, (order, pick, string) => {
        const paths = leaves(order).filter((path) => !NO_TEXT.has(path.at(-1) ?? ''));
        const path = paths[pick % paths.length] ?? [];
        const old = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], order);
        if (typeof old === 'number') return;
        const changed = withLeaf(order, path, string);
        const parts = plainOf(changed);
        if (isSoundOrder(changed, parts)) expect(formatFaults(changed, parts)).toEqual([]);
      }),
      propertyRuns(200, 500),
    );
  });

  test('leaves an order without items, or with too many, to the rules', () => {
    const [order] = orders as [OrderPlaced];
    const none = { ...order, items: [] };
    const many = { ...order, items: Array.from({ length: 501 }, () => order.items[0] as OrderPlaced['items'][number]) };
    expect([none, many].map((changed) => isSoundOrder(changed, plainOf(changed)))).toEqual([false, false]);
    expect(formatFaults(many, plainOf(many)).map(({ code }) => code)).toEqual(['TOO_MANY_ITEMS']);
  });
});
