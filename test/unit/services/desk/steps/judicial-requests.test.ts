// A request of a court from its letter to its answer: two people, a hold, views on record, and an answer that the court alone can read.
import { beforeEach, describe, expect, test } from '@jest/globals';
import type { ErasureCommand } from '#schemas/generated/records';
import { keyIdOf, sealDisclosure } from '#services/desk/adapters/sealed-letters';
import type { Authority, JudicialRequest } from '#services/desk/domain/judicial/judicial-request';
import {
  approveRequest,
  closeRequest,
  discloseRequest,
  type JudicialDeps,
  receiveRequest,
} from '#services/desk/steps/judicial-requests';
import type { JudicialStore } from '#services/desk/store/judicial-store';
import { disclosureBinding, disclosuresInfo } from '#shared/hpke/associated-data';
import { createSessionOpener } from '#shared/hpke/session-opener';
import { newKeyPair } from '#shared/hpke/suite';
import { loadPolicy } from '#shared/policy/load-policy';
import { readPolicyText } from '#shared/policy/read-policy-file';
import { createStaticPolicySource } from '#shared/policy/static-policy-source';
import { generateOrders } from '#shared/sample/generate-orders';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import { givenRoad, runUnit, type SmallRoad } from '#test/unit/services/support/small-road';
import { givenDesk, givenLooks } from '../support/given-requests.js';
import type { createMemoryViewLog } from '../support/memory-desk.js';

const [order] = [...generateOrders({ seed: 'court', count: 1 })] as [PlainOrder];
const court = newKeyPair();
const publicKey = court.publicKey.toString('base64url');
const registered = { authorityId: 'court', name: 'Court', keyId: keyIdOf(publicKey), publicKey };

function memoryStore(): JudicialStore {
  const requests = new Map<string, JudicialRequest>();
  const authorities = new Map<string, Authority>();
  const keys = new Map<string, string>();
  return {
    putAuthority: async (authority) => void authorities.set(authority.authorityId, authority),
    findAuthority: async (authorityId) => authorities.get(authorityId) ?? null,
    authorities: async () => [...authorities.values()],
    create: async (request, key) => {
      const first = requests.get(keys.get(key) ?? '');
      if (first !== undefined) return first;
      keys.set(key, request.requestId);
      requests.set(request.requestId, request);
      return request;
    },
    find: async (requestId) => requests.get(requestId) ?? null,
    page: async () => [...requests.values()],
    save: async (request) => {
      if (requests.get(request.requestId)?.revision !== request.revision - 1) return false;
      requests.set(request.requestId, request);
      return true;
    },
  };
}

let road: SmallRoad;
let deps: JudicialDeps;
let commands: ErasureCommand[];
let views: ReturnType<typeof createMemoryViewLog>;
let orderRef: string;

beforeEach(async () => {
  road = await givenRoad();
  const looks = givenLooks(road, () => 1_000);
  views = looks.views;
  commands = [];
  const desk = givenDesk(looks, road);
  await runUnit(desk, road.asInput(await runUnit(road.intake, [road.event('OrderPlaced', order)])));
  orderRef = road.refs.orderRef(order.orderId);
  const store = memoryStore();
  await store.putAuthority({ ...registered, registeredBy: 'admin', registeredAtMs: 0 });
  deps = {
    ...looks,
    store,
    order: async (command) => void commands.push(command),
    seal: sealDisclosure,
  };
});

interface Told {
  readonly orders: readonly { readonly data: object }[];
}

const ASKED = { authorityId: 'court', reference: 'AZ-7/26', legalBasis: 'COURT_ORDER' } as const;
async function received(categories: readonly string[] = ['shipping', 'order-reference']): Promise<string> {
  const asked = { ...ASKED, orderIds: [order.orderId, 'never-heard-of'], categories };
  const judged = await receiveRequest(deps, asked, 'anna', 'key-1');
  return judged.kind === 'done' ? judged.value.requestId : judged.kind;
}
async function approved(): Promise<string> {
  const requestId = await received();
  await approveRequest(deps, requestId, 'anna');
  await approveRequest(deps, requestId, 'ben');
  return requestId;
}

