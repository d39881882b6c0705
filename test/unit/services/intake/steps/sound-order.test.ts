import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { OrderPlaced } from '#schemas/generated/records';
import { formatFaults, plainOf } from '#services/intake/steps/placed-order';
import { isSoundOrder } from '#services/intake/steps/sound-order';
import { generateOrders } from '#shared/sample/generate-orders';

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

const NO_TEXT = new Set(['pickupPoint', 'accountCreatedAt', 'asn']);

describe('the quick look at an order', () => {
  test('passes the orders of the sample, so that they never pay for the rules', () => {
    expect(orders.filter((order) => !isSoundOrder(order, plainOf(order)))).toEqual([]);
  });

  test('never passes an order in which the rules find a fault, whatever text or number stands in a field', () => {
    const text = fc.oneof(
      fc.string({ maxLength: 40 }),
      fc.string({ unit: 'binary', maxLength: 20 }),
      fc.constantFrom(
        '',
        ' ',
        '0',
        '1.',
        '.5',
        '1.23456',
        '1234567890123',
        'de',
        'DEU',
        'a@b',
        'a@b@c',
        'a b@c',
        'x@\u00a0',
        '+49 30',
        '12345678901',
        '12a4',
      ),
      fc.integer({ min: 90, max: 2_100 }).map((length) => 'x'.repeat(length)),
    );
    const number = fc.oneof(
      fc.integer({ min: -5, max: 2_000_000 }),
      fc.constantFrom(0, 1, 10_000, 10_001, 1_000_000, 1_000_001),
    );
    fc.assert(
      fc.property(
        fc.constantFrom(...orders),
        fc.nat(),
        text,
        number,
        fc.boolean(),
        (order, pick, string, integer, isNull) => {
          // Types are Avro's business: these may be null or something else than a text.
          const paths = leaves(order).filter((leaf) => !NO_TEXT.has(leaf.at(-1) ?? ''));
          const path = paths[pick % paths.length] ?? [];
          const old = path.reduce<unknown>((value, key) => (value as Record<string, unknown>)[key], order);
          const changed = withLeaf(
            order,
            path,
            typeof old === 'number' ? integer : old === null && isNull ? null : string,
          );
          const parts = plainOf(changed);
          if (isSoundOrder(changed, parts)) expect(formatFaults(changed, parts)).toEqual([]);
        },
      ),
      { numRuns: 1_000 },
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
