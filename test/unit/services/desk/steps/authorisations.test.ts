// What a person authorises: exactly that lies at the third party, sealed to its key, and it is gone when it should be.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { AuthorisedData } from '#schemas/generated/records';
import { thirdPartyTopics, topics } from '#schemas/generated/topics';
import { sealAuthorised } from '#services/desk/adapters/authorised-letters';
import { keyIdOf } from '#services/desk/adapters/sealed-letters';
import { stateOf } from '#services/desk/domain/authorisations/authorisation';
import {
  authorise,
  type AuthoriseCaller,
  type AuthoriseDeps,
  giveConfirmed,
  watchAuthorisations,
  withdraw,
} from '#services/desk/steps/authorise';
import { askConfirmation } from '#services/desk/steps/confirm-authorisation';
import { followAuthorisations, type PublishDeps, settleErased } from '#services/desk/steps/publish-authorised';
import { begin } from '#services/desk/steps/subject-requests';
import { authorisedBinding, authorisedInfo } from '#shared/hpke/associated-data';
import { newKeyPair } from '#shared/hpke/suite';
import type { IncomingRecord, OutgoingRecord, UnitHandler } from '#shared/pipeline/unit';
import { loadPolicy } from '#shared/policy/load-policy';
import type { Policy } from '#shared/policy/policy';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { openSealed } from '#test/support/open-sealed';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { DAY_MS, type Given, givenDesk, givenRequests, MONDAY_MS } from '../support/given-requests.js';
import { createMemoryAuthorisations } from '../support/memory-authorisations.js';

const [order] = [...generateOrders({ seed: 'authorised', count: 1 })] as [PlainOrder];
const insurer = newKeyPair();
const publicKey = insurer.publicKey.toString('base64url');
const PARTY = { thirdPartyId: 'insurer', name: 'Insurer', keyId: keyIdOf(publicKey), publicKey };
const { disclosures } = thirdPartyTopics('insurer');
const NARROW = readPolicyText()
  .replace('version: 1', 'version: 2')
  .replace('gets: [none, order-reference, order-content, shipping, contact]', 'gets: [none, order-reference, contact]');

let road: SmallRoad;
let given: Given;
let deps: AuthoriseDeps & PublishDeps;
let desk: UnitHandler;
let policy: Policy;
let nowMs: number;
let touched: IncomingRecord[];
let links: string[];
let customer: AuthoriseCaller;
let orderRef: string;

beforeEach(async () => {
  road = await givenRoad();
  nowMs = MONDAY_MS;
  policy = loadPolicy(readPolicyText());
  given = givenRequests(road, () => nowMs);
  touched = [];
  links = [];
  const { codec, refs, record } = road;
  await codec.prepare([topics.deskAuthorisations, disclosures]);
  orderRef = refs.orderRef(order.orderId);
  customer = { customerRef: refs.customerRef(order.customerId), by: 'anna', purpose: 'none' };
  const askForLink = async (_order: string, reference: string): Promise<void> => void links.push(reference);
  deps = {
    ...given,
    policy: { current: () => policy, onChange: () => () => undefined },
    refs,
    store: createMemoryAuthorisations(),
    perHour: 2,
    topicName: (name) => name,
    ready: async () => undefined,
    seal: sealAuthorised,
    askForLink: (one, until) => askConfirmation({ ...given, askForLink }, one, until),
    touch: async ({ authorisationId, orderRef: key }) => {
      const touch = { authorisationId, orderRef: key, at: nowMs };
      touched.push(record(topics.deskAuthorisations.name, key, codec.encode(topics.deskAuthorisations, touch)));
    },
  };
  desk = givenDesk(given, road, {
    authorisations: {
      follow: (records) => followAuthorisations(deps, records),
      settle: (orders) => settleErased(deps, orders),
    },
  });
  await deps.store.putThirdParty({ ...PARTY, registeredBy: 'admin', registeredAtMs: 0, removal: null });
  await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)])));
});

/** What the lane of the order writes after everything that was touched. */
const settled = (): Promise<readonly OutgoingRecord[]> => runUnit(desk, touched.splice(0));
const WANTED = { thirdPartyId: 'insurer', orderId: order.orderId, days: 30, key: 'key-0001' };
async function authorised(categories: readonly string[] = ['shipping', 'order-reference'], caller = customer) {
  const done = await authorise(deps, caller, { ...WANTED, categories });
  return done.kind === 'done' ? done.authorisation.authorisationId : done.code;
}
async function opened(outputs: readonly OutgoingRecord[], authorisationId: string): Promise<unknown> {
  const [told] = road.decoded<AuthorisedData>(outputs, disclosures);
  if (told === undefined) return null;
  const { privateKey } = insurer;
  return openSealed(told.block, {
    info: authorisedInfo('insurer'),
    binding: authorisedBinding(authorisationId),
    privateKey,
  });
}
function erased(categories: readonly string[]): IncomingRecord {
  const request = { erasureId: 'e-1', orderRef, reason: 'FULFILLED', policyVersion: 1, categories, requestedAt: nowMs };
  const value = road.codec.encode(topics.erasureRequests, request);
  return road.record(topics.erasureRequests.name, orderRef, value);
}
const tombstones = (outputs: readonly OutgoingRecord[]) =>
  outputs.filter(({ topic, value }) => topic === disclosures.name && value === null);

