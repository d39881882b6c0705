// A correction from the wish to the carrier: nothing before the link is opened, an officer where the policy says so, sealed anew by intake,
// and answered with what was done. Nobody who asks learns what is known.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AddressCorrected, OrderStatus, Shipping } from '#schemas/generated/records';
import { carrierTopics, topics } from '#schemas/generated/topics';
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import { askCorrection, type AskDeps, type Corrections, enterCorrection } from '#services/desk/steps/ask-correction';
import { confirmRequest } from '#services/desk/steps/confirm-request';
import { decideCorrection } from '#services/desk/steps/decide-correction';
import { watchRequests } from '#services/desk/steps/subject-requests';
import { takeMailedRequests } from '#services/desk/steps/take-mailed-requests';
import { takeRequest } from '#services/mailbox/steps/take-mail';
import { createOneTimeLinks } from '#shared/one-time-links/one-time-link';
import type { IncomingRecord, UnitHandler } from '#shared/pipeline/unit';
import { sealCorrection } from '#shared/publisher/seal-order';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { INGRESS_KEYS, sessionTo } from '#test/unit/services/intake/support/ingress-key';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { DAY_MS, type Given, givenDesk, givenRequests, MONDAY_MS } from '../support/given-requests.js';

const order = [...generateOrders({ seed: 'corrected', count: 40 })].find((one) => {
  const { shipping } = blocksOf(one);
  return shipping.carrierId === 'swiftpost' && shipping.countryCode === 'DE' && shipping.pickupPoint === null;
}) as PlainOrder;
const links = createOneTimeLinks(Buffer.alloc(32, 3));
const MOVED: Corrections = { addressLines: ['Neue Gasse 7'] };

let road: SmallRoad;
let desk: UnitHandler;
let carriers: UnitHandler;
let deps: AskDeps & { readonly links: typeof links };
let shelf: Given['shelf'];
let requests: Given['requests'];
let views: Given['views'];
let nowMs: number;
let sentLinks: Map<string, string>;
let events: AddressCorrected[];
let told: string[];
let atCarrier: Record<string, unknown>[];

/** Intake takes events; desk and carriers read what it tells. */
async function happen(records: readonly IncomingRecord[]): Promise<void> {
  const taken = road.asInput(await runUnit(road.intake, records));
  await runUnit(desk, taken);
  atCarrier.push(
    ...road.decoded<Record<string, unknown>>(await runUnit(carriers, taken), carrierTopics('swiftpost').shipments),
  );
}

beforeEach(async () => {
  road = await givenRoad();
  carriers = await road.startCarriers();
  nowMs = MONDAY_MS;
  const given = givenRequests(road, () => nowMs);
  ({ shelf, requests, views } = given);
  sentLinks = new Map();
  events = [];
  told = [];
  atCarrier = [];
  const { refs } = road;
  deps = {
    ...given,
    refs,
    links,
    perHour: 5,
    askForLink: async (_orderRef, reference, until) => void sentLinks.set(reference, links.tokenFor(reference, until)),
    correctAddress: async (event) => void events.push(event),
    tellAnswered: async ({ correction }) => void told.push(String(correction?.outcome)),
  };
  const takeMailed = (records: readonly IncomingRecord[]) => takeMailedRequests(deps, records);
  desk = givenDesk(given, road, { takeMailed });
  const paid = {
    eventId: '00000000-0000-4000-8000-000000000001',
    orderId: order.orderId,
    occurredAt: order.occurredAt + 1,
    amount: blocksOf(order).payment.amount,
    currency: blocksOf(order).payment.currency,
  };
  await happen([road.event('OrderPlaced', order), road.event('PaymentConfirmed', paid)]);
});

const hers = () => ({ customerRef: road.refs.customerRef(order.customerId), by: 'anna', purpose: 'none' });
const STAFF = { customerRef: null, by: 'agent-1', purpose: 'after-sales' };
const ask = (changes = MOVED, caller: Parameters<typeof askCorrection>[1] = hers(), key = 'key-1') =>
  askCorrection(deps, caller, { orderId: order.orderId, changes, key });
