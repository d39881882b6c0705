// An order that lacks a field its carrier can't do without is held, and the order service is told which field.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import { standingOf } from '#services/erasure/domain/order-standing';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { createSmallCarriers, ORDERS, progressIn, type SmallCarriers } from './support/small-carriers.js';

const order = ORDERS[0] as PlainOrder;
/** To a country beyond the customs area without a number to call: customs can't reach the recipient. */
const abroad = {
  ...blocksOf(order).shipping,
  countryCode: 'CH',
  postalCode: '8001',
  pickupPoint: null,
  phone: null,
};

describe('an order that lacks a required field', () => {
  let carriers: SmallCarriers;
  beforeEach(async () => {
    carriers = await createSmallCarriers();
    await carriers.admit(order);
  });

  test('is held with the path of that field, and nothing is sent', async () => {
    await carriers.appendBlock(order, abroad);
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    const outputs = await carriers.work();
    expect(progressIn(outputs)).toMatchObject([
      { state: 'HELD', reasonCode: 'FIELD_REQUIRED_MISSING', fieldPaths: ['shipping.phone'] },
    ]);
    expect(outputs).toHaveLength(1);
  });

  test('stands with the order service as held for want of that field', () => {
    const facts = { revision: 2, orderId: 'o', state: 'PLACED' as const, refusalCodes: [], placedAt: 1 };
    const known = { ...facts, cancelledAt: null, caseOpen: false, lastEventAt: 1 };
    const parcel = { parcel: 0, parcels: 1, shipmentRef: null, carrierId: 'swiftpost' };
    const held = { kind: 'progress' as const, ...parcel, state: 'HELD' as const, at: 5 };
    const placed = evolveLife(UNKNOWN_ORDER, { kind: 'facts', facts: known });
    const life = evolveLife(placed, { ...held, reasonCode: 'FIELD_REQUIRED_MISSING', fieldPaths: ['shipping.phone'] });
    expect(standingOf(life)).toEqual({
      status: 'HELD',
      outcome: null,
      reasonCodes: ['FIELD_REQUIRED_MISSING'],
      fieldPaths: ['shipping.phone'],
      at: 5,
    });
    // Without fields it is what it was before.
    expect(standingOf(evolveLife(placed, { ...held, reasonCode: 'AGREEMENT_MISSING' }))).toEqual({
      status: 'HELD',
      outcome: null,
      reasonCodes: ['AGREEMENT_MISSING'],
      at: 5,
    });
  });

  test('goes once its address was corrected', async () => {
    await carriers.appendBlock(order, abroad);
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    await carriers.work();
    await carriers.appendBlock(order, { ...abroad, phone: '+41 44 123 45 67' }, 3);
    carriers.appendFacts(order, { revision: 3, paidAt: 1, deliveryRevision: 3, addressRevision: 3 });
    const told = progressIn(await carriers.work());
    expect(told.map(({ state }) => state)).toEqual(['RELEASED']);
  });
});
