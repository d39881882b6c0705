// Orders at the gate of fraud control: nothing goes by default, a late word lets go or refuses, and what an analyst refused stays.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Assessment, Decision } from '#schemas/generated/records';
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { Patience } from '#services/carriers/steps/fraud-gate';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '../support/small-road.js';

const order = [...generateOrders({ seed: 'fraud-gate', count: 30 })].find(
  ({ shipping }) => shipping['fulfilment.orders.Shipping'].carrierId === 'swiftpost',
) as PlainOrder;
const { shipments } = carrierTopics('swiftpost');
const PATIENCE: Patience = { lateAfterMs: 60_000, releaseAfterMs: null };

describe('an order at the gate of fraud control', () => {
  let road: SmallRoad;
  let carriers: UnitHandler;
  /** Address block and facts of a paid order. */
  let paid: IncomingRecord[];

  beforeEach(async () => {
    road = await givenRoad();
    carriers = await road.startCarriers(PATIENCE);
    const placed = road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)]));
    const block = placed.filter(({ key }) => key?.toString().endsWith('/shipping') === true);
    const payment = road.event('PaymentConfirmed', {
      eventId: '00000000-0000-4000-8000-000000000001',
      orderId: order.orderId,
      occurredAt: order.occurredAt + 1,
      amount: '1.00',
      currency: 'EUR',
    });
    paid = [...block, ...road.asInput(await runUnit(road.intake, [payment]))];
  });

  const released = (outputs: readonly OutgoingRecord[]): number =>
    outputs.filter(({ topic, value }) => topic === shipments.name && value !== null).length;
  const holds = (outputs: readonly OutgoingRecord[]): (string | null)[] =>
    road.decoded(outputs, topics.shipmentsProgress).flatMap(({ state, reasonCode }) => {
      return state === 'HELD' ? [reasonCode] : [];
    });
  const orderRef = (): string => road.refs.orderRef(order.orderId);
  const assessment = (revision: number, verdict: Assessment['verdict']): IncomingRecord =>
    road.record(
      topics.fraudAssessments.name,
      orderRef(),
      road.codec.encode(topics.fraudAssessments, {
        orderRef: orderRef(),
        revision,
        placedAt: order.occurredAt,
        amount: '1.00',
        currency: 'EUR',
        score: 0,
        verdict,
        reasons: [],
        features: [],
        handles: [],
        ruleSet: 'default',
        ruleSetVersion: 1,
        lists: [],
        policyVersion: 1,
        assessedAt: 7,
      }),
    );
  const decision = (ruling: Decision['ruling'], decidedAt: number, key = orderRef()): IncomingRecord =>
    road.record(
      topics.fraudDecisions.name,
      key,
      road.codec.encode(topics.fraudDecisions, {
        orderRef: orderRef(),
        ruling,
        note: 'looked at',
        decidedBy: 'analyst',
        decidedAt,
        revision: null,
      }),
    );

  test('waits without a word until it is assessed, and goes with the word RELEASE', async () => {
    const waiting = await runUnit(carriers, paid);
    expect([released(waiting), holds(waiting)]).toEqual([0, []]);
    expect(released(await runUnit(carriers, [assessment(1, 'RELEASE')]))).toBe(1);
    expect(released(await runUnit(carriers, [assessment(2, 'RELEASE')]))).toBe(0);
  });

  test('goes at once when the assessment was there before, even before a restart', async () => {
    await runUnit(carriers, [assessment(1, 'RELEASE')]);
    expect(released(await runUnit(await road.startCarriers(PATIENCE), paid))).toBe(1);
  });

  test('goes with an assessment of the same unit', async () => {
    expect(released(await runUnit(carriers, [...paid, assessment(1, 'RELEASE')]))).toBe(1);
  });

  test('is held in review, and a revision lets it go', async () => {
    const held = await runUnit(carriers, [assessment(1, 'REVIEW'), ...paid]);
    expect([released(held), holds(held)]).toEqual([0, ['FRAUD_IN_REVIEW']]);
    expect(released(await runUnit(carriers, [assessment(2, 'RELEASE')]))).toBe(1);
  });

  test('does not go by an older revision that comes late', async () => {
    await runUnit(carriers, [...paid, assessment(5, 'REVIEW')]);
    expect(released(await runUnit(carriers, [assessment(4, 'RELEASE')]))).toBe(0);
    expect(released(await runUnit(carriers, [assessment(6, 'RELEASE'), assessment(4, 'BLOCK')]))).toBe(1);
  });

  test('is refused by BLOCK, and an analyst can still release it', async () => {
    expect(holds(await runUnit(carriers, [assessment(1, 'BLOCK'), ...paid]))).toEqual(['FRAUD_REFUSED']);
    expect(released(await runUnit(carriers, [decision('RELEASE', 10)]))).toBe(1);
  });

  test('never goes by a revision once an analyst refused it; only an analyst takes that back', async () => {
    await runUnit(carriers, [...paid, assessment(1, 'REVIEW')]);
    expect(holds(await runUnit(carriers, [decision('REFUSE', 10)]))).toEqual(['FRAUD_REFUSED']);
    const revised = await runUnit(carriers, [assessment(2, 'RELEASE')]);
    expect([released(revised), holds(revised)]).toEqual([0, ['FRAUD_REFUSED']]);
    expect(released(await runUnit(await road.startCarriers(PATIENCE), [assessment(3, 'RELEASE')]))).toBe(0);
    expect(released(await runUnit(carriers, [decision('RELEASE', 9)]))).toBe(0);
    expect(released(await runUnit(carriers, [decision('RELEASE', 11)]))).toBe(1);
  });

  test('tells the same time of its refusal however often it is tried', async () => {
    const refusedAt = async (flow: UnitHandler, records: readonly IncomingRecord[]) =>
      road.decoded(await runUnit(flow, records), topics.shipmentsProgress).map(({ at }) => at);
    const first = await refusedAt(carriers, [...paid, assessment(1, 'BLOCK')]);
    road.world.nowMs += 86_400_000;
    expect(await refusedAt(await road.startCarriers(PATIENCE), [])).toEqual(first);
    expect(first).toHaveLength(1);
  });

  test('released in a unit that was never committed, goes with the repetition and only once', async () => {
    await runUnit(carriers, paid);
    const word = assessment(1, 'RELEASE');
    await runUnit(carriers, [word], 'crash');
    carriers = await road.startCarriers(PATIENCE);
    expect(released(await runUnit(carriers, []))).toBe(0);
    expect(released(await runUnit(carriers, [word]))).toBe(1);
    expect(released(await runUnit(carriers, [assessment(2, 'RELEASE')]))).toBe(0);
  });

  test('is told as held once its assessment is late, and never goes without one', async () => {
    await runUnit(carriers, paid);
    road.machine.nowMs = PATIENCE.lateAfterMs - 1;
    expect(holds(await runUnit(carriers, []))).toEqual([]);
    road.machine.nowMs = PATIENCE.lateAfterMs;
    const late = await runUnit(carriers, []);
    expect([released(late), holds(late)]).toEqual([0, ['FRAUD_AWAITED']]);
    expect(holds(await runUnit(carriers, []))).toEqual([]);
    expect(released(await runUnit(carriers, [assessment(1, 'RELEASE')]))).toBe(1);
  });

  test('goes without an assessment after the time that was configured for it, also over a restart', async () => {
    const patience = { lateAfterMs: 10, releaseAfterMs: 100 };
    await runUnit(await road.startCarriers(patience), paid);
    road.machine.nowMs = 99;
    carriers = await road.startCarriers(patience);
    expect(released(await runUnit(carriers, []))).toBe(0);
    road.machine.nowMs = 100;
    expect(released(await runUnit(carriers, []))).toBe(1);
  });

  test('in review does not go by any time-out', async () => {
    carriers = await road.startCarriers({ lateAfterMs: 10, releaseAfterMs: 100 });
    await runUnit(carriers, [...paid, assessment(1, 'REVIEW')]);
    road.machine.nowMs = 1_000;
    expect(released(await runUnit(carriers, []))).toBe(0);
    expect(released(await runUnit(await road.startCarriers({ lateAfterMs: 10, releaseAfterMs: 100 }), []))).toBe(0);
  });

  test('is not moved by a decision under the key of another order, which is refused by name', async () => {
    await runUnit(carriers, [...paid, assessment(1, 'REVIEW')]);
    const outputs = await runUnit(carriers, [decision('RELEASE', 10, road.refs.orderRef('another-order'))]);
    expect(released(outputs)).toBe(0);
    expect(road.decoded(outputs, topics.carriersDeadLetters)).toMatchObject([{ code: 'KEY_MISMATCH' }]);
  });

  test('that went out stays out when a revision thinks otherwise', async () => {
    await runUnit(carriers, [...paid, assessment(1, 'RELEASE')]);
    const outputs = await runUnit(carriers, [assessment(2, 'BLOCK')]);
    expect(outputs).toEqual([]);
  });
});
