import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { type OrderLife, UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import type { OrderNews } from '#services/erasure/domain/order-news';
import { standingOf } from '#services/erasure/domain/order-standing';
import { anyNews, facts, held, progress } from './news-samples.js';

const lifeOf = (news: readonly OrderNews[]): OrderLife => news.reduce(evolveLife, UNKNOWN_ORDER);

describe('the life of an order', () => {
  test('is the same in whatever order and however often the news arrive, so redelivery and the interleaving of topics decide nothing', () => {
    const shuffled = anyNews.chain((news) =>
      fc.tuple(
        fc.constant(news),
        fc.shuffledSubarray([...news, ...news], { minLength: news.length * 2, maxLength: news.length * 2 }),
      ),
    );
    fc.assert(
      fc.property(shuffled, ([inOrder, anyhow]) => {
        expect(lifeOf(anyhow)).toEqual(lifeOf(inOrder));
        expect(standingOf(lifeOf(anyhow))).toEqual(standingOf(lifeOf(inOrder)));
      }),
      { numRuns: 500 },
    );
  });

  test('stays the very same object when news tell nothing new, so that nothing is written for them', () => {
    fc.assert(
      fc.property(anyNews, (news) => {
        const life = lifeOf(news);
        for (const item of news) expect(evolveLife(life, item)).toBe(life);
      }),
    );
  });

  test('keeps the newest facts and forgets no after-sales case', () => {
    const life = lifeOf([facts({ revision: 3, caseOpen: false }), facts({ revision: 2, caseOpen: true })]);
    expect(life.facts?.revision).toBe(3);
    expect(life.hadCase).toBe(true);
  });

  test('learns of a case that was opened and closed between two snapshots as of one it saw open', () => {
    const closed = facts({ revision: 3, lastEventAt: 3_000 });
    const seenOpen = lifeOf([facts({ revision: 2, caseOpen: true }), { ...closed, hadCase: true }]);
    expect(lifeOf([{ ...closed, hadCase: true }])).toEqual(seenOpen);
  });

  test('keeps the earliest end of a parcel: what comes later is about another trip', () => {
    const life = lifeOf([progress('RETURNED', 20), progress('DELIVERED', 10), progress('LOST', 30)]);
    expect(life.parcels['1']?.end).toEqual({ state: 'DELIVERED', at: 10 });
  });

  test('takes a delivery as proof that the parcel was handed over, also when the carrier never said so', () => {
    expect(lifeOf([progress('DELIVERED', 10)]).parcels['1']?.handedOverAt).toBe(10);
  });

  test('keeps the latest reason why an order is held', () => {
    expect(lifeOf([held('B', 5), held('A', 6)]).hold).toEqual({ reasonCode: 'A', at: 6 });
  });
});
