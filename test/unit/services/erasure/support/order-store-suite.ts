// What every order store keeps, run unchanged against the one in memory and the one on MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import type { OrderStore } from '#services/erasure/store/order-store';
import { orderRefOf, saga, tracked } from './tracked-orders.js';

/** @param freshStore an empty store for each test */
export function describeOrderStore(name: string, freshStore: () => Promise<OrderStore>): void {
  describe(name, () => {
    const stored = async (store: OrderStore, orderName: string): Promise<TrackedOrder> => {
      const found = (await store.find([orderRefOf(orderName)])).get(orderRefOf(orderName));
      if (found === undefined || found === 'erased') throw new Error(`expected a living order, found ${String(found)}`);
      return found;
    };
    const reminder = (atMs: number, sinceMs = 0) => ({ atMs, sinceMs, count: 0 });

    test('gives back what was saved, one version later', async () => {
      const store = await freshStore();
      const full = tracked('a', {
        life: {
          facts: {
            revision: 2,
            orderId: 'order-a',
            state: 'PLACED',
            refusalCodes: [],
            placedAt: 1,
            cancelledAt: null,
            caseOpen: true,
            lastEventAt: 1_700_000_000_000,
          },
          hadCase: true,
          hold: { reasonCode: null, at: 3 },
          parcelsExpected: 2,
          parcels: { '1': { releasedAt: 1, handedOverAt: 2, end: { state: 'LOST', at: 4 } } },
        },
        told: { status: 'HELD', outcome: null, reasonCodes: ['A'], at: 3 },
        seen: { facts: 7, progress: -1 },
        erasedCategories: ['shipping'],
        completedErasures: ['erasure-0'],
        saga: saga({ answered: ['intake'], categories: ['signals'] }),
        reminder: reminder(5),
      });
      expect(await store.save([full, tracked('b')])).toBe(true);
      expect(await stored(store, 'a')).toEqual({ ...full, version: 1 });
      expect(await stored(store, 'b')).toEqual({ ...tracked('b'), version: 1 });
    });

    test('does not know what was never saved', async () => {
      const store = await freshStore();
      expect(await store.find([orderRefOf('nobody')])).toEqual(new Map());
      expect(await store.find([])).toEqual(new Map());
    });

    test('lets of two writers that read the same version only the first one write, so that nothing is overwritten unseen', async () => {
      const store = await freshStore();
      await store.save([tracked('a')]);
      const read = await stored(store, 'a');
      expect(await store.save([{ ...read, nextDueAt: 1 }])).toBe(true);
      expect(await store.save([{ ...read, nextDueAt: 2 }, tracked('b')])).toBe(false);
      expect((await stored(store, 'a')).nextDueAt).toBe(1);
      // The others of the same call are written nevertheless.
      expect((await stored(store, 'b')).version).toBe(1);
    });

    test('refuses to insert an order that is there already', async () => {
      const store = await freshStore();
      await store.save([tracked('a', { nextDueAt: 1 })]);
      expect(await store.save([tracked('a', { nextDueAt: 2 })])).toBe(false);
      expect((await stored(store, 'a')).nextDueAt).toBe(1);
    });

    test('finds what is due in a lane, longest due first and no more than asked for', async () => {
      const store = await freshStore();
      const orders = [5, 3, 9, 1].map((nextDueAt) => tracked(`due-${nextDueAt}`, { nextDueAt }));
      await store.save([...orders, tracked('never'), tracked('elsewhere', { lane: 1, nextDueAt: 1 })]);
      const due = async (nowMs: number, limit: number) =>
        (await store.findDue(0, nowMs, limit)).map(({ nextDueAt }) => nextDueAt);
      expect(await due(5, 10)).toEqual([1, 3, 5]);
      expect(await due(5, 2)).toEqual([1, 3]);
      expect(await due(0, 10)).toEqual([]);
    });

    test('finds whose reminder has come, and forgets it with the erasure', async () => {
      const store = await freshStore();
      await store.save([tracked('a', { saga: saga(), reminder: reminder(10) }), tracked('b')]);
      expect(await store.findToRemind(0, 9, 10)).toEqual([]);
      const [found] = await store.findToRemind(0, 10, 10);
      expect(found?.orderRef).toBe(orderRefOf('a'));
      await store.save([{ ...(found as TrackedOrder), saga: null, reminder: null }]);
      expect(await store.findToRemind(0, 10, 10)).toEqual([]);
    });

    test('counts what is under way and what of it is overdue', async () => {
      const store = await freshStore();
      const running = [100, 200, 300].map((sinceMs) =>
        tracked(`since-${sinceMs}`, { saga: saga(), reminder: reminder(1_000 - sinceMs, sinceMs) }),
      );
      await store.save([
        ...running,
        tracked('other'),
        tracked('far', { lane: 2, saga: saga(), reminder: reminder(1) }),
      ]);
      expect(await store.countRunning(0, 201)).toEqual({ running: 3, overdue: 2 });
      expect((await store.findOverdue(0, 201, 1)).map(({ reminder: own }) => own?.sinceMs)).toEqual([200]);
    });

    test('makes due at once what nobody has confirmed: unheard starts and completions; and leaves alone who waits for others', async () => {
      const store = await freshStore();
      const later = reminder(9_000);
      await store.save([
        tracked('unheard', { saga: saga(), reminder: later }),
        tracked('complete', { saga: saga({ answered: ['intake', 'carriers'], completedAt: 5 }), reminder: later }),
        tracked('waiting', { saga: saga({ answered: ['intake'] }), reminder: later }),
        tracked('elsewhere', { lane: 1, saga: saga(), reminder: later }),
      ]);
      await store.remindUnconfirmed(0, 100);
      const due = (await store.findToRemind(0, 100, 10)).map(({ orderRef }) => orderRef);
      expect(due.sort()).toEqual(['unheard', 'complete'].map(orderRefOf).sort());
    });

    test('leaves nothing of an erased order but the guard, and lets nobody write over it', async () => {
      const store = await freshStore();
      await store.save([tracked('a', { saga: saga(), nextDueAt: 1, reminder: reminder(1) }), tracked('b')]);
      const read = await stored(store, 'a');
      await store.guard([orderRefOf('a')], 0, 77);
      await store.guard([orderRefOf('a'), orderRefOf('unknown')], 0, 78);
      expect((await store.find([orderRefOf('a')])).get(orderRefOf('a'))).toBe('erased');
      expect(await store.save([read])).toBe(false);
      expect(await store.save([tracked('a')])).toBe(false);
      expect(await store.findDue(0, 100, 10)).toEqual([]);
      expect(await store.findToRemind(0, 100, 10)).toEqual([]);
      expect((await stored(store, 'b')).version).toBe(1);
    });

    test('takes more orders at once than fit into one command', async () => {
      const store = await freshStore();
      const many = Array.from({ length: 2_345 }, (_, index) => tracked(`many-${index}`, { nextDueAt: index }));
      expect(await store.save(many)).toBe(true);
      expect((await store.find(many.map(({ orderRef }) => orderRef as never))).size).toBe(2_345);
      const due = await store.findDue(0, 5_000, 2_000);
      expect(due).toHaveLength(2_000);
      expect(await store.save(due.map((order) => ({ ...order, nextDueAt: null })))).toBe(true);
      expect(await store.findDue(0, 5_000, 2_000)).toHaveLength(345);
    });
  });
}
