import { describe, expect, test } from '@jest/globals';
import { DEFAULT_CARRIER_SHARES, itineraryOf } from '#shared/sample/carrier/itinerary';

const plain = { returned: 0, lost: 0, doubled: 0, outOfOrder: 0 };
const many = Array.from({ length: 4_000 }, (_, i) => `ref-${i}`);
const reported = (shares: typeof plain) =>
  many.map((ref) =>
    itineraryOf(ref, 'seed', shares)
      .map(({ status }) => status)
      .join('>'),
  );

describe('the way of a parcel', () => {
  test('goes from acceptance to delivery, in time and in order, when nothing goes wrong', () => {
    expect(new Set(reported(plain))).toEqual(new Set(['ACCEPTED>IN_TRANSIT>OUT_FOR_DELIVERY>DELIVERED']));
    for (const ref of many.slice(0, 100)) {
      const times = itineraryOf(ref, 'seed', plain).map(({ happensAfterMs }) => happensAfterMs);
      expect(times).toEqual(times.toSorted((a, b) => a - b));
    }
  });

  test('is the same for the same parcel and seed, so that a run can be repeated', () => {
    expect(itineraryOf('ref-1', 'seed', DEFAULT_CARRIER_SHARES)).toEqual(
      itineraryOf('ref-1', 'seed', DEFAULT_CARRIER_SHARES),
    );
    expect(itineraryOf('ref-1', 'seed', plain)).not.toEqual(itineraryOf('ref-2', 'seed', plain));
  });

  test('ends in a loss or a return as often as asked', () => {
    const ends = reported({ ...plain, lost: 0.05, returned: 0.1 });
    const share = (end: string) => ends.filter((way) => way.endsWith(end)).length / many.length;
    expect(share('LOST')).toBeCloseTo(0.05, 1);
    expect(share('RETURNED')).toBeCloseTo(0.1, 1);
  });

  test('reports twice when doubled, late when out of order, and tells the true time either way', () => {
    const doubled = itineraryOf('ref-1', 'seed', { ...plain, doubled: 1 });
    expect(doubled).toHaveLength(5);
    expect(new Set(doubled.map(({ status }) => status)).size).toBe(4);
    const [, second, third] = itineraryOf('ref-1', 'seed', { ...plain, outOfOrder: 1 });
    expect([second?.status, third?.status]).toEqual(['OUT_FOR_DELIVERY', 'IN_TRANSIT']);
    expect(third?.happensAfterMs).toBeLessThan(second?.happensAfterMs ?? 0);
  });
});
