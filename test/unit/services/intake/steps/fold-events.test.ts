import { describe, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import type { OrderEvent } from '#services/intake/domain/order-event';
import type { OrderState } from '#services/intake/domain/order-state';
import type { CheckedEvent } from '#services/intake/steps/checked-event';
import { type Fold, foldEvents, refuseErased } from '#services/intake/steps/fold-events';

const orderRef = 'AAAAAAAAAAAAAAAAAAAAAA' as OrderRef;
let offset = 0;

/** One event at the next position; `at` is when it happened. */
function event(type: OrderEvent['type'], at: number, more: object = {}): CheckedEvent {
  const position = `orders.events:0:${offset++}`;
  const base = { type, eventId: `event-${position}`, orderId: 'order', orderRef, position, occurredAt: at };
  const record = { topic: 'orders.events', partition: 0, offset: String(offset), timestampMs: 0 };
  const refusal = { record: { ...record, key: null, value: null, headers: {} }, fieldPaths: [], step: 'checkEvents' };
  const item: CheckedEvent = {
    record: refusal.record,
    orderRef,
    event: { ...base, codes: ['COUNTRY_UNKNOWN'], caseId: 'case', reason: 'STOCK', ...more } as unknown as OrderEvent,
    blocks: [],
  };
  return type === 'placement-refused' ? { ...item, refusal: { ...refusal, code: 'COUNTRY_UNKNOWN' } } : item;
}

function stateOf(fold: Fold): OrderState {
  if (fold.publish === undefined) throw new Error('the fold gives no state');
  return fold.publish;
}

const codes = ({ refusals }: Fold): string[] => refusals.map(({ code }) => code);
const waiting = ({ waiting: all }: Fold): string[] => all.map(({ code }) => code);

describe('folding the events of an order', () => {
  test('applies what lay before its order as soon as the order is there, in the order in which it happened', () => {
    const fold = foldEvents(1, undefined, [
      event('cancelled', 30),
      event('payment-confirmed', 20),
      event('placed', 10),
    ]);
    expect(stateOf(fold).facts).toMatchObject({ revision: 3, paidAt: 20, cancelledAt: 30 });
    expect([codes(fold), waiting(fold)]).toEqual([[], []]);
  });

  test('lets what lies behind the order see the events that waited, as if each had been a unit of its own', () => {
    const fold = foldEvents(1, undefined, [event('payment-confirmed', 90), event('placed', 1), event('cancelled', 2)]);
    expect(stateOf(fold).facts).toMatchObject({ paidAt: 90, cancelledAt: 2 });
  });

  test('keeps a payment waiting while its order is refused, and applies it when the order is mended', () => {
    const paid = event('payment-confirmed', 2);
    const refused = foldEvents(1, undefined, [event('placement-refused', 1), paid]);
    expect([waiting(refused), codes(refused)]).toEqual([['ORDER_REFUSED'], ['COUNTRY_UNKNOWN']]);
    const mended = foldEvents(1, undefined, [event('placement-refused', 1), paid, event('placed', 3)]);
    expect(stateOf(mended).facts).toMatchObject({ state: 'PLACED', paidAt: 2, revision: 3 });
    expect(waiting(mended)).toEqual([]);
  });

  test('leaves all waiting, and nothing to publish, while no placement is among the events', () => {
    const fold = foldEvents(1, undefined, [event('payment-confirmed', 1), event('packed', 2)]);
    expect(fold).toMatchObject({ publish: undefined, changed: false, refusals: [] });
    expect(waiting(fold)).toEqual(['EVENT_EARLY', 'EVENT_EARLY']);
  });

  test('delivered again, refuses a second opening of a case which was closed meanwhile, or the case would never end', () => {
    const events = [
      event('placed', 1),
      event('after-sales-opened', 2),
      event('after-sales-opened', 3),
      event('after-sales-closed', 4),
    ];
    const first = foldEvents(1, undefined, events);
    expect([stateOf(first).facts.openCases, codes(first)]).toEqual([[], ['EVENT_OUT_OF_ORDER']]);
    const again = foldEvents(1, stateOf(first), events);
    expect(again).toMatchObject({ publish: first.publish, changed: false });
    expect(codes(again)).toEqual(['EVENT_OUT_OF_ORDER']);
  });

  test('remembers no refusal that stands by itself, so that a flood of duplicates does not grow the note', () => {
    const placed = event('placed', 1);
    const duplicates = Array.from({ length: 200 }, () => event('placed', 2));
    const fold = foldEvents(1, undefined, [placed, ...duplicates, event('payment-confirmed', 3)]);
    expect(codes(fold)).toHaveLength(200);
    expect(stateOf(fold)).toMatchObject({ refused: [], applied: { length: 2 } });
    const openings = Array.from({ length: 300 }, () => event('after-sales-opened', 2));
    const flooded = foldEvents(1, undefined, [placed, ...openings, event('after-sales-closed', 3)]);
    expect(stateOf(flooded).refused).toHaveLength(100);
  });

  test('of an erased order refuses everything and publishes nothing', () => {
    const fold = refuseErased([event('placed', 1), event('payment-confirmed', 2)]);
    expect(fold).toMatchObject({ publish: undefined, changed: false, waiting: [], placements: [] });
    expect(codes(fold)).toEqual(['ORDER_ERASED', 'ORDER_ERASED']);
  });
});
