// The desk as it runs, on the real stack with a real provider: every route for every role, tokens and bodies that must not pass, a look at
// an order that was really placed, and the auditor who finds it.
import { randomUUID } from 'node:crypto';
import { connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import sharp from 'sharp';
import { ROLES, type Role } from '#services/desk/domain/roles';
import { disclosureBinding, disclosuresInfo } from '#shared/hpke/associated-data';
import { newKeyPair } from '#shared/hpke/suite';
import { generateOrders } from '#shared/sample/generate-orders';
import { type IdentityProvider, startIdentityProvider } from '#shared/sample/identity/identity-provider';
import { fetchToken } from '#shared/sample/identity/log-in-page';
import type { SampleClient } from '#shared/sample/identity/sample-client';
import { blocksOf, type PlainOrder } from '#shared/sample/orders/plain-order';
import type { OrderService } from '#shared/sample/order-service';
import { DESK_DOORS } from '#test/support/desk-doors';
import { eventually } from '#test/support/eventually';
import { openSealedAnswer } from '#test/support/open-sealed';
import { fuzz, prepareFuzzer } from '#test/support/third-party/api-fuzzer';
import {
  createTestWorld,
  type ServicesUnderTest,
  startServices,
  type TestWorld,
} from '#test/support/services-under-test';
import { startThirdPartyReader } from '#test/support/third-party-reader';
import { outsidersOf } from '#test/support/world-outsiders';

jest.setTimeout(120_000);

const [order] = [...generateOrders({ seed: 'open-desk', count: 1 })] as [PlainOrder];
const accountOf = (role: Role) => (role === 'customer' ? { customerId: order.customerId } : {});
let provider: IdentityProvider;
let world: TestWorld;
let services: ServicesUnderTest;
let orderService: OrderService;
let desk: string;
const tokens = new Map<string, string>();

beforeAll(async () => {
  const clients: SampleClient[] = ROLES.map((role) => ({
    clientId: role,
    clientSecret: randomUUID(),
    roles: [role],
    ...accountOf(role),
  }));
  const house = ROLES.filter((role) => role !== 'customer');
  clients.push({ clientId: 'everybody', clientSecret: randomUUID(), roles: house });
  clients.push({ clientId: 'stranger', clientSecret: randomUUID(), roles: ['customer'], customerId: 'somebody-else' });
  provider = await startIdentityProvider({ port: 0, audience: 'urn:privacy-desk', clients });
  for (const client of clients) tokens.set(client.clientId, await fetchToken(provider.issuer, client));
  world = createTestWorld('open-desk');
  const settings = {
    DESK_OIDC_ISSUER: provider.issuer,
    DESK_REQUESTS_PER_MINUTE: '10000',
    DESK_LOOK_UPS_PER_HOUR: '10000',
  };
  services = await startServices({ ...world, env: { ...world.env, ...settings } }, ['intake', 'desk']);
  desk = await eventually(
    'the address of the desk',
    async () => /"address":"(http[^"]+)","message":"the desk is open"/.exec(services.output())?.[1],
  );
  for (const role of ROLES.filter((each) => each !== 'customer' && each !== 'service'))
    await call('POST /v1/agreements/mine', role);
  const placing = { seed: 'open-desk', orders: [order], ordersPerSecond: 10 };
  orderService = await outsidersOf(world).startOrderService(placing);
});
afterAll(async () => {
  await orderService?.stop();
  await services?.stop();
  await provider?.close();
});

