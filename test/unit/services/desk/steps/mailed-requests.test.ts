// From a mail to the end of the request: taken once, proven by the link to the registered address alone, answered, and the mail shredded.
import { beforeEach, describe, expect, test } from '@jest/globals';
import { topics } from '#schemas/generated/topics';
import { type ConfirmDeps, confirmRequest, lookAtLink } from '#services/desk/steps/confirm-request';
import { makeLink, openLink, watchRequests } from '#services/desk/steps/subject-requests';
import { endRequest, readMailOf } from '#services/desk/steps/work-off-request';
import { takeMailedRequests } from '#services/desk/steps/take-mailed-requests';
import { takeRequest } from '#services/mailbox/steps/take-mail';
import { createOneTimeLinks } from '#shared/one-time-links/one-time-link';
import type { UnitHandler } from '#shared/pipeline/unit';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { DAY_MS, type Given, givenDesk, givenRequests, MONDAY_MS } from '../support/given-requests.js';

const [order, other] = [...generateOrders({ seed: 'mailed', count: 2 })] as [PlainOrder, PlainOrder];
/** Of the same account, but registered to another address. */
const sibling: PlainOrder = { ...other, customerId: order.customerId };
const links = createOneTimeLinks(Buffer.alloc(32, 3));

let road: SmallRoad;
let desk: UnitHandler;
let deps: ConfirmDeps;
let requests: Given['requests'];
let nowMs: number;
let views: Given['views'];
let commands: string[];
let shredded: string[];

beforeEach(async () => {
  road = await givenRoad();
  nowMs = MONDAY_MS;
  const given = givenRequests(road, () => nowMs);
  ({ requests, views } = given);
  commands = [];
  shredded = [];
  deps = {
    ...given,
    links,
    order: async ({ orderRef }) => void commands.push(orderRef),
    shredMail: async (requestRef) => void shredded.push(requestRef),
  };
  desk = givenDesk(given, road, { takeMailed: (records) => takeMailedRequests(deps, records) });
  const placed = [order, sibling].map((one) => road.event('OrderPlaced', one));
  await runUnit(desk, road.asInput(await runUnit(road.intake, placed)));
});

/** A mail as the mailbox takes it, and the desk after it. @returns the token that notifications puts into the link; null: none is sent */
async function mailed(subject: string): Promise<{ readonly requestId: string; readonly token: string | null }> {
  const { codec, vault, refs } = road;
  const mail = { sender: 'anybody@example.org', subject, text: '', isAutomatic: false, deliveryReport: null };
  const box = {
    codec,
    vault,
    orderRefOf: (id: string) => refs.orderRef(id),
    policyVersion: () => 1,
    topicName: (name: string) => name,
    nowMs: () => nowMs,
  };
  const outputs = await takeRequest(box, mail, Buffer.from(subject));
  await runUnit(desk, road.asInput(outputs.filter(({ topic }) => topic === topics.deskRequests.name)));
  const [record] = road.decoded(outputs, topics.deskRequests);
  const { reference = '', confirmUntil = null } = record ?? {};
  return { requestId: reference, token: confirmUntil === null ? null : links.tokenFor(reference, confirmUntil) };
}

const finish = async (one: PlainOrder): Promise<void> => {
  const status = {
    orderId: one.orderId,
    status: 'FINISHED',
    outcome: 'DELIVERED',
    reasonCodes: [],
    policyVersion: 1,
    at: 5,
    fieldPaths: [],
  };
  const value = road.codec.encode(topics.ordersStatuses, status as never);
  await (deps.shelf as Given['shelf']).apply([{ orderRef: road.refs.orderRef(one.orderId), part: 'status', value }]);
};

