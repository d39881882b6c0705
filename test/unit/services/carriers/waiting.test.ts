// Orders that can't go yet: why they are held, what lets them go, and who is not held any more.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { Policy } from '#shared/policy/policy';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { changedPolicy, put, type Tree } from '#test/unit/shared/policy/support/changed-policy';
import {
  createSmallCarriers,
  NOW_MS,
  orderRefOf,
  ORDERS,
  POLICY,
  progressIn,
  refs,
  sentTo,
  type SmallCarriers,
} from './support/small-carriers.js';

const order = ORDERS[0] as PlainOrder;
const ref = refs.shipmentRef('swiftpost', order.orderId, 1);
const DAY_MS = 86_400_000;

/** The policy of the repository with something changed about the carrier, as a version of its own. */
function policyWith(version: number, change: (tree: Tree) => void): Policy {
  return changedPolicy((tree) => {
    put(tree, 'version', version);
    change(tree);
  });
}

const withoutAgreement = (version: number): Policy =>
  policyWith(version, (tree) => put(tree, 'carriers/swiftpost/agreement', null));
const agreementOf = (validFrom: string, validUntil: string): Policy =>
  policyWith(POLICY.version + 1, (tree) => {
    put(tree, 'carriers/swiftpost/agreement/validFrom', validFrom);
    put(tree, 'carriers/swiftpost/agreement/validUntil', validUntil);
  });