const EXAMPLES: Readonly<Record<string, string>> = { version: '1', secret: 's'.repeat(43) };
const bodyOf = (operation: string): unknown => DESK_DOORS[operation]?.body;
const call = async (operation: string, who: string | null, body = bodyOf(operation), key = randomUUID()) => {
  const [method = '', path = ''] = operation.split(' ');
  const response = await fetch(desk + path.replace(/:(\w+)/g, (_whole, name: string) => EXAMPLES[name] ?? 'none'), {
    method,
    headers: {
      'idempotency-key': key,
      ...(who === null ? {} : { authorization: `Bearer ${tokens.get(who) ?? who}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
    },
    ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
  });
  const isJson = response.headers.get('content-type')?.includes('json') === true;
  return { status: response.status, answer: (isJson ? await response.json() : {}) as Record<string, unknown> };
};

describe('every route', () => {
  test('has a row in the matrix', async () => {
    const { answer } = await call('GET /openapi.json', null);
    const paths = Object.entries(answer['paths'] as Record<string, object>);
    const served = paths.flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method.toUpperCase()} ${path.replace(/\{(\w+)\}/g, ':$1')}`),
    );
    expect(served.length).toBeGreaterThan(0);
    expect(served.filter((operation) => DESK_DOORS[operation] === undefined)).toEqual([]);
  });

  test('is open to its roles, shut to the others, and shut to nobody’s token', async () => {
    const seen: Record<string, Record<string, string>> = {};
    const expected: Record<string, Record<string, string>> = {};
    const word = (status: number): string => (status === 401 ? 'no token' : status === 403 ? 'shut' : 'open');
    for (const [operation, { open: roles }] of Object.entries(DESK_DOORS)) {
      const isPublic = roles === 'public';
      expected[operation] = { nobody: isPublic ? 'open' : 'no token' };
      seen[operation] = { nobody: word((await call(operation, null)).status) };
      // One role that is let in and one that is not; all of them, at every route, are tried in memory.
      const tried = [
        ROLES.find((role) => isPublic || roles.includes(role)),
        ROLES.find((role) => !roles.includes(role)),
      ];
      for (const role of tried) {
        if (role === undefined) continue;
        expected[operation][role] = isPublic || roles.includes(role) ? 'open' : 'shut';
        seen[operation][role] = word((await call(operation, role)).status);
      }
    }
    expect(seen).toEqual(expected);
  });

  test('refuses a token that is unsigned, changed or made by nobody we know', async () => {
    const [, payload = '', signature = ''] = (tokens.get('auditor') ?? '').split('.');
    const unsigned = Buffer.from(JSON.stringify({ alg: 'none', typ: 'at+jwt' })).toString('base64url');
    const head = (tokens.get('analyst') ?? '').split('.')[0] ?? '';
    for (const token of [`${unsigned}.${payload}.`, `${head}.${payload}.${signature.slice(0, -4)}AAAA`, 'abc.def.ghi'])
      expect((await call('POST /v1/views/search', token)).answer).toMatchObject({ code: 'TOKEN_REFUSED' });
  });
});

describe('a request that means harm', () => {
  test.each([
    ['an operator of the database', { orderId: { $ne: null }, purpose: 'after-sales', reason: 'RETURN' }, 400],
    ['an operator in a name', { orderId: 'o', purpose: 'after-sales', reason: 'RETURN', $where: '1' }, 400],
    ['a path', { orderId: '../../etc/passwd', purpose: 'after-sales', reason: 'RETURN' }, 400],
    ['a prototype', '{"__proto__":{"roles":["auditor"]}}', 400],
    ['half a body', '{"orderId":', 400],
    ['a huge body', JSON.stringify({ orderId: 'x'.repeat(100_000) }), 413],
  ])('%s is refused by name', async (_what, body, status) => {
    const refused = await call('POST /v1/orders/look-up', 'customer-service', body);
    expect(refused.status).toBe(status);
    expect(refused.answer).toMatchObject({ code: status === 413 ? 'BODY_TOO_LARGE' : 'REQUEST_INVALID' });
  });

  test.each(['/..%2f..%2fetc/passwd', '/v1/../../etc/passwd', '/console/..%5c..%5cpackage.json', '/%00'])(
    'the path %s leads nowhere',
    async (path) => {
      const response = await fetch(desk + path);
      expect([400, 404]).toContain(response.status);
    },
  );

  test('a body that never ends is cut off', async () => {
    const { hostname, port } = new URL(desk);
    const socket = connect(Number(port), hostname);
    const closed = new Promise<string>((resolve) => {
      let said = '';
      socket.on('data', (chunk) => void (said += chunk.toString()));
      socket.on('close', () => resolve(said));
      socket.on('error', () => resolve(said));
    });
    socket.write('POST /v1/orders/look-up HTTP/1.1\r\nhost: desk\r\ncontent-type: application/json\r\n');
    socket.write(`authorization: Bearer ${tokens.get('customer-service')}\r\ncontent-length: 1000\r\n\r\n{`);
    expect(await closed).toMatch(/^HTTP\/1\.1 (400|408)/);
  });
});

test('customer service sees a placed order masked, the auditor sees who looked, and no log holds the person', async () => {
  const question = { orderId: order.orderId, purpose: 'after-sales', reason: 'CUSTOMER_QUESTION' };
  const seen = await eventually('the order at the desk', async () => {
    const { status, answer } = await call('POST /v1/orders/look-up', 'customer-service', question);
    return status === 200 && answer['recipient'] !== null ? answer : undefined;
  });
  const { shipping, contact } = blocksOf(order);
  expect(seen).toMatchObject({ orderId: order.orderId, recipient: { country: shipping.countryCode } });
  expect(JSON.stringify(seen)).not.toContain(shipping.recipientName);
  const { answer } = await call('POST /v1/views/search', 'auditor', { orderId: order.orderId, limit: 1 });
  const [view] = answer['views'] as Record<string, unknown>[];
  expect(view).toMatchObject({
    viewId: seen['viewId'],
    by: 'customer-service',
    outcome: 'shown',
    purpose: 'after-sales',
  });
  for (const secret of [shipping.recipientName, contact.email, order.orderId])
    expect(services.output()).not.toContain(secret);
});

