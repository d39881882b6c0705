import { describe, expect, test } from '@jest/globals';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import type { OrderNews } from '#services/erasure/domain/order-news';
import { type Standing, standingOf, standingsToTell } from '#services/erasure/domain/order-standing';
import { facts, held, progress } from './news-samples.js';

const standing = (...news: OrderNews[]): Standing | null => standingOf(news.reduce(evolveLife, UNKNOWN_ORDER));
const parcel = (number: number) => ({ parcel: number, parcels: 2 });

describe('where an order stands', () => {
  test('is unknown without its facts, for nobody knows whom to tell', () => {
    expect(standing(progress('DELIVERED', 5))).toBeNull();
  });

  test('goes from accepted over held, released and handed over to finished', () => {
    const news: OrderNews[] = [facts()];
    const after = (item: OrderNews): Standing | null => standing(...(news.push(item), news));
    expect(standing(...news)).toMatchObject({ status: 'ACCEPTED', at: 1_000, outcome: null });
    expect(after(held('FIELD_MISSING', 1_100))).toMatchObject({
      status: 'HELD',
      reasonCodes: ['FIELD_MISSING'],
      at: 1_100,
    });
    expect(after(progress('RELEASED', 1_200))).toMatchObject({ status: 'RELEASED', reasonCodes: [], at: 1_200 });
    expect(after(progress('IN_TRANSIT', 1_300))).toMatchObject({ status: 'HANDED_OVER', at: 1_300 });
    expect(after(progress('DELIVERED', 1_400))).toMatchObject({ status: 'FINISHED', outcome: 'DELIVERED', at: 1_400 });
  });

  test('is refused and finished by a refusal of fraud control, unless it goes out all the same', () => {
    const news = [facts(), held('FRAUD_IN_REVIEW', 1_100), held('FRAUD_REFUSED', 1_200)];
    const end = { status: 'FINISHED', outcome: 'REFUSED', reasonCodes: ['FRAUD_REFUSED'], at: 1_200 };
    expect(standing(...news)).toMatchObject(end);
    const told = standingsToTell(news.reduce(evolveLife, UNKNOWN_ORDER), null);
    expect(told.map(({ status }) => status)).toEqual(['ACCEPTED', 'REFUSED', 'FINISHED']);
    expect(standing(...news, held('FRAUD_IN_REVIEW', 1_300))).toMatchObject({ status: 'HELD' });
    expect(standing(...news, progress('RELEASED', 1_400))).toMatchObject({ status: 'RELEASED' });
  });

  test('is finished when every parcel has ended, not before', () => {
    const first = [facts(), progress('DELIVERED', 2_000, parcel(1)), progress('RELEASED', 1_500, parcel(2))];
    expect(standing(...first)).toMatchObject({ status: 'HANDED_OVER' });
    expect(standing(...first, progress('DELIVERED', 3_000, parcel(2)))).toMatchObject({
      status: 'FINISHED',
      at: 3_000,
    });
  });

  test.each([
    ['RETURNED', 'DELIVERED', 'RETURNED'],
    ['LOST', 'DELIVERED', 'LOST'],
    ['LOST', 'RETURNED', 'LOST'],
  ] as const)('counts the worst of its parcels: %s and %s is %s', (one, other, outcome) => {
    const ended = standing(facts(), progress(one, 2_000, parcel(1)), progress(other, 3_000, parcel(2)));
    expect(ended).toMatchObject({ status: 'FINISHED', outcome, at: 3_000 });
  });

  test('is not finished while an after-sales case is open, and finished as of its closing afterwards', () => {
    const delivered = [facts(), progress('DELIVERED', 2_000)];
    const opened = facts({ revision: 2, caseOpen: true, lastEventAt: 2_500 });
    expect(standing(...delivered, opened)).toEqual({ status: 'DELIVERED', outcome: null, reasonCodes: [], at: 2_000 });
    const closed = facts({ revision: 3, caseOpen: false, lastEventAt: 4_000 });
    expect(standing(...delivered, opened, closed)).toMatchObject({
      status: 'FINISHED',
      outcome: 'DELIVERED',
      at: 4_000,
    });
  });

  test('is finished by a cancellation while nothing was handed over, released or not', () => {
    const cancelled = facts({ revision: 2, cancelledAt: 1_500, lastEventAt: 1_500 });
    expect(standing(cancelled)).toMatchObject({ status: 'FINISHED', outcome: 'CANCELLED', at: 1_500 });
    expect(standing(cancelled, progress('RELEASED', 1_400))).toMatchObject({ outcome: 'CANCELLED' });
  });

  test('follows a parcel that was on its way before the cancellation to its end, and waits for no other', () => {
    const cancelled = [facts({ cancelledAt: 1_500 }), progress('RELEASED', 1_200, parcel(2))];
    expect(standing(...cancelled, progress('ACCEPTED', 1_400, parcel(1)))).toMatchObject({ status: 'HANDED_OVER' });
    expect(standing(...cancelled, progress('RETURNED', 1_900, parcel(1)))).toMatchObject({
      status: 'FINISHED',
      outcome: 'RETURNED',
    });
  });

  test('says why an order was refused, and starts anew when it is placed again', () => {
    const refused = facts({ state: 'REFUSED', placedAt: null, refusalCodes: ['COUNTRY_UNKNOWN'] });
    expect(standing(refused)).toMatchObject({
      status: 'FINISHED',
      outcome: 'REFUSED',
      reasonCodes: ['COUNTRY_UNKNOWN'],
    });
    expect(standing(refused, facts({ revision: 2 }))).toMatchObject({ status: 'ACCEPTED', reasonCodes: [] });
  });
});

describe('what is told', () => {
  const kinds = (told: Standing | null, ...news: OrderNews[]): string[] =>
    standingsToTell(news.reduce(evolveLife, UNKNOWN_ORDER), told).map(({ status }) => status);
  const whole = [facts(), progress('RELEASED', 1_200), progress('ACCEPTED', 1_300), progress('DELIVERED', 1_400)];

  test('is everything the order went through since the last time, for some wait for just one of it', () => {
    expect(kinds(null, ...whole)).toEqual(['ACCEPTED', 'RELEASED', 'HANDED_OVER', 'DELIVERED', 'FINISHED']);
    expect(kinds(standing(facts(), progress('RELEASED', 1_200)), ...whole)).toEqual([
      'HANDED_OVER',
      'DELIVERED',
      'FINISHED',
    ]);
    expect(kinds(null, facts(), held('X', 1_100))).toEqual(['ACCEPTED', 'HELD']);
    expect(kinds(null, facts({ cancelledAt: 1_500 }))).toEqual(['ACCEPTED', 'FINISHED']);
  });

  test('of a refused order is that it was refused and is finished, both with the reasons and the fields', () => {
    const reasons = { refusalCodes: ['X'], refusalPaths: ['items[0].sku'] };
    const life = evolveLife(UNKNOWN_ORDER, facts({ state: 'REFUSED', ...reasons }));
    const why = { reasonCodes: ['X'], fieldPaths: ['items[0].sku'], at: 1_000 };
    expect(standingsToTell(life, null)).toEqual([
      { status: 'REFUSED', outcome: null, ...why },
      { status: 'FINISHED', outcome: 'REFUSED', ...why },
    ]);
  });

  test('is the new standing also when an order goes back: the last word must be true', () => {
    const finished = standing(...whole);
    expect(kinds(finished, ...whole, facts({ revision: 2, caseOpen: true }))).toEqual(['DELIVERED']);
    expect(kinds(standing(facts({ state: 'REFUSED' })), facts({ revision: 2 }))).toEqual(['ACCEPTED']);
  });
});