describe('a mail', () => {
  test('becomes one request however often it comes, whose clock began when it was received, and nothing happens before the link is opened', async () => {
    const subject = `Please delete my data, order ${order.orderId}`;
    await finish(order);
    const { requestId } = await mailed(subject);
    nowMs += 3_600_000;
    expect((await mailed(subject)).requestId).toBe(requestId);
    await watchRequests(deps);
    const found = await requests.page(null, 10, null);
    expect(found).toMatchObject([
      { requestId, kind: 'DELETION', customerRef: null, clock: { receivedAtMs: MONDAY_MS }, answeredAtMs: null },
    ]);
    expect(commands).toEqual([]);
  });

  test('that is not clear waits for a person, and its clock runs', async () => {
    const { token, requestId } = await mailed('What about my parcel?');
    expect(token).toBeNull();
    const told: string[] = [];
    nowMs += 7 * DAY_MS;
    await watchRequests({ ...deps, onEscalation: (level, id) => void told.push(`${level} ${id}`) });
    expect(told).toEqual([`breached ${requestId}`]);
  });

  test('is read by an officer on record and ended by her, and then it is shredded', async () => {
    const { requestId } = await mailed('What about my parcel?');
    expect(await readMailOf(deps, requestId, 'officer-1')).toMatchObject({ subject: 'What about my parcel?' });
    expect(views.views).toMatchObject([{ by: 'officer-1', reason: 'REQUEST_BY_MAIL', outcome: 'shown' }]);
    expect(await endRequest(deps, requestId)).toMatchObject({ end: 'DONE', answeredAtMs: MONDAY_MS });
    expect(await readMailOf(deps, requestId, 'officer-1')).toBeNull();
    expect(shredded).toHaveLength(1);
  });

  test('that the desk works off by itself is ended by nobody else', async () => {
    const { requestId } = await mailed(`Auskunft ${order.orderId}`);
    expect(await endRequest(deps, requestId)).toBeNull();
  });

  test('whose link nobody opens ends with it, and what was written is shredded', async () => {
    const { requestId } = await mailed(`Auskunft ${order.orderId}`);
    expect(requests.mails.size).toBe(1);
    nowMs += 5 * DAY_MS;
    await watchRequests(deps);
    expect(await requests.find(requestId)).toMatchObject({ end: 'NOT_CONFIRMED' });
    expect(requests.mails.size).toBe(0);
    expect(shredded).toHaveLength(1);
  });
});

describe('the link to the registered address', () => {
  test('opens everything that carries this address, once, and nothing of the account that carries another', async () => {
    const { token } = await mailed(`Auskunft ${order.orderId}`);
    expect(await lookAtLink(deps, token ?? '')).toMatchObject({ kind: 'open', right: 'ACCESS' });
    const done = await confirmRequest(deps, token ?? '');
    if (done.kind !== 'confirmed') throw new Error(done.kind);
    const found = await openLink(deps, (await makeLink(deps, done.request)).secret);
    expect(found?.orders.map(({ orderId }) => orderId)).toEqual([order.orderId]);
    expect(found?.orders[0]?.data).toMatchObject({ contact: blocksOf(order).contact });
    expect(await confirmRequest(deps, token ?? '')).toEqual({ kind: 'used' });
    expect(await requests.find(done.request.requestId)).toMatchObject({ end: 'DONE', answeredAtMs: MONDAY_MS });
  });

  test('begins the deletion of what is finished, of this address alone', async () => {
    await finish(order);
    await finish(sibling);
    const { token } = await mailed(`Please delete my data, order ${order.orderId}`);
    await confirmRequest(deps, token ?? '');
    expect(commands).toEqual([road.refs.orderRef(order.orderId)]);
  });

  test('is refused when it is forged, over, or ahead of its request', async () => {
    const { token, requestId } = await mailed(`Auskunft ${order.orderId}`);
    expect(await confirmRequest(deps, `${token ?? ''}x`)).toEqual({ kind: 'forged' });
    expect(await confirmRequest(deps, links.tokenFor(requestId, MONDAY_MS + 1))).toEqual({ kind: 'forged' });
    expect(await confirmRequest(deps, links.tokenFor('R-AAAAAAAAAAAA', MONDAY_MS + 1))).toEqual({ kind: 'early' });
    nowMs += 5 * DAY_MS;
    expect(await confirmRequest(deps, token ?? '')).toEqual({ kind: 'expired' });
  });
});