const asked = async (...given: Parameters<typeof ask>): Promise<SubjectRequest> => {
  const answer = await ask(...given);
  if (answer.kind !== 'done') throw new Error(JSON.stringify(answer));
  return answer.request;
};
const confirm = (requestId: string) => confirmRequest(deps, sentLinks.get(requestId) ?? '');
const found = (requestId: string) => requests.find(requestId);
const isNow = (status: OrderStatus['status']) => {
  const value = { orderId: order.orderId, status, outcome: null, reasonCodes: [], policyVersion: 1, at: 5 };
  const bytes = road.codec.encode(topics.ordersStatuses, { ...value, fieldPaths: [] });
  return shelf.apply([{ orderRef: road.refs.orderRef(order.orderId), part: 'status', value: bytes }]);
};
const take = () => happen(events.splice(0).map((event) => road.event('AddressCorrected', event)));
const addressIn = (event: AddressCorrected | undefined) =>
  (event?.shipping as { readonly 'fulfilment.orders.Shipping'?: Shipping } | undefined)?.['fulfilment.orders.Shipping'];

describe('a correction', () => {
  test('reaches the carrier once the link to the registered address is opened, and not before; the rest of the address stays', async () => {
    await isNow('RELEASED');
    const { requestId } = await asked();
    await watchRequests(deps);
    expect(events).toEqual([]);
    await confirm(requestId);
    expect(addressIn(events[0])).toEqual({ ...blocksOf(order).shipping, addressLines: ['Neue Gasse 7'] });
    await watchRequests(deps);
    expect(events).toHaveLength(1);
    expect(await found(requestId)).toMatchObject({ answeredAtMs: null });
    await take();
    expect(atCarrier.at(-1)).toMatchObject({ addressLines: ['Neue Gasse 7'], city: blocksOf(order).shipping.city });
    await watchRequests(deps);
    expect(await found(requestId)).toMatchObject({ end: 'DONE', correction: { outcome: 'SENT_ANEW' } });
    expect(told).toEqual(['SENT_ANEW']);
    expect(requests.mails.size).toBe(0);
  });

  test('that travels sealed shows nothing on its way and is opened by intake alone', async () => {
    const session = await sessionTo(INGRESS_KEYS[1]);
    const { requestId } = await asked();
    await confirm(requestId);
    const [plain] = events.splice(0) as [AddressCorrected];
    const sealed = road.event('AddressCorrected', sealCorrection(road.codec, session, plain));
    const words = ['Neue Gasse', blocksOf(order).shipping.recipientName, blocksOf(order).shipping.city];
    const shown = (record: IncomingRecord) => words.filter((word) => record.value?.includes(word));
    expect([shown(road.event('AddressCorrected', plain)), shown(sealed)]).toEqual([words, []]);
    await happen([sealed]);
    await watchRequests(deps);
    expect(await found(requestId)).toMatchObject({ end: 'DONE' });
  });

  test.each([
    ['ACCEPTED', 'BEFORE_RELEASE'],
    ['HANDED_OVER', 'MARKED_UNDER_WAY'],
  ] as const)('of an order that is %s is answered as %s', async (standing, outcome) => {
    await isNow(standing);
    const { requestId } = await asked();
    await confirm(requestId);
    await take();
    await watchRequests(deps);
    expect(await found(requestId)).toMatchObject({ end: 'DONE', correction: { outcome } });
  });

  test('is one request however often it is sent, keeps no plain address, and ends when its link is over', async () => {
    const { requestId } = await asked();
    expect((await asked()).requestId).toBe(requestId);
    const kept = [...requests.mails.values()];
    expect(kept).toHaveLength(1);
    expect(JSON.stringify([await found(requestId), kept[0]?.ciphertext.toString('latin1')])).not.toContain('Gasse');
    nowMs += 4 * DAY_MS;
    await watchRequests(deps);
    expect(await found(requestId)).toMatchObject({ end: 'NOT_CONFIRMED' });
    expect(requests.mails.size).toBe(0);
  });

  test('comes too late for a parcel that arrived between wish and link', async () => {
    const { requestId } = await asked();
    await isNow('DELIVERED');
    await confirm(requestId);
    expect(await found(requestId)).toMatchObject({ end: 'DONE', correction: { outcome: 'TOO_LATE' } });
    expect(events).toEqual([]);
  });

  test('waits on its clock when intake has not answered', async () => {
    const { requestId } = await asked();
    await confirm(requestId);
    const heard: string[] = [];
    nowMs += 7 * DAY_MS;
    await watchRequests({ ...deps, onEscalation: (level, id) => void heard.push(`${level} ${id}`) });
    expect(heard).toEqual([`breached ${requestId}`]);
  });
});

