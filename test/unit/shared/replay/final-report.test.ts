import { describe, expect, test } from '@jest/globals';
import { createFateBook } from '#shared/replay/fate-book';
import { finalReport, renderReport } from '#shared/replay/final-report';
import type { FinalState, OrderHistory } from '#shared/replay/order-history';

function historyOf(orderId: string, status: string, expectedFinal: FinalState, decisions: string[] = []): OrderHistory {
  return {
    orderId,
    personKey: orderId,
    countryCode: 'BR',
    home: { city: 'c', region: 'SP', postalCode: '01000-000' },
    items: [],
    amount: '1.00',
    paymentMethod: 'card',
    steps: [],
    status,
    expectedFinal,
    decisions,
  };
}

const histories = [
  historyOf('a', 'delivered', 'delivered'),
  historyOf('b', 'delivered', 'delivered', ['payment-assumed']),
  historyOf('c', 'delivered', 'delivered', ['payment-assumed', 'items-unlisted']),
  historyOf('d', 'created', 'accepted'),
];

function fates() {
  const book = createFateBook(histories.map(({ orderId }) => orderId));
  const base = { outcome: null, reasonCodes: [], fieldPaths: [], policyVersion: 1, at: 1 };
  book.told({ ...base, orderId: 'a', status: 'ERASED', outcome: 'DELIVERED' });
  book.told({ ...base, orderId: 'b', status: 'FINISHED', outcome: 'DELIVERED' });
  book.told({ ...base, orderId: 'c', status: 'REFUSED' });
  book.told({ ...base, orderId: 'd', status: 'ACCEPTED' });
  return book;
}

describe('the report of a replay', () => {
  test('counts expected against actual states, those astray last and by name', () => {
    const report = finalReport(histories, fates());
    expect(report).toMatchObject({ orders: 4, accounted: 3 });
    expect(report.rows).toEqual([
      { status: 'delivered', expected: 'delivered', actual: 'delivered', orders: 2 },
      { status: 'created', expected: 'accepted', actual: 'accepted', orders: 1 },
      { status: 'delivered', expected: 'delivered', actual: 'refused', orders: 1 },
    ]);
    expect(report.astray).toEqual([{ orderId: 'c', expected: 'delivered', actual: 'refused' }]);
    expect([...report.decisions]).toEqual([
      ['payment-assumed', 2],
      ['items-unlisted', 1],
    ]);
  });

  test('reads as a table with what is astray marked', () => {
    const text = renderReport(finalReport(histories, fates()), 1);
    expect(text).toContain('delivered     delivered  delivered       2\n');
    expect(text).toContain('delivered     delivered  refused         1  ← astray\n');
    expect(text).toContain('3 of 4 orders ended as their history says; 1 are erased.');
    expect(text).toContain('c  expected delivered, is refused');
    expect(text).toContain('2  payment-assumed');
  });

  test('says nothing of strays and decisions where there are none', () => {
    const text = renderReport(finalReport([historyOf('d', 'created', 'accepted')], fates()), 0);
    expect(text).toContain('1 of 1 orders');
    expect(text).not.toMatch(/Astray|Decided/);
  });
});
