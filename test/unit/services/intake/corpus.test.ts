// Every fault of the corpus in every field it names, through intake: refused by name with the path of that field and without its value,
// or taken in unchanged.
import { describe, expect, test } from '@jest/globals';
import type { DeadLetter, OrderFacts, SealedCategory } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { CORPUS, valueAt } from '#test/support/corpus';
import { givenRoad, runUnit } from '../support/small-road.js';

const road = await givenRoad();
const orders = generateOrders({ seed: 'corpus', count: CORPUS.length })[Symbol.iterator]();

/** What was taken in of the order, as it was taken in. */
async function takenIn(order: PlainOrder, outputs: readonly OutgoingRecord[]): Promise<Record<string, unknown>> {
  const orderRef = road.refs.orderRef(order.orderId);
  const found = (await road.vault.keysFor([orderRef])).get(orderRef);
  if (found?.kind !== 'keys') throw new Error('the order has no keys');
  const blocks: Record<string, unknown> = { items: road.decoded<OrderFacts>(outputs, topics.ordersFacts)[0]?.items };
  for (const { category, schemaName, block } of road.decoded<SealedCategory>(outputs, topics.ordersSealed)) {
    const opened = road.vault.open(found.keys, orderRef, category as 'shipping', schemaName, block);
    if (opened.kind !== 'opened') throw new Error(opened.kind);
    const decoded = road.codec.decodeBare(schemaName as 'fulfilment.orders.Shipping', opened.plain);
    if (decoded.kind === 'refused') throw new Error(decoded.code);
    const { signals, customerId } = decoded.value as unknown as { signals?: unknown; customerId?: unknown };
    blocks[category] = signals ?? decoded.value;
    if (customerId !== undefined) blocks['customerId'] = customerId;
  }
  return blocks;
}

describe('the corpus of broken orders', () => {
  test('is as large as was promised, and names each of its inputs once', () => {
    expect(CORPUS.length).toBeGreaterThanOrEqual(200);
    expect(new Set(CORPUS.map(({ name }) => name)).size).toBe(CORPUS.length);
  });

  test.each(CORPUS.map((row) => [row.name, row] as const))('%s', async (_, { field, value, expected, spoil }) => {
    const order = spoil(orders.next().value as PlainOrder);
    const outputs = await runUnit(road.intake, [road.event('OrderPlaced', order)]);
    const letters = road.decoded<DeadLetter>(outputs, topics.intakeDeadLetters);
    if (expected === 'accepted') {
      expect(letters.map(({ code, fieldPaths }) => [code, fieldPaths])).toEqual([]);
      expect(valueAt(await takenIn(order, outputs), field)).toBe(value);
      return;
    }
    expect(letters.map(({ code }) => code)).toEqual([expected]);
    expect(letters[0]?.fieldPaths).toContain(field);
    const bytes = Buffer.concat(outputs.map((output) => output.value ?? Buffer.alloc(0)));
    if (value.trim().length > 3) expect(bytes.includes(value)).toBe(false);
  });
});