describe('who asks', () => {
  test('a stranger meets no order, whatever is wrong with her wish', async () => {
    const stranger = { ...hers(), customerRef: road.refs.customerRef('somebody else') };
    expect(await ask({ countryCode: 'XX' }, stranger)).toEqual({ kind: 'refused', code: 'ORDER_UNKNOWN' });
  });

  test('customer service names a purpose, is on record and counted, and the person is asked all the same', async () => {
    const none = { ...STAFF, purpose: 'fraud-control' };
    expect(await ask(MOVED, none)).toEqual({ kind: 'refused', code: 'PURPOSE_NOT_ALLOWED' });
    const { requestId, cameBy } = await asked(MOVED, STAFF);
    expect(cameBy).toBe('customer-service');
    expect(views.views).toMatchObject([{ by: 'agent-1', purpose: 'after-sales', reason: 'CORRECTION_ASKED' }]);
    expect(events).toEqual([]);
    expect(sentLinks.has(requestId)).toBe(true);
    for (let more = 2; more <= 5; more++) await asked(MOVED, STAFF, `key-${more}`);
    expect(await ask(MOVED, STAFF, 'key-6')).toEqual({ kind: 'refused', code: 'LOOK_UPS_EXHAUSTED' });
  });

  test('an officer enters what a mail asks for, after its link was opened', async () => {
    const { codec, vault, refs } = road;
    const mail = { sender: 'a@b.example', subject: `Wrong address ${order.orderId}`, text: '', isAutomatic: false };
    const box = { codec, vault, orderRefOf: (id: string) => refs.orderRef(id), policyVersion: () => 1 };
    const more = { topicName: (name: string) => name, nowMs: () => nowMs };
    const outputs = await takeRequest({ ...box, ...more }, { ...mail, deliveryReport: null }, Buffer.from('mail'));
    await runUnit(desk, road.asInput(outputs.filter(({ topic }) => topic === topics.deskRequests.name)));
    const [record] = road.decoded(outputs, topics.deskRequests);
    const { reference = '', confirmUntil = 0 } = record ?? {};
    const refusal = { kind: 'refused', code: 'NOT_FOUND' };
    expect(await enterCorrection(deps, reference, 'officer', MOVED)).toEqual(refusal);
    await confirmRequest(deps, links.tokenFor(reference, confirmUntil ?? 0));
    await enterCorrection(deps, reference, 'officer', { ...MOVED, countryCode: 'AT', postalCode: '1010' });
    expect(addressIn(events[0])).toMatchObject({ addressLines: ['Neue Gasse 7'], countryCode: 'AT' });
    expect(await enterCorrection(deps, reference, 'officer', MOVED)).toEqual(refusal);
  });
});

describe('what is asked for', () => {
  test.each([
    [{ countryCode: 'BR', postalCode: '01310-100' }, 'COUNTRY_NOT_SERVED', 'shipping.countryCode'],
    [{ postalCode: 'not one' }, 'POSTAL_CODE_INVALID', 'shipping.postalCode'],
    [{ addressLines: ['52.5200, 13.4050'] }, 'FORBIDDEN_LOCATION', 'shipping.addressLines[0]'],
  ])('is judged as intake judges it: %j', async (changes, code, path) => {
    const answer = await ask(changes);
    expect(answer.kind === 'faulty' ? answer.faults : answer).toContainEqual({ code, path });
    expect(await requests.page(null, 10, null)).toEqual([]);
  });

  test('leads to another country only when an officer says so, and no further when she does not', async () => {
    const abroad = { countryCode: 'AT', postalCode: '1010', city: 'Wien' };
    const { requestId } = await asked(abroad);
    expect(await decideCorrection(deps, requestId, 'officer', null)).toMatchObject({ code: 'NOT_AT_THIS_POINT' });
    await confirm(requestId);
    expect(events).toEqual([]);
    expect(await found(requestId)).toMatchObject({ correction: { waitsFor: ['another-country'] } });
    await decideCorrection(deps, requestId, 'officer', null);
    expect(addressIn(events[0])).toMatchObject({ countryCode: 'AT' });

    const other = await asked(abroad, hers(), 'key-2');
    await confirm(other.requestId);
    await decideCorrection(deps, other.requestId, 'officer', 'NOT_THE_PERSON');
    expect(await found(other.requestId)).toMatchObject({ end: 'REFUSED', correction: { outcome: 'REFUSED' } });
    expect(events).toHaveLength(1);
  });

  test('waits for an officer when name and address become others, or fraud control holds the order', async () => {
    const one = await asked({ ...MOVED, recipientName: 'Somebody Else' });
    await confirm(one.requestId);
    await isNow('HELD');
    const two = await asked(MOVED, hers(), 'key-2');
    await confirm(two.requestId);
    expect((await found(one.requestId))?.correction?.waitsFor).toEqual(['another-recipient']);
    expect((await found(two.requestId))?.correction?.waitsFor).toEqual(['order-held']);
    expect(events).toEqual([]);
  });
});
