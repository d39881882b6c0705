import { describe, expect, test } from '@jest/globals';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import type { OrderNews } from '#services/erasure/domain/order-news';
import { type RetentionLife, retentionLifeOf } from '#services/erasure/domain/retention-life';
import { facts, held, progress } from './news-samples.js';

const retention = (...news: OrderNews[]): RetentionLife =>
  retentionLifeOf({ life: news.reduce(evolveLife, UNKNOWN_ORDER), legalHolds: [] });

describe('the moments retention counts from', () => {
  test('are the last of each kind over all parcels', () => {
    const { moments, paused } = retention(
      facts(),
      progress('DELIVERED', 2_000, { parcel: 1, parcels: 3 }),
      progress('DELIVERED', 3_000, { parcel: 2, parcels: 3 }),
      progress('RETURNED', 2_500, { parcel: 3, parcels: 3 }),
    );
    expect(moments).toEqual({ delivered: 3_000, returned: 2_500 });
    expect(paused).toEqual({ 'open-after-sales-case': false, 'legal-hold': false, 'parcel-under-way': false });
  });

  test('name cancellation and refusal', () => {
    expect(retention(facts({ cancelledAt: 1_500 })).moments).toEqual({ cancelled: 1_500 });
    expect(retention(facts({ state: 'REFUSED', lastEventAt: 900 })).moments).toEqual({ refused: 900 });
    expect(retention(facts(), held('FRAUD_REFUSED', 1_200)).moments).toEqual({ refused: 1_200 });
    expect(retention(facts(), held('FRAUD_REFUSED', 1_200), progress('RELEASED', 1_300)).moments).toEqual({});
  });

  test('hold still while an after-sales case is open and count from its closing', () => {
    const opened = facts({ revision: 2, caseOpen: true, lastEventAt: 3_000 });
    expect(retention(progress('DELIVERED', 2_000), opened).paused['open-after-sales-case']).toBe(true);
    const closed = retention(progress('DELIVERED', 2_000), opened, facts({ revision: 3, lastEventAt: 4_000 }));
    expect(closed.moments).toEqual({ delivered: 2_000, 'after-sales-closed': 4_000 });
    expect(closed.paused['open-after-sales-case']).toBe(false);
  });

  test('hold still while one parcel is delivered and the other still has to come', () => {
    const two = { parcel: 1, parcels: 2 };
    expect(retention(facts(), progress('DELIVERED', 2_000, two)).paused['parcel-under-way']).toBe(true);
    expect(retention(facts({ cancelledAt: 1_900 }), progress('DELIVERED', 2_000, two)).paused['parcel-under-way']).toBe(
      false,
    );
    expect(retention(facts({ cancelledAt: 1_900 }), progress('ACCEPTED', 2_000, two)).paused['parcel-under-way']).toBe(
      true,
    );
  });

  test('do not wait for a parcel that was released and never handed over once the order is cancelled', () => {
    expect(retention(facts({ cancelledAt: 1_900 }), progress('RELEASED', 1_500)).paused['parcel-under-way']).toBe(
      false,
    );
  });
});