describe('a disclosure', () => {
  test('holds what the request names, and only the authority can open it', async () => {
    const requestId = await approved();
    const disclosed = await discloseRequest(deps, requestId, 'anna');
    if (disclosed.kind !== 'done') throw new Error(disclosed.kind);
    const { sealed, request } = disclosed.value;
    expect(sealed.ciphertext.toString('latin1')).not.toContain(blocksOf(order).shipping.recipientName);
    const opener = createSessionOpener({ info: disclosuresInfo('court'), privateKeyOf: () => court.privateKey });
    await opener.prepare([sealed]);
    expect(opener.open(sealed, disclosureBinding('another-request')).kind).toBe('corrupt');
    const opened = opener.open(sealed, disclosureBinding(requestId));
    const told = JSON.parse(opened.kind === 'opened' ? opened.plain.toString('utf8') : '{}') as Told;
    expect(told).toMatchObject({ requestId, reference: 'AZ-7/26', policyVersion: 1, ordersWithoutData: 1 });
    const { shipping } = blocksOf(order);
    expect(told.orders).toMatchObject([{ orderId: order.orderId, data: { shipping } }]);
    expect(Object.keys(told.orders[0]?.data ?? {}).toSorted()).toEqual(['order-reference', 'shipping']);
    expect(request).toMatchObject({ state: 'disclosed', disclosures: [{ by: 'anna' }] });
  });

  test('is on record order by order, and its orders are held under its own number until it is closed', async () => {
    const requestId = await approved();
    expect(commands).toMatchObject([
      { orderRef, action: 'PLACE_HOLD', reference: requestId },
      { action: 'PLACE_HOLD' },
    ]);
    await discloseRequest(deps, requestId, 'anna');
    expect(views.views[0]).toMatchObject({ by: 'anna', subjectRef: orderRef, purpose: 'legal-request' });
    expect(views.views).toHaveLength(2);
    // The same hold again is the same command.
    expect(new Set(commands.map(({ commandId }) => commandId)).size).toBe(2);
    await closeRequest(deps, requestId, 'anna');
    // Whoever closed it may have been cut off: again lifts again.
    await closeRequest(deps, requestId, 'anna');
    expect(commands.slice(-2)).toMatchObject([{ orderRef, action: 'LIFT_HOLD' }, { action: 'LIFT_HOLD' }]);
    expect(await discloseRequest(deps, requestId, 'anna')).toEqual({ kind: 'not-now' });
  });
});

describe('refused is', () => {
  test('a disclosure that one person alone approved, however often', async () => {
    const requestId = await received();
    await approveRequest(deps, requestId, 'anna');
    expect(await approveRequest(deps, requestId, 'anna')).toEqual({ kind: 'same-person' });
    expect(await discloseRequest(deps, requestId, 'anna')).toEqual({ kind: 'not-now' });
    expect([views.views, commands]).toEqual([[], []]);
  });

  test('an authority nobody registered, and a category the desk does not hold or the policy does not give', async () => {
    const asked = { ...ASKED, orderIds: [order.orderId], categories: ['shipping'] };
    const foreign = await receiveRequest(deps, { ...asked, authorityId: 'tribunal' }, 'anna', 'key-2');
    expect(foreign).toEqual({ kind: 'authority-unknown' });
    expect(await received(['fraud'])).toBe('not-allowed');
    const text = readPolicyText().replace(
      'gets: [none, order-reference, order-content, shipping, contact, payment, signals, account, after-sales, fraud]\n    onlyWhen: A request',
      'gets: [none, order-reference]\n    onlyWhen: A request',
    );
    const narrow = { ...deps, policy: createStaticPolicySource(loadPolicy(text)) };
    expect(await receiveRequest(narrow, asked, 'anna', 'key-3')).toEqual({ kind: 'not-allowed' });
    // Also when the policy became narrower after two people had said yes.
    expect(await discloseRequest(narrow, await approved(), 'anna')).toEqual({ kind: 'not-allowed' });
    expect(views.views).toEqual([]);
  });

  test('a key that was exchanged after the request was taken in', async () => {
    const requestId = await approved();
    const other = newKeyPair().publicKey.toString('base64url');
    const exchanged = { ...registered, keyId: keyIdOf(other), publicKey: other };
    await deps.store.putAuthority({ ...exchanged, registeredBy: 'admin', registeredAtMs: 2 });
    expect(await discloseRequest(deps, requestId, 'anna')).toEqual({ kind: 'key-changed' });
  });

  test('nothing twice: the same letter taken in again is the same request', async () => {
    expect(await received()).toBe(await received());
  });
});
