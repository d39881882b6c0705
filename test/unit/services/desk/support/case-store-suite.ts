// What every store of cases must do; run against the one in memory and the one in MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { CaseChange, CaseStore, NewAssessment } from '#services/desk/store/case-store';

export function assessed(orderRef: string, changes: Partial<NewAssessment> = {}): CaseChange {
  const facts = { revision: 1, isFlagged: true, currency: 'EUR', risk: 10, placedAt: 1, handles: [] as string[] };
  const { revision } = { ...facts, ...changes };
  return { orderRef, kind: 'assessed', assessment: { ...facts, record: Buffer.from(`a${revision}`), ...changes } };
}

const decided = (orderRef: string, decidedAt: number): CaseChange => ({
  orderRef,
  kind: 'decided',
  decision: Buffer.from(`d${decidedAt}`),
  decidedAt,
});

const claimed = (orderRef: string, claimedBy: string, claimedAt: number, until: number): CaseChange => ({
  orderRef,
  kind: 'claimed',
  claim: { orderRef, claimedBy, claimedAt, until },
});

/** @param freshStore an empty one for each test */
export function describeCaseStore(name: string, freshStore: () => Promise<CaseStore>): void {
  const refsOf = async (store: CaseStore, currency = 'EUR') =>
    (await store.queue(currency, 50, null)).cases.map(({ orderRef }) => orderRef);

  describe(name, () => {
    test('queues what is flagged and undecided, the riskiest first, each currency for itself, in pages', async () => {
      const store = await freshStore();
      await store.apply([
        assessed('low', { risk: 1.5 }),
        assessed('high', { risk: 900.25 }),
        assessed('alike-1', { risk: 20 }),
        assessed('alike-2', { risk: 20 }),
        assessed('fine', { isFlagged: false, risk: 5_000 }),
        assessed('elsewhere', { currency: 'JPY', risk: 70_000 }),
      ]);
      expect(await store.waiting()).toEqual([
        { currency: 'EUR', count: 4 },
        { currency: 'JPY', count: 1 },
      ]);
      expect(await refsOf(store)).toEqual(['high', 'alike-1', 'alike-2', 'low']);
      const seen: string[] = [];
      for (let after: string | null = null, pages = 0; pages < 3; pages++) {
        const { cases, next } = await store.queue('EUR', 2, after);
        seen.push(...cases.map(({ orderRef }) => orderRef));
        after = next;
        if (next === null) break;
      }
      expect(seen).toEqual(['high', 'alike-1', 'alike-2', 'low']);
    });

    test('keeps the highest revision and the newest decision, in whichever order they come', async () => {
      const store = await freshStore();
      await store.apply([decided('one', 7)]);
      await store.apply([assessed('one', { revision: 3 })]);
      await store.apply([assessed('one', { revision: 2 }), decided('one', 6)]);
      const found = await store.find('one');
      expect(found?.assessment.toString()).toBe('a3');
      expect(found?.decision?.toString()).toBe('d7');
      expect(await refsOf(store)).toEqual([]);
      await store.apply([assessed('one', { revision: 4, isFlagged: false }), decided('one', 9)]);
      expect((await store.find('one'))?.decision?.toString()).toBe('d9');
    });

    test('takes an order off the queue when it is no longer flagged, and forgets it when it is gone', async () => {
      const store = await freshStore();
      await store.apply([assessed('one'), assessed('two')]);
      await store.apply([assessed('one', { revision: 2, isFlagged: false })]);
      expect(await refsOf(store)).toEqual(['two']);
      await store.apply([assessed('two', { revision: 5 }), { orderRef: 'two', kind: 'gone' }]);
      expect(await store.find('two')).toBeNull();
      expect(await store.waiting()).toEqual([]);
    });

    test('keeps the claim that stands: of two that overlap the first, of one analyst the last, and none on an unknown order', async () => {
      const store = await freshStore();
      const claimOf = async (orderRef: string) => (await store.find(orderRef))?.claim;
      await store.apply([claimed('one', 'seat-1', 10, 40), assessed('one'), claimed('one', 'seat-2', 20, 50)]);
      expect(await claimOf('one')).toEqual({ orderRef: 'one', claimedBy: 'seat-1', claimedAt: 10, until: 40 });
      await store.apply([claimed('one', 'seat-1', 25, 25), claimed('one', 'seat-2', 30, 60)]);
      expect(await claimOf('one')).toMatchObject({ claimedBy: 'seat-2', until: 60 });
      await store.apply([assessed('one', { revision: 2 })]);
      expect((await store.queue('EUR', 9, null)).cases[0]?.claim).toMatchObject({ claimedBy: 'seat-2' });
      await store.apply([claimed('unheard', 'seat-1', 10, 40)]);
      await store.apply([assessed('unheard')]);
      expect(await claimOf('unheard')).toBeNull();
    });

    test('finds orders that share a handle, the newest first, and no case in a decision alone', async () => {
      const store = await freshStore();
      await store.apply([
        assessed('one', { handles: ['device:d', 'ip:$i'], placedAt: 1 }),
        assessed('two', { handles: ['device:d'], placedAt: 2 }),
        assessed('three', { handles: ['device:d', 'ip:$i'], placedAt: 3, isFlagged: false }),
        decided('unheard', 5),
      ]);
      const { count, cases } = await store.linked('device:d', 'one', 1);
      expect([count, cases.map(({ orderRef }) => orderRef)]).toEqual([2, ['three']]);
      expect((await store.linked('ip:$i', 'three', 9)).cases.map(({ orderRef }) => orderRef)).toEqual(['one']);
      expect(await store.find('unheard')).toBeNull();
    });

    test('tells of each rule on how many flagged orders it counted, and what analysts made of them', async () => {
      const store = await freshStore();
      const ruled = (orderRef: string, ruling: string): CaseChange =>
        ({ ...decided(orderRef, 5), ruling }) as CaseChange;
      await store.apply([
        assessed('one', { reasons: ['A', 'B'] }),
        assessed('two', { reasons: ['A'] }),
        assessed('three', { reasons: ['A'] }),
        assessed('fine', { reasons: ['A'], isFlagged: false }),
        ruled('one', 'REFUSE'),
        ruled('two', 'RELEASE'),
      ]);
      const hits = await store.ruleHits();
      expect(hits.toSorted((one, other) => (one.code < other.code ? -1 : 1))).toEqual([
        { code: 'A', flagged: 3, refused: 1, released: 1 },
        { code: 'B', flagged: 1, refused: 1, released: 0 },
      ]);
    });
  });
}