describe('given by the person, an authorisation', () => {
  test('puts exactly what she named on the topic of the third party, sealed to its key, with its last day, on record', async () => {
    const id = await authorised();
    const outputs = await settled();
    expect(outputs.map(({ topic, key }) => [topic, key])).toEqual([[disclosures.name, id]]);
    expect(outputs[0]?.value?.toString('latin1')).not.toContain(blocksOf(order).shipping.recipientName);
    const told = (await opened(outputs, id)) as { data: Record<string, unknown> };
    expect(told).toEqual({
      authorisationId: id,
      validUntil: new Date(MONDAY_MS + 30 * DAY_MS).toISOString(),
      data: {
        shipping: blocksOf(order).shipping,
        'order-reference': expect.objectContaining({ orderId: order.orderId }),
      },
    });
    expect(await opened(outputs, 'R-ANOTHERANOTH')).toBe('corrupt');
    expect(given.views.views).toMatchObject([
      { by: 'anna', role: 'customer', reason: 'AUTHORISATION_GIVEN', subjectRef: orderRef, outcome: 'done' },
      { by: 'insurer', role: 'authorised-third-party', purpose: 'explicit-authorisation', outcome: 'shown' },
    ]);
  });

  test('is the same when it is sent again, and what was touched twice is written the same', async () => {
    const id = await authorised();
    expect(await authorised()).toBe(id);
    expect(touched).toHaveLength(2);
    expect(await settled()).toHaveLength(1);
    await deps.touch({ authorisationId: id, orderRef });
    expect((await settled()).map(({ key }) => key)).toEqual([id]);
  });

  test('is refused by name: unknown to us, more than the policy gives, somebody else’s order', async () => {
    expect(await authorise(deps, customer, { ...WANTED, thirdPartyId: 'stranger', categories: ['shipping'] })).toEqual({
      kind: 'refused',
      code: 'RECIPIENT_UNKNOWN',
    });
    expect(await authorised(['shipping', 'payment'])).toBe('SHARING_NOT_ALLOWED');
    expect(await authorised(['fraud'])).toBe('SHARING_NOT_ALLOWED');
    expect(await authorised(['shipping'], { ...customer, customerRef: 'somebody-else' })).toBe('ORDER_UNKNOWN');
    expect([touched, given.views.views]).toEqual([[], []]);
  });
});

describe('asked for by customer service, an authorisation', () => {
  const staff: AuthoriseCaller = { customerRef: null, by: 'carl', purpose: 'after-sales' };

  test('is nothing before the link to the registered address was opened, and is given by it', async () => {
    const id = await authorised(['contact'], staff);
    expect([links, await settled()]).toEqual([[id], []]);
    const request = await given.requests.find(id);
    if (request === null || request.mailed === null) throw new Error('no request');
    const withGiving = { ...given, giveAuthorisation: (which: string) => giveConfirmed(deps, which) };
    expect((await begin(withGiving, request)).end).toBeNull();
    const confirmed = { ...request, mailed: { ...request.mailed, confirmedAtMs: nowMs } };
    expect((await begin(withGiving, confirmed)).end).toBe('DONE');
    expect(await opened(await settled(), id)).toMatchObject({ data: { contact: blocksOf(order).contact } });
    expect(given.views.views.map(({ by, reason }) => `${by} ${reason}`)).toEqual([
      'carl AUTHORISATION_ASKED',
      'the person AUTHORISATION_GIVEN',
      'insurer AUTHORISATION',
    ]);
  });

  test('ends when nobody opens the link, needs a purpose, and is capped like every look', async () => {
    const id = await authorised(['contact'], staff);
    nowMs += 3 * DAY_MS;
    await watchAuthorisations(deps);
    await giveConfirmed(deps, id);
    expect([(await deps.store.find(id))?.ended?.why, await settled()]).toEqual(['NOT_CONFIRMED', []]);
    expect(await authorised(['contact'], { ...staff, purpose: 'none' })).toBe('PURPOSE_NOT_ALLOWED');
    await authorised(['contact'], { ...staff, by: 'cleo' });
    await authorised(['contact'], { ...staff, by: 'cleo' });
    expect(await authorised(['contact'], { ...staff, by: 'cleo' })).toBe('LOOK_UPS_EXHAUSTED');
  });
});

