// Requests of people: written down first, answered when really done, told to others when they wait too long, and harmless to repeat.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ErasureCommand } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import {
  makeLink,
  openLink,
  openRequest,
  type RequestDeps,
  watchRequests,
} from '#services/desk/steps/subject-requests';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { DAY_MS, type Given, givenDesk, givenRequests, MONDAY_MS } from '../support/given-requests.js';

const [order] = [...generateOrders({ seed: 'requests', count: 1 })] as [PlainOrder];

let road: SmallRoad;
let deps: RequestDeps;
let shelf: Given['shelf'];
let nowMs: number;
let commands: ErasureCommand[];
let escalations: string[];
let notices: string[];
let customerRef: string;

beforeEach(async () => {
  road = await givenRoad();
  nowMs = MONDAY_MS;
  const given = givenRequests(road, () => nowMs);
  ({ shelf } = given);
  commands = [];
  escalations = [];
  notices = [];
  const { refs } = road;
  const desk = givenDesk(given, road);
  await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)])));
  customerRef = refs.customerRef(order.customerId);
  deps = {
    ...given,
    order: async (command) => void commands.push(command),
    tellErased: async (orderRef) => void notices.push(orderRef),
    onEscalation: (level, requestId) => escalations.push(`${level} ${requestId}`),
  };
});

const finish = () => {
  const status = {
    orderId: order.orderId,
    status: 'FINISHED' as const,
    outcome: 'DELIVERED' as const,
    reasonCodes: [],
    policyVersion: 1,
    at: 5,
    fieldPaths: [],
  };
  const value = road.codec.encode(topics.ordersStatuses, status);
  return shelf.apply([{ orderRef: road.refs.orderRef(order.orderId), part: 'status', value }]);
};

describe('access', () => {
  test('gives every category about the person, once, and is answered with the link', async () => {
    const request = await openRequest(deps, customerRef, 'ACCESS', 'key-1');
    expect(request.answeredAtMs).toBeNull();
    const { secret } = await makeLink(deps, request);
    const { shipping, contact, payment, signals } = blocksOf(order);
    const found = await openLink(deps, secret);
    expect(found?.orders).toMatchObject([
      { orderId: order.orderId, data: { shipping, contact, payment, signals: { signals } }, erased: [] },
    ]);
    expect(await openLink(deps, secret)).toBeNull();
    expect(await deps.requests.find(request.requestId)).toMatchObject({ answeredAtMs: MONDAY_MS });
  });

  test('is over with its day, and nothing leads to it without the secret', async () => {
    const { secret } = await makeLink(deps, await openRequest(deps, customerRef, 'ACCESS', 'key-1'));
    expect(await openLink(deps, `${secret}x`)).toBeNull();
    nowMs += DAY_MS;
    expect(await openLink(deps, secret)).toBeNull();
  });

  test('names what is erased and holds nothing of other people', async () => {
    await shelf.apply([{ orderRef: road.refs.orderRef(order.orderId), part: 'blocks.payment', value: null }]);
    const { secret } = await makeLink(deps, await openRequest(deps, customerRef, 'ACCESS', 'key-1'));
    expect((await openLink(deps, secret))?.orders).toMatchObject([{ erased: ['payment'] }]);
    const stranger = road.refs.customerRef('somebody else');
    const { secret: other } = await makeLink(deps, await openRequest(deps, stranger, 'ACCESS', 'key-1'));
    expect((await openLink(deps, other))?.orders).toEqual([]);
  });
});

describe('deletion', () => {
  test('of an order under way tells why it stays, and orders nothing', async () => {
    const request = await openRequest(deps, customerRef, 'DELETION', 'key-1');
    expect(request.orders).toMatchObject([{ fate: 'ORDER_UNDER_WAY' }]);
    expect(request.answeredAtMs).toBe(MONDAY_MS);
    expect(commands).toEqual([]);
  });

  test('of a finished order is ordered under the same id however often, and answered once the order is gone', async () => {
    await finish();
    const request = await openRequest(deps, customerRef, 'DELETION', 'key-1');
    expect(request.answeredAtMs).toBeNull();
    expect((await openRequest(deps, customerRef, 'DELETION', 'key-1')).requestId).toBe(request.requestId);
    await watchRequests(deps);
    expect(new Set(commands.map(({ commandId }) => commandId)).size).toBe(1);
    expect(notices).toEqual([road.refs.orderRef(order.orderId)]);
    expect(commands[0]).toMatchObject({ action: 'ERASE', categories: [], reason: 'SUBJECT_REQUEST' });
    await shelf.erase([road.refs.orderRef(order.orderId)]);
    await watchRequests(deps);
    expect(await deps.requests.find(request.requestId)).toMatchObject({ answeredAtMs: MONDAY_MS });
  });
});

test('the last message goes first: nothing is ordered before it had its time', async () => {
  await finish();
  deps = { ...deps, noticeLeadMs: 10_000 };
  await openRequest(deps, customerRef, 'DELETION', 'key-1');
  expect([notices.length, commands.length]).toEqual([1, 0]);
  nowMs += 10_000;
  await watchRequests(deps);
  expect([notices.length, commands.length]).toEqual([1, 1]);
});

test('who waits is told of once for each state: due soon, overdue, and breached after three business days', async () => {
  await finish();
  const { requestId } = await openRequest(deps, customerRef, 'DELETION', 'key-1');
  for (let hour = 0; hour < 6 * 24; hour++) {
    await watchRequests(deps);
    nowMs += DAY_MS / 24;
  }
  expect(escalations).toEqual([`due-soon ${requestId}`, `overdue ${requestId}`, `breached ${requestId}`]);
});
