import { describe, expect, test } from '@jest/globals';
import type { OrderOutcome, OrderStatus, OrderStatusKind } from '#schemas/generated/records';
import { createFateBook } from '#shared/replay/fate-book';

const status = (kind: OrderStatusKind, outcome: OrderOutcome | null = null, orderId = 'a'): OrderStatus => ({
  orderId,
  status: kind,
  outcome,
  reasonCodes: [],
  fieldPaths: [],
  policyVersion: 1,
  at: 1,
});

describe('the book of fates', () => {
  test.each([
    [[], 'untold'],
    [[status('ACCEPTED')], 'accepted'],
    [[status('HELD')], 'held'],
    [[status('REFUSED')], 'refused'],
    [[status('ACCEPTED'), status('RELEASED')], 'released'],
    [[status('HANDED_OVER')], 'shipped'],
    [[status('DELIVERED')], 'unfinished'],
    [[status('FINISHED', 'DELIVERED')], 'delivered'],
    [[status('FINISHED', 'CANCELLED')], 'cancelled'],
    [[status('FINISHED', 'DELIVERED'), status('ERASED', 'DELIVERED')], 'delivered'],
    [[status('FINISHED', 'RETURNED'), status('ERASED')], 'returned'],
    [[status('ERASED', 'LOST')], 'lost'],
  ] as const)('after %j calls the order %s', (told, state) => {
    const book = createFateBook(['a']);
    for (const one of told) book.told(one);
    expect(book.stateOf('a')).toBe(state);
  });

  test('counts an order once per status, the ones it passed over included', () => {
    const book = createFateBook(['a', 'b']);
    book.told(status('HANDED_OVER'));
    book.told(status('HANDED_OVER'));
    book.told(status('FINISHED', 'CANCELLED', 'b'));
    expect(book.counts()).toMatchObject({
      ACCEPTED: 2,
      RELEASED: 1,
      HANDED_OVER: 1,
      DELIVERED: 0,
      FINISHED: 1,
      ERASED: 0,
    });
    expect(book.reached('a', 'RELEASED')).toBe(true);
    expect(book.reached('a', 'DELIVERED')).toBe(false);
  });

  test('knows when nothing can change any more', () => {
    const book = createFateBook(['a', 'b']);
    book.told(status('DELIVERED'));
    expect(book.isOver('a')).toBe(false);
    book.told(status('FINISHED', 'DELIVERED'));
    book.told(status('REFUSED', null, 'b'));
    expect([book.isOver('a'), book.isOver('b')]).toEqual([true, true]);
  });

  test('passes over orders of others, so that a replay can share a broker', () => {
    const book = createFateBook(['a']);
    expect(book.told(status('ACCEPTED', null, 'foreign'))).toBe(false);
    expect(book.counts().ACCEPTED).toBe(0);
    expect(book.stateOf('foreign')).toBe('untold');
  });

  test('tells news from repetitions', () => {
    const book = createFateBook(['a']);
    expect(book.told(status('ACCEPTED'))).toBe(true);
    expect(book.told(status('ACCEPTED'))).toBe(false);
  });
});