describe('orders that wait at carriers', () => {
  let policy: Policy;
  let carriers: SmallCarriers;
  beforeEach(async () => {
    policy = POLICY;
    carriers = await createSmallCarriers({ current: () => policy });
    await carriers.admit(order);
  });

  /** What is told of the order after its paid facts and its block were worked off. */
  async function afterPayment(shipping = blocksOf(order).shipping) {
    await carriers.appendBlock(order, shipping);
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    return progressIn(await carriers.work()).map(({ state, reasonCode }) => [state, reasonCode]);
  }

  const waiting = async (): Promise<string[]> => (await carriers.store.waitingIn(0)).map(({ orderRef }) => orderRef);

  test('are held by name while the carrier has no agreement, and nothing is sent', async () => {
    policy = withoutAgreement(POLICY.version + 1);
    expect(await afterPayment()).toEqual([['HELD', 'AGREEMENT_MISSING']]);
    expect(carriers.outputs.map(({ topic }) => topic)).toEqual(['shipments.progress']);
    expect(await waiting()).toEqual([orderRefOf(order)]);
  });

  test('go with the next unit once a new policy version lets them', async () => {
    policy = withoutAgreement(POLICY.version + 1);
    await afterPayment();
    carriers.appendFacts(ORDERS[1] as PlainOrder, {});
    expect(sentTo('swiftpost', await carriers.work())).toEqual([]);
    policy = policyWith(POLICY.version + 2, () => undefined);
    carriers.appendFacts(ORDERS[1] as PlainOrder, {});
    expect(sentTo('swiftpost', await carriers.work())).toEqual([ref]);
    expect(await waiting()).toEqual([]);
  });

  test('go on the first day of the agreement', async () => {
    policy = agreementOf('2026-06-02', '2026-12-31');
    expect(await afterPayment()).toEqual([['HELD', 'AGREEMENT_NOT_YET_VALID']]);
    carriers.world.nowMs += DAY_MS;
    carriers.appendFacts(ORDERS[1] as PlainOrder, {});
    expect(sentTo('swiftpost', await carriers.work())).toEqual([ref]);
  });

  test('go after a restart under a mended policy, and do so again when that try was not committed', async () => {
    policy = withoutAgreement(POLICY.version + 1);
    await afterPayment();
    policy = policyWith(POLICY.version + 2, () => undefined);
    await carriers.restart();
    carriers.appendFacts(ORDERS[1] as PlainOrder, {});
    await carriers.work({ facts: 1 }, 'before-commit');
    expect(sentTo('swiftpost', await carriers.work({ facts: 1 }))).toEqual([ref]);
    carriers.appendFacts(order, { revision: 3, paidAt: 1, openCases: ['case'] });
    expect(await carriers.work()).toEqual([]);
  });

  test('are held by name for an expired agreement, a country not served, and a field that is missing', async () => {
    policy = agreementOf('2025-01-01', '2025-12-31');
    expect(await afterPayment()).toEqual([['HELD', 'AGREEMENT_EXPIRED']]);
    policy = policyWith(POLICY.version + 2, () => undefined);
    const { shipping } = blocksOf(order);
    await carriers.appendBlock(order, { ...shipping, countryCode: 'AQ', pickupPoint: null });
    expect(progressIn(await carriers.work())).toMatchObject([{ state: 'HELD', reasonCode: 'COUNTRY_NOT_SERVED' }]);
    await carriers.appendBlock(order, { ...shipping, city: '', pickupPoint: null });
    expect(progressIn(await carriers.work())).toMatchObject([{ state: 'HELD', reasonCode: 'FIELD_REQUIRED_MISSING' }]);
    await carriers.appendBlock(order);
    expect(sentTo('swiftpost', await carriers.work())).toEqual([ref]);
  });

  test('are held when the policy no longer knows their carrier', async () => {
    await carriers.appendBlock(order);
    carriers.appendFacts(order, { revision: 2, paidAt: 1, carrierId: 'nobody' });
    expect(progressIn(await carriers.work())).toMatchObject([{ state: 'HELD', reasonCode: 'CARRIER_UNKNOWN' }]);
  });

  test('are not those that left already: what holds an order today does not call back yesterday’s parcel', async () => {
    expect(await afterPayment()).toEqual([['RELEASED', null]]);
    policy = withoutAgreement(POLICY.version + 1);
    carriers.appendFacts(order, { revision: 3, paidAt: 1, openCases: ['case'] });
    expect(await carriers.work()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  test('take back a try that a crash undid when the policy holds them now, and go later all the same', async () => {
    await carriers.appendBlock(order);
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    await carriers.work({ sealed: 1, facts: 1 }, 'before-commit');
    policy = withoutAgreement(POLICY.version + 1);
    expect(progressIn(await carriers.work())).toMatchObject([{ state: 'HELD' }]);
    policy = policyWith(POLICY.version + 2, () => undefined);
    carriers.appendFacts(ORDERS[1] as PlainOrder, {});
    expect(sentTo('swiftpost', await carriers.work())).toEqual([ref]);
  });

  test('keep the newest facts, even when older ones are read behind them', async () => {
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    await carriers.work();
    carriers.appendFacts(order, { revision: 1 });
    await carriers.appendBlock(order);
    expect(sentTo('swiftpost', await carriers.work())).toEqual([ref]);
  });

  test('are released by the newest of several facts in one unit, whatever their order', async () => {
    await carriers.appendBlock(order);
    carriers.appendFacts(order, { revision: 3, paidAt: 1, cancelledAt: 2 });
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    expect(await carriers.work()).toEqual([]);
  });

  test('do not wait for an address that was erased after they left', async () => {
    await afterPayment();
    carriers.appendRequest(order, ['shipping']);
    await carriers.work();
    carriers.appendFacts(order, { revision: 3, paidAt: 1, openCases: ['case'] });
    expect(await carriers.work()).toEqual([]);
    expect(await waiting()).toEqual([]);
  });

  test('are forgotten when they are erased while they wait', async () => {
    carriers.appendFacts(order, { revision: 2, paidAt: 1 });
    await carriers.work();
    await carriers.vault.shredOrders([orderRefOf(order)], NOW_MS);
    carriers.appendRequest(order);
    const [receipt, ...more] = await carriers.work();
    expect([receipt?.topic, more]).toEqual(['erasure.receipts', []]);
    expect(await waiting()).toEqual([]);
  });
});