describe('what lies at the third party', () => {
  test('is taken back when the person withdraws, and no late record comes after it', async () => {
    const id = await authorised();
    const late = [...touched];
    await settled();
    expect(await withdraw(deps, id, 'ben', 'somebody-else')).toEqual({ kind: 'refused', code: 'NOT_FOUND' });
    await withdraw(deps, id, 'anna', customer.customerRef);
    const [gone] = tombstones(await settled());
    expect(gone).toMatchObject({ key: id, headers: { reason: 'WITHDRAWN' } });
    touched.push(...late);
    expect((await settled()).filter(({ value }) => value !== null)).toEqual([]);
    expect((await deps.store.find(id))?.takenBackAtMs).toBe(nowMs);
    expect(given.views.views.at(-1)).toMatchObject({ by: 'anna', reason: 'AUTHORISATION_WITHDRAWN', outcome: 'done' });
  });

  test('is taken back on its last day, and when the third party has another key', async () => {
    const id = await authorised();
    await settled();
    await watchAuthorisations(deps);
    expect(touched).toEqual([]);
    nowMs += 30 * DAY_MS;
    await watchAuthorisations(deps);
    expect(tombstones(await settled())).toMatchObject([{ key: id, headers: { reason: 'EXPIRED' } }]);
    const other = await authorise(deps, customer, { ...WANTED, key: 'key-0002', categories: ['contact'] });
    await settled();
    await deps.store.putThirdParty({
      ...PARTY,
      keyId: 'another',
      registeredBy: 'admin',
      registeredAtMs: 1,
      removal: null,
    });
    if (other.kind === 'done') await deps.touch(other.authorisation);
    expect(tombstones(await settled())).toMatchObject([{ headers: { reason: 'KEY_CHANGED' } }]);
  });

  test('is taken back when the third party is removed, which nobody can authorise any more', async () => {
    const id = await authorised();
    await settled();
    const gone = { ...PARTY, registeredBy: 'admin', registeredAtMs: 0, removal: { atMs: nowMs, goneByMs: nowMs + 1 } };
    await deps.store.putThirdParty(gone);
    expect(await authorise(deps, customer, { ...WANTED, key: 'key-0002', categories: ['contact'] })).toEqual({
      kind: 'refused',
      code: 'RECIPIENT_UNKNOWN',
    });
    await deps.touch({ authorisationId: id, orderRef });
    expect(await deps.store.owes('insurer')).toBe(true);
    expect(tombstones(await settled())).toMatchObject([{ key: id, headers: { reason: 'KEY_CHANGED' } }]);
    expect(await deps.store.owes('insurer')).toBe(false);
  });

  test('becomes less with what is erased of the order, and goes with the order, counted in the receipt', async () => {
    const id = await authorised(['shipping', 'contact']);
    await settled();
    const less = await runUnit(desk, [erased(['shipping'])]);
    expect(await opened(less, id)).toMatchObject({ data: { contact: blocksOf(order).contact } });
    expect(Object.keys(((await opened(less, id)) as { data: object }).data)).toEqual(['contact']);
    const gone = await runUnit(desk, [erased([])]);
    expect(tombstones(gone)).toMatchObject([{ key: id, headers: { 'erasure-id': 'e-1', reason: 'FULFILLED' } }]);
    expect(road.decoded(gone, topics.erasureReceipts)).toMatchObject([{ deletedRecords: 1 }]);
    await deps.touch({ authorisationId: id, orderRef });
    expect((await settled()).filter(({ value }) => value !== null)).toEqual([]);
  });

  test('becomes less with the policy, and goes with it', async () => {
    const id = await authorised(['shipping', 'contact']);
    await settled();
    policy = loadPolicy(NARROW);
    await watchAuthorisations(deps);
    const less = await settled();
    expect(Object.keys(((await opened(less, id)) as { data: object }).data)).toEqual(['contact']);
    expect(road.decoded(less, disclosures)).toMatchObject([{ policyVersion: 2 }]);
    policy = loadPolicy(
      NARROW.replace('version: 2', 'version: 3').replace('order-reference, contact]', 'order-reference]'),
    );
    await watchAuthorisations(deps);
    expect(tombstones(await settled())).toMatchObject([{ key: id, headers: { reason: 'NOT_ALLOWED' } }]);
  });

  test('is taken back, too, when the desk died between noting and writing', async () => {
    const id = await authorised();
    await runUnit(desk, [...touched], 'crash');
    expect(stateOf((await deps.store.find(id)) as never)).toBe('in-force');
    await withdraw(deps, id, 'anna', customer.customerRef);
    expect(tombstones(await settled())).toHaveLength(1);
  });
});
