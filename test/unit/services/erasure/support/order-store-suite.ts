// What every order store keeps, run unchanged against the one in memory and the one on MongoDB.
import { describe, expect, test } from '@jest/globals';
import type { OrderRef } from '#shared/domain/refs';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import type { OrderStore, Scanned } from '#services/erasure/store/order-store';
import { erasureIdOf } from '#services/erasure/steps/erasure-id';
import { changed, inserted, orderRefOf, saga, tracked } from './tracked-orders.js';

/** @param freshStore an empty store for each test */
export function describeOrderStore(name: string, freshStore: () => Promise<OrderStore>): void {
  describe(name, () => {
    const stored = async (store: OrderStore, orderName: string): Promise<TrackedOrder> => {
      const found = (await store.find([orderRefOf(orderName)])).get(orderRefOf(orderName));
      if (found === undefined || found === 'erased') throw new Error(`expected a living order, found ${String(found)}`);
      return found;
    };
    const reminder = (atMs: number, sinceMs = 0) => ({ atMs, sinceMs, count: 0, overdueAtMs: sinceMs });

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
          shipments: { 'ref-1': 'swiftpost' },
          parcels: { '1': { releasedAt: 1, handedOverAt: 2, end: { state: 'LOST', at: 4 } } },
        },
        told: { status: 'HELD', outcome: null, reasonCodes: ['A'], at: 3 },
        seen: { facts: 7, progress: -1 },
        completedErasures: [
          { erasureId: erasureIdOf(orderRefOf('a'), ['shipping', 'contact'], 0), categories: ['shipping', 'contact'] },
        ],
        saga: saga({
          erasureId: erasureIdOf(orderRefOf('a'), ['signals'], 1),
          answered: ['intake'],
          participants: ['intake', 'carriers', 'shop-db'],
          awaited: { 'shop-db': ['ref-1'] },
          categories: ['signals'],
        }),
        reminder: reminder(5),
      });
      expect(await store.save(inserted(full, tracked('b')))).toBe(true);
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
      await store.save(inserted(tracked('a')));
      const read = await stored(store, 'a');
      expect(await store.save([changed(read, { nextDueAt: 1 })])).toBe(true);
      expect(await store.save([changed(read, { nextDueAt: 2 }), ...inserted(tracked('b'))])).toBe(false);
      expect((await stored(store, 'a')).nextDueAt).toBe(1);
      // The others of the same call are written nevertheless.
      expect((await stored(store, 'b')).version).toBe(1);
    });

    test('refuses to insert an order that is there already', async () => {
      const store = await freshStore();
      await store.save(inserted(tracked('a', { nextDueAt: 1 })));
      expect(await store.save(inserted(tracked('a', { nextDueAt: 2 })))).toBe(false);
      expect((await stored(store, 'a')).nextDueAt).toBe(1);
    });

    test('finds what is due in a lane, longest due first and no more than asked for', async () => {
      const store = await freshStore();
      const orders = [5, 3, 9, 1].map((nextDueAt) => tracked(`due-${nextDueAt}`, { nextDueAt }));
      await store.save(inserted(...orders, tracked('never'), tracked('elsewhere', { lane: 1, nextDueAt: 1 })));
      const due = async (nowMs: number, limit: number) =>
        (await store.findDue(0, nowMs, limit)).map(({ nextDueAt }) => nextDueAt);
      expect(await due(5, 10)).toEqual([1, 3, 5]);
      expect(await due(5, 2)).toEqual([1, 3]);
      expect(await due(0, 10)).toEqual([]);
    });

    test('finds whose reminder has come, and forgets it with the erasure', async () => {
      const store = await freshStore();
      await store.save(inserted(tracked('a', { saga: saga(), reminder: reminder(10) }), tracked('b')));
      expect(await store.findToRemind(0, 9, 10)).toEqual([]);
      const [found] = await store.findToRemind(0, 10, 10);
      expect(found?.orderRef).toBe(orderRefOf('a'));
      await store.save([changed(found as TrackedOrder, { saga: null, reminder: null })]);
      expect(await store.findToRemind(0, 10, 10)).toEqual([]);
    });

    test('counts what is under way and what of it is overdue', async () => {
      const store = await freshStore();
      const running = [100, 200, 300].map((sinceMs) =>
        tracked(`since-${sinceMs}`, { saga: saga(), reminder: reminder(1_000 - sinceMs, sinceMs) }),
      );
      const far = tracked('far', { lane: 2, saga: saga(), reminder: reminder(1) });
      await store.save(inserted(...running, tracked('other'), far));
      expect(await store.countRunning(0, 201)).toEqual({ running: 3, overdue: 2 });
      expect((await store.findOverdue(0, 201, 1)).map(({ reminder: own }) => own?.sinceMs)).toEqual([200]);
    });

    test('makes due at once what may have been lost: starts, answers of services, completions; and leaves alone who waits for stores outside', async () => {
      const store = await freshStore();
      const later = reminder(9_000);
      await store.save(
        inserted(
          tracked('unheard', { saga: saga(), reminder: later }),
          tracked('complete', { saga: saga({ answered: ['intake', 'carriers'], completedAt: 5 }), reminder: later }),
          tracked('half', { saga: saga({ answered: ['intake'] }), reminder: later }),
          tracked('waiting', {
            saga: saga({
              participants: ['intake', 'carriers', 'shop-db'],
              awaited: { 'shop-db': ['ref-1'] },
              answered: ['intake', 'carriers'],
            }),
            reminder: later,
          }),
          tracked('elsewhere', { lane: 1, saga: saga(), reminder: later }),
        ),
      );
      await store.remindUnconfirmed(0, 100);
      const due = (await store.findToRemind(0, 100, 10)).map(({ orderRef }) => orderRef);
      expect(due.sort()).toEqual(['unheard', 'complete', 'half'].map(orderRefOf).sort());
    });

    test('is gone through from one id to the next, guards left out, until nothing is left', async () => {
      const store = await freshStore();
      const names = ['a', 'b', 'c', 'd', 'e'];
      await store.save(inserted(...names.map((one, index) => tracked(one, { lane: index % 2 }))));
      await store.guard([orderRefOf('c')], 0, 1);
      const seen: string[] = [];
      let after: string | null = '';
      for (let rounds = 0; after !== null && rounds < 10; rounds++) {
        const scanned: Scanned = await store.scan(after, 2);
        seen.push(...scanned.orders.map(({ orderRef }) => orderRef));
        after = scanned.last;
      }
      expect(after).toBeNull();
      expect(seen).toEqual(['a', 'b', 'd', 'e'].map(orderRefOf).sort());
    });

    test('finds what is held, oldest hold first, keeps what was ordered, and counts what is at rest', async () => {
      const store = await freshStore();
      const hold = (placedAt: number) => ({ reference: `court-${placedAt}`, placedAt, placedBy: 'officer' });
      const commanded = { categories: ['signals'], reason: 'SUBJECT_REQUEST', at: 4 };
      await store.save(
        inserted(
          tracked('late', { legalHolds: [hold(9)] }),
          tracked('early', { legalHolds: [hold(3), hold(8)] }),
          tracked('free', { commanded }),
        ),
      );
      await store.guard([orderRefOf('gone')], 0, 1);
      await store.save(inserted(tracked('erased')));
      await store.guard([orderRefOf('erased')], 0, 1);
      const held = await store.findHeld(10);
      expect(held.map(({ legalHolds }) => legalHolds)).toEqual([[hold(3), hold(8)], [hold(9)]]);
      expect(await store.findHeld(1)).toHaveLength(1);
      expect(await stored(store, 'free')).toMatchObject({ commanded, legalHolds: [] });
      expect(await store.countAtRest()).toEqual({ held: 2, erased: 1 });
      const read = await stored(store, 'late');
      await store.save([changed(read, { legalHolds: [] })]);
      expect(await store.findHeld(10)).toHaveLength(1);
      await store.save([changed(await stored(store, 'free'), { commanded: null })]);
      expect(await stored(store, 'free')).toMatchObject({ commanded: null });
    });

    test('remembers per lane under which policy its dates were noted', async () => {
      const store = await freshStore();
      expect(await store.datesUnder(1)).toBe(0);
      await store.noteDatesUnder(1, 3);
      await store.noteDatesUnder(1, 4);
      expect([await store.datesUnder(1), await store.datesUnder(2)]).toEqual([4, 0]);
    });

    test('leaves nothing of an erased order but the guard, and lets nobody write over it', async () => {
      const store = await freshStore();
      await store.save(inserted(tracked('a', { saga: saga(), nextDueAt: 1, reminder: reminder(1) }), tracked('b')));
      const read = await stored(store, 'a');
      await store.guard([orderRefOf('a')], 0, 77);
      await store.guard([orderRefOf('a'), orderRefOf('unknown')], 0, 78);
      expect((await store.find([orderRefOf('a')])).get(orderRefOf('a'))).toBe('erased');
      expect(await store.save([changed(read, { nextDueAt: 3 })])).toBe(false);
      expect(await store.save(inserted(tracked('a')))).toBe(false);
      expect(await store.findDue(0, 100, 10)).toEqual([]);
      expect(await store.findToRemind(0, 100, 10)).toEqual([]);
      expect((await stored(store, 'b')).version).toBe(1);
    });

    test('writes orders that change alike together, and still none of them over a version it was not read with', async () => {
      const store = await freshStore();
      const herd = Array.from({ length: 20 }, (_, index) => tracked(`herd-${index}`, { nextDueAt: 5 }));
      await store.save(inserted(...herd));
      const read = await store.findDue(0, 5, 100);
      await store.save([changed(read[7] as TrackedOrder, { nextDueAt: 6 })]);
      const sagaOf = ({ orderRef }: TrackedOrder) => saga({ erasureId: erasureIdOf(orderRef, [], 0) });
      const begun = read.map((order) =>
        changed(order, { saga: sagaOf(order), reminder: reminder(9), nextDueAt: null }),
      );
      expect(await store.save(begun)).toBe(false);
      const after = await Promise.all(herd.map(({ orderRef: ref }) => store.find([ref as OrderRef])));
      const orders = after.flatMap((found) => [...found.values()]) as TrackedOrder[];
      expect(orders.filter(({ nextDueAt }) => nextDueAt === 6).map(({ orderRef }) => orderRef)).toEqual([
        read[7]?.orderRef,
      ]);
      for (const order of orders.filter(({ orderRef }) => orderRef !== read[7]?.orderRef)) {
        expect(order).toMatchObject({ version: 2, nextDueAt: null, saga: sagaOf(order), reminder: reminder(9) });
      }
    });

    test('takes more orders at once than fit into one command', async () => {
      const store = await freshStore();
      const many = Array.from({ length: 2_345 }, (_, index) => tracked(`many-${index}`, { nextDueAt: index }));
      expect(await store.save(inserted(...many))).toBe(true);
      expect((await store.find(many.map(({ orderRef }) => orderRef as never))).size).toBe(2_345);
      const due = await store.findDue(0, 5_000, 2_000);
      expect(due).toHaveLength(2_000);
      expect(await store.save(due.map((order) => changed(order, { nextDueAt: null })))).toBe(true);
      expect(await store.findDue(0, 5_000, 2_000)).toHaveLength(345);
    });
  });
}
