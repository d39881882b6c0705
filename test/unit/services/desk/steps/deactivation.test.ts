// An account is closed: told once, what is finished goes, the rest stays for a reason, and the clock of the account runs out.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AccountDeactivated, AccountRegistered, OrderStatus } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import { type KnownAccount, momentsOf } from '#services/desk/domain/requests/account';
import { type AccountDeps, followAccounts, forgetDueAccounts } from '#services/desk/steps/account-clocks';
import { type CloseDeps, closeAccount } from '#services/desk/steps/close-account';
import { begin, openRequest, watchRequests } from '#services/desk/steps/subject-requests';
import type { OrderRef } from '#shared/domain/refs';
import { generateOrders } from '#shared/sample/generate-orders';
import type { PlainOrder } from '#shared/sample/orders/plain-order';
import { blocksOf } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { DAY_MS, type Given, givenDesk, givenRequests, MONDAY_MS } from '../support/given-requests.js';

const [order, other] = [...generateOrders({ seed: 'deactivated', count: 2 })] as [PlainOrder, PlainOrder];
const sibling: PlainOrder = { ...other, customerId: order.customerId };

let road: SmallRoad;
let deps: CloseDeps & AccountDeps;
let given: Given;
let shelf: Given['shelf'];
let accounts: Map<string, KnownAccount>;
let nowMs: number;
let told: AccountDeactivated[];
let commands: string[];
let customerRef: string;

beforeEach(async () => {
  road = await givenRoad();
  nowMs = MONDAY_MS;
  given = givenRequests(road, () => nowMs);
  ({ shelf } = given);
  told = [];
  commands = [];
  accounts = new Map();
  const { refs } = road;
  customerRef = refs.customerRef(order.customerId);
  deps = {
    ...given,
    refs,
    order: async ({ orderRef }) => void commands.push(orderRef),
    deactivate: async (event) => void told.push(event),
    accounts: {
      note: async (ref, moment, atMs) => {
        const known = accounts.get(ref) ?? { customerRef: ref, deactivatedAtMs: null, signedInAtMs: null };
        accounts.set(ref, { ...known, [moment === 'deactivated' ? 'deactivatedAtMs' : 'signedInAtMs']: atMs });
      },
      withMomentBefore: async (before) =>
        [...accounts.values()].filter(
          ({ deactivatedAtMs, signedInAtMs }) =>
            (deactivatedAtMs !== null && deactivatedAtMs <= before.deactivated) ||
            (signedInAtMs !== null && signedInAtMs <= before['last-sign-in']),
        ),
      forget: async (ref) => void accounts.delete(ref),
    },
  };
  const desk = givenDesk(given, road, { followAccounts: (records) => followAccounts(deps, records) });
  const placed = [order, sibling].map((one) => road.event('OrderPlaced', one));
  const { amount, currency } = blocksOf(sibling).payment;
  const eventId = '00000000-0000-4000-8000-000000000001';
  const paid = { eventId, orderId: sibling.orderId, occurredAt: sibling.occurredAt + 1, amount, currency };
  const taken = await runUnit(road.intake, [...placed, road.event('PaymentConfirmed', paid)]);
  await runUnit(desk, road.asInput(taken));
});

const refOf = ({ orderId }: PlainOrder): OrderRef => road.refs.orderRef(orderId);
const isNow = (one: PlainOrder, status: OrderStatus['status']) => {
  const value = { orderId: one.orderId, status, outcome: null, reasonCodes: [], policyVersion: 1, at: 5 };
  const bytes = road.codec.encode(topics.ordersStatuses, { ...value, fieldPaths: [] });
  return shelf.apply([{ orderRef: refOf(one), part: 'status', value: bytes }]);
};

/** As it is once the link to the registered address was opened. */
async function confirmed(proven: readonly OrderRef[]) {
  const fresh = await openRequest(deps, customerRef, 'ACCESS', 'mail', '');
  const mailed = { orderRef: refOf(order), requestRef: 'mail', confirmUntilMs: nowMs + DAY_MS, confirmedAtMs: nowMs };
  return { ...fresh, kind: 'DEACTIVATION' as const, proven, mailed, cameBy: 'mail' as const };
}

