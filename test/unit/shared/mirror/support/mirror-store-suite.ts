// What every store of a mirror must do; run against the ones in memory, MongoDB and PostgreSQL.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MirrorChange, MirrorStore } from '#shared/mirror/mirror-store';

export interface SuiteStore {
  readonly store: MirrorStore;
  /** Everything it holds: key → value. */
  rows(): Promise<ReadonlyMap<string, unknown>>;
}

const put = (offset: number, key: string, revision: number): MirrorChange => ({ offset, key, value: { revision } });
const del = (offset: number, key: string, erasureId?: string): MirrorChange =>
  erasureId === undefined ? { offset, key, value: null } : { offset, key, value: null, erasureId };

/** @param create a store of its own for each call */
export function describeMirrorStore(name: string, create: () => Promise<SuiteStore>): void {
  describe(`${name} mirror store`, () => {
    test('puts, replaces and deletes in order, and remembers how far it is', async () => {
      const { store, rows } = await create();
      await store.apply(2, [put(0, 'a', 1), put(1, 'b', 1), put(2, 'a', 2), del(3, 'b')], 5, 1_000);
      expect(await rows()).toEqual(new Map([['a', { revision: 2 }]]));
      expect(await store.positions()).toEqual(new Map([[2, { next: 5, atMs: 1_000 }]]));
    });

    test('passes over what was applied before: an old value never overtakes a delete', async () => {
      const { store, rows } = await create();
      await store.apply(0, [put(0, 'a', 1), del(1, 'a')], 2, 1);
      await store.apply(0, [put(0, 'a', 1)], 1, 2);
      await store.apply(0, [put(0, 'a', 1), del(1, 'a'), put(2, 'c', 1)], 3, 3);
      expect(await rows()).toEqual(new Map([['c', { revision: 1 }]]));
      expect((await store.positions()).get(0)?.next).toBe(3);
    });

    test('two mirrors of one store, however they interleave, leave what one would', async () => {
      const changes = [put(0, 'a', 1), put(1, 'b', 1), del(2, 'a'), put(3, 'a', 2), del(4, 'b'), del(5, 'a')];
      await fc.assert(
        fc.asyncProperty(fc.array(fc.tuple(fc.nat(5), fc.nat(6)), { minLength: 4, maxLength: 8 }), async (ranges) => {
          const { store, rows } = await create();
          // Each begins where the store was at some earlier time, never ahead of it.
          let reached = 0;
          for (const [back, count] of [...ranges, [0, 6] as const]) {
            const from = Math.max(0, reached - back);
            const to = Math.min(changes.length, from + count);
            await Promise.all([
              store.apply(0, changes.slice(from, to), to, 1),
              store.apply(0, changes.slice(Math.max(0, from - 1), to), to, 1),
            ]);
            reached = Math.max(reached, to);
          }
          await store.apply(0, changes.slice(reached), changes.length, 1);
          expect(await rows()).toEqual(new Map());
        }),
        { numRuns: 6 },
      );
    });

    test('notes a receipt for each delete on request, with what there was to delete, until it was sent', async () => {
      const { store } = await create();
      await store.apply(0, [put(0, 'a', 1), del(1, 'a', 'e1'), del(2, 'never', 'e2'), del(3, 'x')], 4, 7);
      await store.apply(0, [del(1, 'a', 'e1')], 2, 8);
      const receipts = await store.pendingReceipts(10);
      expect([...receipts].sort((one, other) => one.erasureId.localeCompare(other.erasureId))).toEqual([
        { erasureId: 'e1', key: 'a', deletedDocuments: 1, atMs: 7 },
        { erasureId: 'e2', key: 'never', deletedDocuments: 0, atMs: 7 },
      ]);
      expect(await store.pendingReceipts(1)).toHaveLength(1);
      await store.receiptsSent(receipts);
      expect(await store.pendingReceipts(10)).toEqual([]);
    });

    test('tells which keys are there', async () => {
      const { store } = await create();
      await store.apply(0, [put(0, 'a', 1), put(1, 'b', 1), del(2, 'b')], 3, 1);
      expect([...(await store.existing(['a', 'b', 'c']))]).toEqual(['a']);
    });

    test('retains of a partition only what it is told, and reads on from there', async () => {
      const { store, rows } = await create();
      await store.apply(0, [put(0, 'a', 1), put(1, 'b', 1)], 2, 1);
      await store.apply(1, [put(0, 'c', 1)], 1, 1);
      expect(await store.retain(0, new Set(['b']), 0)).toBe(1);
      expect([...(await rows()).keys()].sort()).toEqual(['b', 'c']);
      await store.apply(0, [put(0, 'd', 1)], 1, 2);
      expect((await rows()).has('d')).toBe(true);
    });
  });
}
