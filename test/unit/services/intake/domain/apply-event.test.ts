import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { type Applied, applyEvent } from '#services/intake/domain/apply-event';
import type { OrderEvent, Placed } from '#services/intake/domain/order-event';
import type { OrderState } from '#services/intake/domain/order-state';

const base = { orderId: 'order-1', orderRef: 'ref-1' };

function placed(eventId = 'e1', position = 't:0:1', occurredAt = 1_000): Placed {
  return {
    ...base,
    type: 'placed',
    eventId,
    position,
    occurredAt,
    customerRef: 'customer-ref',
    destinationCountry: 'DE',
    carrierId: 'swiftpost',
    serviceLevel: 'standard',
    deliveryKind: 'HOME',
    items: [],
    amount: '10.00',
    currency: 'EUR',
  };
}

const paid = (eventId = 'e2', position = 't:0:2'): OrderEvent => ({
  ...base,
  type: 'payment-confirmed',
  eventId,
  position,
  occurredAt: 2_000,
});
const cancelled = (eventId = 'e3', position = 't:0:3'): OrderEvent => ({
  ...base,
  type: 'cancelled',
  eventId,
  position,
  occurredAt: 3_000,
  reason: 'CUSTOMER',
});
const opened = (eventId = 'e4', position = 't:0:4', caseId = 'c1'): OrderEvent => ({
  ...base,
  type: 'after-sales-opened',
  eventId,
  position,
  occurredAt: 4_000,
  caseId,
});
const refusal = (eventId = 'e0', position = 't:0:0'): OrderEvent => ({
  ...base,
  type: 'placement-refused',
  eventId,
  position,
  occurredAt: 500,
  codes: ['COUNTRY_UNKNOWN'],
  fieldPaths: ['shipping.countryCode'],
});

function stateOf(outcome: Applied): OrderState {
  if (outcome.kind !== 'applied' && outcome.kind !== 'repeated')
    throw new Error(`expected a state, got ${outcome.kind}`);
  return outcome.state;
}

function afterAll(events: readonly OrderEvent[]): OrderState | undefined {
  let state: OrderState | undefined;
  for (const event of events) {
    const outcome = applyEvent(state, event, 1);
    if (outcome.kind === 'applied') state = outcome.state;
  }
  return state;
}

describe('applying an event to an order', () => {
  test('a placed order becomes facts of revision 1 under the policy version in force', () => {
    const { facts, applied } = stateOf(applyEvent(undefined, placed(), 7));
    expect(facts).toMatchObject({ state: 'PLACED', revision: 1, policyVersion: 7, placedAt: 1_000, paidAt: null });
    expect(applied).toEqual([{ eventId: 'e1', position: 't:0:1' }]);
  });

  test('a payment raises the revision and keeps what was known before', () => {
    const { facts } = stateOf(applyEvent(afterAll([placed()]), paid(), 1));
    expect(facts).toMatchObject({ revision: 2, paidAt: 2_000, carrierId: 'swiftpost', lastEventAt: 2_000 });
  });

  test('an event before its order is early, so that it can wait instead of being lost', () => {
    expect(applyEvent(undefined, paid(), 1)).toEqual({ kind: 'early' });
  });

  test('the same event at another position is a duplicate, by name', () => {
    expect(applyEvent(afterAll([placed()]), placed('e1', 't:0:9'), 1)).toEqual({
      kind: 'refused',
      code: 'EVENT_DUPLICATE',
    });
  });

  test('another OrderPlaced for the same order is refused as a duplicate order', () => {
    expect(applyEvent(afterAll([placed()]), placed('e9', 't:0:9'), 1)).toEqual({
      kind: 'refused',
      code: 'ORDER_DUPLICATE',
    });
  });

  test('a refused order can be placed again once it is mended', () => {
    const { facts } = stateOf(applyEvent(afterAll([refusal()]), placed(), 1));
    expect(facts).toMatchObject({ state: 'PLACED', revision: 2, refusalCodes: [], refusalPaths: [] });
  });

  test('a refusal carries its codes, and the fields at fault, to the order service', () => {
    expect(stateOf(applyEvent(undefined, refusal(), 1)).facts).toMatchObject({
      state: 'REFUSED',
      refusalCodes: ['COUNTRY_UNKNOWN'],
      refusalPaths: ['shipping.countryCode'],
      customerRef: null,
    });
  });

  test('nothing but a new placement is accepted for a refused order', () => {
    expect(applyEvent(afterAll([refusal()]), paid(), 1)).toEqual({ kind: 'refused', code: 'ORDER_REFUSED' });
  });

  test.each([
    ['a second payment', [placed(), paid()], paid('e8', 't:0:8')],
    ['a payment after the cancellation', [placed(), cancelled()], paid()],
    ['a second cancellation', [placed(), cancelled()], cancelled('e8', 't:0:8')],
    ['a case opened twice', [placed(), opened()], opened('e8', 't:0:8')],
    [
      'closing a case that is not open',
      [placed()],
      { ...opened('e8', 't:0:8'), type: 'after-sales-closed' } as OrderEvent,
    ],
  ])('%s is refused as out of order', (_what, before, event) => {
    expect(applyEvent(afterAll(before), event, 1)).toEqual({ kind: 'refused', code: 'EVENT_OUT_OF_ORDER' });
  });

  test('the facts tell when a case was closed last, so that nobody needs to have seen it open', () => {
    const closed = (eventId: string, position: string, occurredAt: number): OrderEvent => ({
      ...base,
      type: 'after-sales-closed',
      eventId,
      position,
      occurredAt,
      caseId: 'c1',
    });
    const events = [
      placed(),
      opened(),
      closed('e5', 't:0:5', 5_000),
      opened('e6', 't:0:6'),
      closed('e7', 't:0:7', 4_500),
    ];
    const told = events.reduce<{ state: OrderState | undefined; at: (number | null)[] }>(
      ({ state, at }, event) => {
        const next = stateOf(applyEvent(state, event, 1));
        return { state: next, at: [...at, next.facts.caseClosedAt] };
      },
      { state: undefined, at: [] },
    );
    expect(told.at).toEqual([null, null, 5_000, 5_000, 5_000]);
  });

  test('any event delivered again at its own position changes nothing and publishes the same facts', () => {
    const events = [placed(), paid(), opened()];
    fc.assert(
      fc.property(fc.array(fc.nat(2), { maxLength: 12 }), (redeliveries) => {
        const state = afterAll(events);
        for (const index of redeliveries) {
          const event = events[index];
          if (event === undefined) return;
          expect(applyEvent(state, event, 1)).toEqual({ kind: 'repeated', state });
        }
      }),
    );
  });
});
