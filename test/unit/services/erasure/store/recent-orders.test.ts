import { expect, test } from '@jest/globals';
import type { TrackedOrder } from '#services/erasure/domain/tracked-order';
import { createRecentOrders } from '#services/erasure/store/recent-orders';
import { createMemoryOrderStore } from '../support/memory-order-store.js';
import { describeOrderStore } from '../support/order-store-suite.js';
import { changed, inserted, orderRefOf, saga, tracked } from '../support/tracked-orders.js';

describeOrderStore('what remembers erasures under way keeps all that a store keeps', () =>
  Promise.resolve(createRecentOrders(createMemoryOrderStore())),
);

const underWay = (name: string) => tracked(name, { saga: saga() });
const answered = (...names: string[]) => ({ saga: saga({ answered: names }) });

function given(most?: number) {
  const stored = createMemoryOrderStore();
  let looks = 0;
  const find = stored.find.bind(stored);
  const counted = { ...stored, find: (...query: Parameters<typeof find>) => (looks++, find(...query)) };
  const store = createRecentOrders(counted, most);
  const one = async (name: string): Promise<TrackedOrder> =>
    (await store.find([orderRefOf(name)])).get(orderRefOf(name)) as TrackedOrder;
  return { stored, store, one, looks: () => looks };
}

test('does not look for what it has just written', async () => {
  const { store, one, looks } = given();
  await store.save(inserted(underWay('a')));
  const before = await one('a');
  await store.save([changed(before, answered('intake'))]);
  expect((await one('a')).saga?.answered).toEqual(['intake']);
  expect(looks()).toBe(0);
});

test('what it only keeps is written with the next write of the order, or when it is settled', async () => {
  const { stored, store, one } = given();
  await store.save(inserted(underWay('a'), underWay('b')));
  for (const name of ['a', 'b']) expect(store.keep([changed(await one(name), answered('intake'))], 10)).toBe(true);
  const lying = (name: string) => stored.documents.get(orderRefOf(name));
  expect(lying('a')).toMatchObject({ version: 1, saga: { answered: [] } });
  expect(await store.save([changed(await one('a'), { nextDueAt: 7 })])).toBe(true);
  expect(lying('a')).toMatchObject({ version: 2, nextDueAt: 7, saga: { answered: ['intake'] } });
  await store.settle(0, 9);
  expect(lying('b')).toMatchObject({ saga: { answered: [] } });
  await store.settle(1, 10);
  expect(lying('b')).toMatchObject({ saga: { answered: [] } });
  await store.settle(0, 10);
  expect(lying('b')).toMatchObject({ version: 2, saga: { answered: ['intake'] } });
});

test('shows what it keeps also to those who look for reminders and for what is overdue', async () => {
  const { store, one } = given();
  const reminder = { atMs: 1, sinceMs: 0, count: 0, overdueAtMs: 1 };
  await store.save(inserted({ ...underWay('a'), reminder }));
  store.keep([changed(await one('a'), answered('intake'))], 0);
  const [reminded] = await store.findToRemind(0, 5, 10);
  const [overdue] = await store.findOverdue(0, 5, 10);
  expect([reminded?.saga?.answered, overdue?.saga?.answered]).toEqual([['intake'], ['intake']]);
});

test('knows nothing of a lane that somebody else may have had, and overwrites nothing that somebody else wrote', async () => {
  const { stored, store, one } = given();
  await store.save(inserted(underWay('a'), tracked('far', { lane: 1, saga: saga() })));
  const before = await one('a');
  store.keep([changed(before, answered('intake'))], 0);
  store.forget(0);
  expect((await one('a')).saga?.answered).toEqual([]);
  store.keep([changed(await one('a'), answered('carriers'))], 0);
  await stored.save([changed(before, { nextDueAt: 3 })]);
  expect(await store.save([changed(await one('a'), { nextDueAt: 4 })])).toBe(false);
  expect((await one('a')).nextDueAt).toBe(3);
  // Nor is anything kept of an order that was judged by what it no longer is.
  const stale = await one('far');
  store.keep([changed(stale, answered('intake'))], 0);
  expect(store.keep([changed(stale, answered('carriers'))], 0)).toBe(false);
  expect((await one('far')).saga?.answered).toEqual(['intake']);
});

test('forgets of too many those that are written, and none that are not', async () => {
  const { store, one, looks } = given(2);
  await store.save(inserted(underWay('a'), underWay('b')));
  store.keep([changed(await one('a'), answered('intake'))], 0);
  await store.save(inserted(underWay('c')));
  expect([(await one('a')).saga?.answered, looks()]).toEqual([['intake'], 0]);
  await one('b');
  expect(looks()).toBe(1);
});
