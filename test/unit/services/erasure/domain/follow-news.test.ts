import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { followNews, type ReadNews } from '#services/erasure/domain/follow-news';
import type { OrderLife } from '#services/erasure/domain/order-life';
import type { OrderNews } from '#services/erasure/domain/order-news';
import type { Standing } from '#services/erasure/domain/order-standing';
import { retentionLifeOf } from '#services/erasure/domain/retention-life';
import { type Clocked, newOrder, type TrackedOrder } from '#services/erasure/domain/tracked-order';
import { saga, tracked } from '../support/tracked-orders.js';
import { anyStreams, facts, progress } from './news-samples.js';

const dueSevenLater = (order: Clocked): number | null => {
  const { moments, paused } = retentionLifeOf(order);
  const latest = Math.max(...Object.values(moments), 0);
  return latest === 0 || Object.values(paused).includes(true) ? null : latest + 7;
};

interface Delivered {
  readonly topic: 'facts' | 'progress';
  readonly offset: number;
  readonly news: OrderNews;
}

/** Works units off one after another; a unit that is not committed is delivered again, perhaps cut differently, and what it told is lost. */
function run(units: readonly { readonly records: readonly Delivered[]; readonly committed: boolean }[]) {
  let order: TrackedOrder = newOrder('ref-1', 0);
  let standing: Standing | null = null;
  for (const { records, committed } of units) {
    const news: ReadNews[] = records.map(({ offset, news: item }) => ({ offset, news: item }));
    const followed = followNews(order, news, dueSevenLater);
    order = followed.order;
    if (committed) standing = followed.tell.at(-1) ?? standing;
  }
  return { order, standing };
}

const delivered = (topic: Delivered['topic'], news: readonly OrderNews[]): Delivered[] =>
  news.map((item, index) => ({ topic, offset: 100 + index * 3, news: item }));

/** What Kafka may do: any interleaving of the topics, any cut into units, and after each lost commit all of the unit once more. */
const anyDelivery = anyStreams.chain(({ facts: factsNews, progress: progressNews }) => {
  const a = delivered('facts', factsNews);
  const b = delivered('progress', progressNews);
  return fc
    .record({
      picks: fc.array(fc.boolean(), { minLength: a.length + b.length, maxLength: a.length + b.length }),
      sizes: fc.array(fc.record({ size: fc.integer({ min: 1, max: 4 }), lost: fc.integer({ min: 0, max: 2 }) }), {
        minLength: a.length + b.length,
        maxLength: a.length + b.length,
      }),
    })
    .map(({ picks, sizes }) => {
      const queueA = [...a];
      const queueB = [...b];
      const mixed = picks.flatMap(
        (fromA) => (fromA ? (queueA.shift() ?? queueB.shift()) : (queueB.shift() ?? queueA.shift())) ?? [],
      );
      const units = [];
      for (const { size, lost } of sizes) {
        const records = mixed.splice(0, size);
        if (records.length === 0) break;
        for (let again = 0; again < lost; again++) units.push({ records, committed: false });
        // The delivery that is committed may come in two parts.
        if (lost > 0 && records.length > 1) {
          units.push({ records: records.slice(0, 1), committed: true }, { records: records.slice(1), committed: true });
        } else units.push({ records, committed: true });
      }
      return { plain: [{ records: [...a, ...b], committed: true }], units };
    });
});

describe('following the news of an order', () => {
  test('ends in the same document and the same last status whatever was interleaved, cut, lost and delivered again', () => {
    fc.assert(
      fc.property(anyDelivery, ({ plain, units }) => {
        const undisturbed = run(plain);
        const disturbed = run(units);
        expect(disturbed.standing).toEqual(undisturbed.standing);
        const { seen: _, life: life1, ...rest1 } = undisturbed.order;
        const { seen: __, life: life2, ...rest2 } = disturbed.order;
        expect(rest2).toEqual(rest1);
        // Revisions that changed nothing are not written down.
        const plainLife = (life: OrderLife) => ({ ...life, facts: { ...life.facts, revision: 0, lastEventAt: 0 } });
        expect(plainLife(life2)).toEqual(plainLife(life1));
        expect(retentionLifeOf({ life: life2, legalHolds: [] })).toEqual(
          retentionLifeOf({ life: life1, legalHolds: [] }),
        );
      }),
      { numRuns: 1_000 },
    );
  });

  test('writes and tells nothing for news that change nothing that matters', () => {
    const first = followNews(newOrder('ref-1', 0), [{ offset: 1, news: facts() }], dueSevenLater);
    const paid = followNews(
      first.order,
      [{ offset: 2, news: facts({ revision: 2, lastEventAt: 1_100 }) }],
      dueSevenLater,
    );
    expect(paid.order).toBe(first.order);
    expect(paid.tell).toEqual([]);
  });

  test('tells the same again when the same offset comes again, for the first telling may be lost', () => {
    const first = followNews(newOrder('ref-1', 0), [{ offset: 1, news: facts() }], dueSevenLater);
    const again = followNews(first.order, [{ offset: 1, news: facts() }], dueSevenLater);
    expect(again.order).toBe(first.order);
    expect(again.tell).toEqual(first.tell);
    expect(again.tell).toHaveLength(1);
  });

  test('sets the clock when the order ends and takes it back when a case is opened', () => {
    const done = followNews(
      newOrder('ref-1', 0),
      [
        { offset: 1, news: facts() },
        { offset: 1, news: progress('DELIVERED', 2_000) },
      ],
      dueSevenLater,
    );
    expect(done.order.nextDueAt).toBe(2_007);
    const opened = followNews(done.order, [{ offset: 2, news: facts({ revision: 2, caseOpen: true }) }], dueSevenLater);
    expect(opened.order.nextDueAt).toBeNull();
    expect(opened.tell.map(({ status }) => status)).toEqual(['DELIVERED']);
  });

  test('says nothing any more once the order is erased, for ERASED is the last word; but while only a category is gone it does', () => {
    const gone = { completedAt: 5, answered: ['intake', 'carriers'] };
    const erased = tracked('a', { saga: saga(gone) });
    expect(followNews(erased, [{ offset: 9, news: facts() }], dueSevenLater)).toEqual({ order: erased, tell: [] });
    const inPart = tracked('a', { saga: saga({ ...gone, categories: ['signals'] }) });
    const followed = followNews(inPart, [{ offset: 9, news: facts() }], dueSevenLater);
    expect(followed.tell.map(({ status }) => status)).toEqual(['ACCEPTED']);
    expect(followed.order.nextDueAt).toBeNull();
  });
});
