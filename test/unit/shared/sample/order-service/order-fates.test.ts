import { describe, expect, test } from '@jest/globals';
import type { OrderStatus } from '#schemas/generated/records';
import { createOrderFates } from '#shared/sample/order-service/order-fates';

const status = (orderId: string, kind: OrderStatus['status'], outcome: OrderStatus['outcome'] = null): OrderStatus => ({
  orderId,
  status: kind,
  outcome,
  reasonCodes: [],
  fieldPaths: [],
  policyVersion: 1,
  at: 1,
});

describe('the fates of orders', () => {
  test('count each status of an order once, however often it is told', () => {
    const fates = createOrderFates();
    fates.placed('a');
    expect(fates.told(status('a', 'ACCEPTED'))).toBe(true);
    expect(fates.told(status('a', 'ACCEPTED'))).toBe(false);
    expect(fates.counts()).toEqual({ placed: 1, byStatus: { ACCEPTED: 1 }, byOutcome: {} });
  });

  test('close an order when it is finished, not again when it is erased', () => {
    const fates = createOrderFates();
    fates.placed('a');
    fates.placed('b');
    fates.told(status('a', 'FINISHED', 'DELIVERED'));
    fates.told(status('a', 'ERASED', 'DELIVERED'));
    expect(fates.open()).toBe(1);
    expect(fates.counts().byOutcome).toEqual({ DELIVERED: 1 });
  });

  test('close a refused order once although it is finished and erased afterwards', () => {
    const fates = createOrderFates();
    fates.placed('a');
    for (const kind of ['REFUSED', 'FINISHED', 'ERASED'] as const) fates.told(status('a', kind, 'REFUSED'));
    expect(fates.open()).toBe(0);
  });

  test('pass over the orders of others', () => {
    const fates = createOrderFates();
    expect(fates.told(status('foreign', 'ACCEPTED'))).toBe(false);
    expect(fates.counts().byStatus).toEqual({});
  });
});