describe('a deactivation', () => {
  test('is told once with the number of the account, erases what is finished and says why the rest stays', async () => {
    await isNow(order, 'FINISHED');
    const request = await openRequest(deps, customerRef, 'DEACTIVATION', 'key-1', order.customerId);
    await openRequest(deps, customerRef, 'DEACTIVATION', 'key-1', order.customerId);
    expect(new Set(told.map((event) => JSON.stringify(event))).size).toBe(1);
    expect(told[0]).toMatchObject({ customerId: order.customerId, reason: 'PERSON_ASKED', occurredAt: MONDAY_MS });
    expect(commands).toContain(refOf(order));
    expect(commands).not.toContain(refOf(sibling));
    expect(request.orders).toContainEqual({ orderRef: refOf(sibling), fate: 'PAYMENT_RECONCILIATION' });
    expect(JSON.stringify(request)).not.toContain(order.customerId);
    await shelf.erase([refOf(order)]);
    await watchRequests(deps);
    expect(await deps.requests.find(request.requestId)).toMatchObject({ end: 'DONE' });
  });

  test('by mail closes the account whose orders all carry the proven address, and no other', async () => {
    expect(await begin(deps, await confirmed([refOf(order)]))).toMatchObject({ answeredAtMs: null });
    expect(told).toEqual([]);
    expect(await begin(deps, await confirmed([refOf(order), refOf(sibling)]))).toMatchObject({ end: 'DONE' });
    expect(told).toMatchObject([{ customerId: order.customerId }]);
  });

  test('by an officer needs an account that nobody uses, or whose person has asked: on record, and once', async () => {
    await isNow(order, 'FINISHED');
    const close = (orderId = order.orderId) => closeAccount(deps, orderId, 'otto', 'key-0001');
    expect([await close('never-heard-of'), await close()]).toEqual([{ kind: 'unknown' }, { kind: 'in-use' }]);
    expect([told, given.views.views]).toEqual([[], []]);
    const waiting = await deps.requests.create(
      { ...(await confirmed([refOf(order)])), requestId: 'by-mail' },
      'mail-2',
    );
    const closed = await close();
    expect(closed).toMatchObject({ request: { cameBy: 'privacy-officer', clock: waiting.clock, proven: null } });
    expect(await close()).toMatchObject({ kind: 'done' });
    expect(told).toMatchObject([{ customerId: order.customerId, reason: 'PERSON_ASKED' }]);
    expect(await deps.requests.find('by-mail')).toMatchObject({ end: 'DONE' });
    expect(commands).toContain(refOf(order));
    expect(given.views.views).toMatchObject([{ by: 'otto', reason: 'ACCOUNT_CLOSED', categories: ['account'] }]);
  });

  test('by an officer of an account that nobody uses says so', async () => {
    for (const one of [order, sibling]) await isNow(one, 'FINISHED');
    expect(await closeAccount(deps, order.orderId, 'otto', 'key-0001')).toMatchObject({ kind: 'done' });
    expect(told).toMatchObject([{ reason: 'UNUSED' }]);
  });

  test('starts the clock of the account, at whose end the desk forgets it', async () => {
    const { requestId } = await openRequest(deps, customerRef, 'DEACTIVATION', 'key-1', order.customerId);
    const record = (name: string, event: AccountRegistered) =>
      road.record(
        topics.accountsEvents.name,
        event.customerId,
        road.codec.encode(topics.accountsEvents, event, `fulfilment.accounts.${name}`),
      );
    const other = { eventId: 'e1', customerId: 'somebody-else', occurredAt: MONDAY_MS };
    await followAccounts(deps, [
      record('AccountSignedIn', { ...other, deviceId: null, ipAddress: null } as AccountRegistered),
      record('AccountRegistered', other),
      road.record(topics.accountsEvents.name, 'key', Buffer.from('nonsense')),
      ...told.map((event) => record('AccountDeactivated', event)),
    ]);
    expect([...accounts.keys()]).toEqual([customerRef]);
    nowMs += 29 * DAY_MS;
    expect(await forgetDueAccounts(deps)).toBe(0);
    expect(await deps.requests.find(requestId)).not.toBeNull();
    nowMs += 2 * DAY_MS;
    expect(await forgetDueAccounts(deps)).toBe(1);
    expect(await deps.requests.find(requestId)).toBeNull();
  });
});

test('an account runs by its end alone, unless somebody signed in after it', () => {
  const account = { customerRef: 'c', deactivatedAtMs: 5, signedInAtMs: 3 };
  expect(momentsOf(account)).toEqual({ deactivated: 5 });
  expect(momentsOf({ ...account, signedInAtMs: 7 })).toEqual({ 'last-sign-in': 7 });
  expect(momentsOf({ ...account, deactivatedAtMs: null, signedInAtMs: null })).toEqual({});
});