test('a person gets everything about her by a link that opens once; a stranger neither sees nor uses her request', async () => {
  const key = randomUUID();
  const made = await call('POST /v1/requests', 'customer', { kind: 'ACCESS' }, key);
  expect(made).toMatchObject({ status: 201, answer: { kind: 'ACCESS', state: 'on-track', answeredAt: null } });
  const requestId = String(made.answer['requestId']);
  expect((await call('POST /v1/requests', 'customer', { kind: 'ACCESS' }, key)).answer['requestId']).toBe(requestId);
  for (const operation of [`GET /v1/requests/${requestId}`, `POST /v1/requests/${requestId}/link`])
    expect((await call(operation, 'stranger', undefined)).status).toBe(404);
  expect((await call('GET /v1/requests', 'stranger')).answer['requests']).toEqual([]);
  const { answer } = await call(`POST /v1/requests/${requestId}/link`, 'customer', undefined);
  const opened = await call(`GET ${String(answer['address'])}`, null);
  const { shipping, contact, payment, signals } = blocksOf(order);
  const { ipAddress } = signals;
  expect(opened.answer['orders']).toMatchObject([
    { orderId: order.orderId, data: { shipping, contact, payment, signals: { signals: { ipAddress } } } },
  ]);
  expect((await call(`GET ${String(answer['address'])}`, null)).status).toBe(404);
  const officer = await call(`GET /v1/requests/${requestId}`, 'privacy-officer');
  expect(officer.answer).toMatchObject({ state: 'kept' });
  expect(services.output()).not.toContain(shipping.recipientName);
});

test('a court gets what it asked for, sealed to its key, once two people have approved; the auditor finds the look', async () => {
  const court = newKeyPair();
  const key = { name: 'Court of the test', publicKey: court.publicKey.toString('base64url') };
  expect((await call('PUT /v1/authorities/court', 'administrator', key)).status).toBe(200);
  const about = { authorityId: 'court', reference: 'AZ-7/26', legalBasis: 'COURT_ORDER', categories: ['shipping'] };
  const letter = { ...about, orderIds: [order.orderId] };
  const received = await call('POST /v1/judicial-requests', 'privacy-officer', letter);
  expect(received).toMatchObject({ status: 201, answer: { state: 'received' } });
  const requestId = String(received.answer['requestId']);
  const step = (what: string, who: string) => call(`POST /v1/judicial-requests/${requestId}/${what}`, who, undefined);
  expect((await step('approvals', 'privacy-officer')).status).toBe(200);
  expect((await step('approvals', 'privacy-officer')).answer).toMatchObject({ code: 'ANOTHER_PERSON_NEEDED' });
  expect((await step('disclosures', 'privacy-officer')).answer).toMatchObject({ code: 'NOT_AT_THIS_POINT' });
  expect((await step('approvals', 'administrator')).answer).toMatchObject({ state: 'approved' });
  const disclosed = await step('disclosures', 'privacy-officer');
  const how = { info: disclosuresInfo('court'), binding: disclosureBinding(requestId), privateKey: court.privateKey };
  expect(await openSealedAnswer(disclosed.answer['sealed'], how)).toMatchObject({
    orders: [{ data: { shipping: blocksOf(order).shipping } }],
  });
  const { answer } = await call('POST /v1/views/search', 'auditor', { orderId: order.orderId, limit: 1 });
  expect(answer['views']).toMatchObject([
    { purpose: 'legal-request', reason: 'JUDICIAL_REQUEST', by: 'privacy-officer' },
  ]);
  expect((await step('closing', 'privacy-officer')).answer).toMatchObject({ state: 'closed' });
});

