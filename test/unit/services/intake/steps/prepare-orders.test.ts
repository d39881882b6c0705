// New orders are sealed before their keys are stored: what the store says afterwards decides whether any of that goes out.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { keysSeenOnce } from '#services/intake/steps/prepare-orders';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import {
  createSmallIntake,
  decodedIn,
  eventBytes,
  factsIn,
  incoming,
  lettersIn,
  NOW_MS,
  refs,
  type SmallIntake,
} from '../support/small-intake.js';

const orders = [...generateOrders({ seed: 'prepared', count: 3 })] as [PlainOrder, PlainOrder, PlainOrder];
const placed = (order: PlainOrder, offset: number): IncomingRecord =>
  incoming(order.orderId, eventBytes('OrderPlaced', order), offset);

let intake: SmallIntake;
beforeEach(() => {
  intake = createSmallIntake();
});

/** How many sealed blocks of the outputs the stored keys open. */
async function openedBy(outputs: readonly OutgoingRecord[], order: PlainOrder): Promise<number> {
  const orderRef = refs.orderRef(order.orderId);
  const found = (await intake.vault.keysFor([orderRef])).get(orderRef);
  if (found?.kind !== 'keys') return 0;
  const sealed = decodedIn(outputs, topics.ordersSealed).filter((record) => record.orderRef === orderRef);
  return sealed.filter(
    ({ category, schemaName, block }) =>
      intake.vault.open(found.keys, orderRef, category as 'shipping', schemaName, block).kind === 'opened',
  ).length;
}

describe('orders that are sealed before they are admitted', () => {
  test('have blocks that their stored keys open, a redelivered order like a new one beside it', async () => {
    const [first, second, third] = orders;
    await intake.work([placed(first, 0), placed(second, 1)], true);
    const outputs = await intake.work([placed(first, 0), placed(second, 1), placed(third, 2)]);
    for (const order of orders) expect(await openedBy(outputs, order)).toBe(4);
    expect(
      factsIn(outputs)
        .map(({ orderId }) => orderId)
        .toSorted(),
    ).toEqual(orders.map(({ orderId }) => orderId).toSorted());
  });

  test('leave nothing of an order that was erased or is there already but its refusal', async () => {
    const [erased, doubled] = orders;
    await intake.vault.shredOrders([refs.orderRef(erased.orderId)], NOW_MS);
    await intake.work([placed(doubled, 0)]);
    const outputs = await intake.work([placed(erased, 1), placed({ ...doubled, eventId: erased.eventId }, 2)]);
    expect(
      lettersIn(outputs)
        .map(({ code }) => code)
        .toSorted(),
    ).toEqual(['ORDER_DUPLICATE', 'ORDER_ERASED']);
    expect(outputs.filter(({ topic }) => topic !== topics.intakeDeadLetters.name)).toEqual([]);
  });

  test('have their newest facts alone published when something waited for them', async () => {
    const [order] = orders;
    const paid = { eventId: orders[1].eventId, orderId: order.orderId, occurredAt: order.occurredAt + 1 };
    await intake.work([
      incoming(order.orderId, eventBytes('PaymentConfirmed', { ...paid, amount: '1.00', currency: 'EUR' }), 0),
    ]);
    const outputs = await intake.work([placed(order, 1)]);
    expect(factsIn(outputs)).toMatchObject([{ revision: 2, paidAt: paid.occurredAt }]);
    expect(await openedBy(outputs, order)).toBe(4);
  });

  test('are those whose key no other record of the unit has', () => {
    const records = ['a', 'b', 'a', 'c', 'a', null].map((key, offset) => incoming(key, null, offset));
    expect([...keysSeenOnce(records)]).toEqual(['b', 'c']);
  });
});
