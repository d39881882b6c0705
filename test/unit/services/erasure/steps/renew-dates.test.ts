import { describe, expect, test } from '@jest/globals';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { evolveLife } from '#services/erasure/domain/evolve-life';
import { UNKNOWN_ORDER } from '#services/erasure/domain/order-life';
import { createDateRenewal } from '#services/erasure/steps/renew-dates';
import { facts, progress } from '../domain/news-samples.js';
import { createMemoryOrderStore } from '../support/memory-order-store.js';
import { inserted, orderRefOf, saga, tracked } from '../support/tracked-orders.js';
import { DAY_MS, stagedPolicy } from '../support/staged-policy.js';

const delivered = [facts(), progress('DELIVERED', 1_000)].reduce(evolveLife, UNKNOWN_ORDER);
const NOTED_MS = 365 * DAY_MS;

async function givenOrders(count: number) {
  const store = createMemoryOrderStore();
  const orders = Array.from({ length: count }, (_, index) =>
    tracked(`o-${index}`, { life: delivered, nextDueAt: NOTED_MS }),
  );
  const elsewhere = tracked('elsewhere', { lane: 1, life: delivered, nextDueAt: NOTED_MS });
  const running = tracked('running', { life: delivered, saga: saga() });
  await store.save(inserted(...orders, elsewhere, running));
  const dueAt = async (name: string): Promise<number | null> => {
    const found = (await store.find([orderRefOf(name)])).get(orderRefOf(name));
    return found === undefined || found === 'erased' ? null : found.nextDueAt;
  };
  const due = (): Promise<(number | null)[]> => Promise.all(orders.map((_, index) => dueAt(`o-${index}`)));
  return { store, due, dueAt };
}

const policy = readPolicyFile();
const shorter: Policy = { ...stagedPolicy(), version: policy.version + 1 };

describe('a policy with other clocks', () => {
  test('reaches every waiting order of the lane, some with each step, and nobody else', async () => {
    const { store, due, dueAt } = await givenOrders(5);
    const renewal = createDateRenewal({ store }, 0, 3);
    await renewal.step(policy);
    const renewed = (await due()).filter((at) => at === 1_000 + 7 * DAY_MS).length;
    expect(renewed).toBeGreaterThan(0);
    expect(renewed).toBeLessThan(5);
    for (let steps = 0; steps < 3; steps++) await renewal.step(policy);
    expect(await due()).toEqual(Array<number>(5).fill(1_000 + 7 * DAY_MS));
    expect([await dueAt('elsewhere'), await dueAt('running')]).toEqual([NOTED_MS, null]);
    expect(await store.datesUnder(0)).toBe(policy.version);
  });

  test('is looked up once: afterwards, and after a restart, nothing is read for it', async () => {
    const { store } = await givenOrders(2);
    for (let steps = 0; steps < 3; steps++) await createDateRenewal({ store }, 0, 100).step(policy);
    const scans: string[] = [];
    const counted = { ...store, scan: (after: string, limit: number) => (scans.push(after), store.scan(after, limit)) };
    const renewal = createDateRenewal({ store: counted }, 0, 100);
    await renewal.step(policy);
    expect(scans).toEqual([]);
    await renewal.step(shorter);
    expect(scans).toEqual(['']);
    expect(await store.datesUnder(0)).toBe(shorter.version);
  });

  test('that is replaced while orders are still looked at starts from the first order again', async () => {
    const { store, due } = await givenOrders(5);
    const renewal = createDateRenewal({ store }, 0, 3);
    await renewal.step(shorter);
    const days = { shipping: 20, contact: 20, payment: 20, signals: 20, 'order-content': 20, 'order-reference': 20 };
    const longer: Policy = { ...stagedPolicy(days), version: shorter.version + 1 };
    for (let steps = 0; steps < 4; steps++) await renewal.step(longer);
    expect(await store.datesUnder(0)).toBe(longer.version);
    expect(new Set(await due())).toEqual(new Set([1_000 + 20 * DAY_MS]));
  });
});