test('whom a person authorises reads exactly that, by a login of its own, until she withdraws; the auditor finds it', async () => {
  const { publicKey, privateKey } = newKeyPair();
  const insurer = { name: 'Insurer', publicKey: publicKey.toString('base64url') };
  await call('PUT /v1/third-parties/insurer', 'administrator', insurer);
  const { answer: login } = await call('POST /v1/third-parties/insurer/login', 'administrator', undefined);
  const reader = await startThirdPartyReader(world, { thirdPartyId: 'insurer', login, privateKey });
  const wanted = { thirdPartyId: 'insurer', orderId: order.orderId, categories: ['shipping'] };
  const given = await call('POST /v1/authorisations', 'customer', wanted);
  const id = String(given.answer['authorisationId']);
  const withdraw = (who: string) => call(`POST /v1/authorisations/${id}/withdrawal`, who, undefined);
  const { shipping } = blocksOf(order);
  expect(await eventually('what she authorised', async () => reader.latest(id))).toMatchObject({ data: { shipping } });
  expect((await withdraw('stranger')).status).toBe(404);
  expect((await withdraw('customer')).answer).toMatchObject({ end: 'WITHDRAWN' });
  await eventually('what she took back', async () => (reader.latest(id) === 'gone' ? true : undefined));
  await reader.stop();
  const { answer } = await call('POST /v1/views/search', 'auditor', { orderId: order.orderId, limit: 2 });
  expect(answer['views']).toMatchObject([{ reason: 'AUTHORISATION_WITHDRAWN' }, { by: 'insurer', outcome: 'shown' }]);
  const removed = await call('DELETE /v1/third-parties/insurer', 'administrator', undefined);
  expect(removed.answer).toMatchObject({ thirdPartyId: 'insurer', removal: { goneBy: expect.any(String) } });
  expect((await call('POST /v1/authorisations', 'customer', wanted)).answer).toMatchObject({
    code: 'RECIPIENT_UNKNOWN',
  });
});

test('a photo goes into a case without the place it was taken at, and customer service sees it there, on record', async () => {
  const opened = await call('POST /v1/cases', 'customer', { orderId: order.orderId });
  expect(opened).toMatchObject({ status: 201, answer: { openedBy: 'customer', closedAt: null } });
  const url = `${desk}/v1/cases/${String(opened.answer['caseRef'])}`;
  const taken = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .withExif({ IFD3: { GPSLatitudeRef: 'N', GPSLatitude: '52/1 30/1 0/1' } })
    .jpeg()
    .toBuffer();
  expect(taken.includes('Exif')).toBe(true);
  const headers = (who: string, media: string) => ({
    authorization: `Bearer ${tokens.get(who)}`,
    'content-type': media,
    'idempotency-key': randomUUID(),
  });
  const sent = await fetch(`${url}/photos`, {
    method: 'POST',
    headers: headers('customer', 'image/jpeg'),
    body: new Uint8Array(taken),
  });
  const { entryId } = (await sent.json()) as { entryId: string };
  const body = JSON.stringify({ purpose: 'after-sales' });
  const view = (who: string) =>
    fetch(`${url}/photos/${entryId}/view`, { method: 'POST', headers: headers(who, 'application/json'), body });
  expect((await view('stranger')).status).toBe(404);
  const seen = Buffer.from(await (await view('customer-service')).arrayBuffer());
  expect(seen.subarray(0, 2).toString('hex')).toBe('ffd8');
  expect(seen.includes('Exif')).toBe(false);
  const { answer } = await call('POST /v1/views/search', 'auditor', { orderId: order.orderId, limit: 1 });
  expect(answer['views']).toMatchObject([{ by: 'customer-service', categories: ['after-sales'] }]);
  await eventually('the order with its open case', async () => {
    const question = { orderId: order.orderId, purpose: 'after-sales', reason: 'RETURN' };
    const found = await call('POST /v1/orders/look-up', 'customer-service', question);
    return found.answer['openCases'] === 1 ? found : undefined;
  });
});

describe('whatever Schemathesis makes of the document of the desk', () => {
  /** Per operation; the first run of the machine installs it. */
  const examples = Number(process.env['FUZZ_EXAMPLES'] ?? '1');
  const LONGEST_MS = 600_000;
  let libraries: string;
  beforeAll(() => {
    libraries = prepareFuzzer();
  }, LONGEST_MS);

  test.each(['everybody', 'customer'])(
    'gets no 5xx and nothing undocumented, sent by %s',
    async (who) => {
      const { exitCode, says } = await fuzz(libraries, `${desk}/openapi.json`, tokens.get(who) ?? '', examples);
      expect({ exitCode, says: exitCode === 0 ? '' : says }).toEqual({ exitCode: 0, says: '' });
      const [, tested] = /Tested: (\d+)/.exec(says) ?? [];
      const { answer } = await call('GET /openapi.json', null);
      expect(Number(tested)).toBe(Object.values(answer['paths'] as Record<string, object>).flatMap(Object.keys).length);
    },
    LONGEST_MS,
  );
});
