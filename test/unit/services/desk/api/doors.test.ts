// Nobody comes in without a role, nothing is read before the door is open, and a refusal tells what to do but nothing of what was sent.
import { connect, type AddressInfo } from 'node:net';
import { afterEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { ROLES } from '#services/desk/domain/roles';
import { PROBLEMS } from '#services/desk/domain/problems';
import { echoRoute, PUBLISHED, startApi } from './support.js';

let app: FastifyInstance;
afterEach(async () => await app.close());

const bearer = (token: string) => ({ authorization: `Bearer ${token}` });
const echo = (payload: unknown, headers: Record<string, string> = bearer('service')) =>
  app.inject({
    method: 'POST',
    url: '/v1/echo',
    headers: { 'content-type': 'application/json', ...headers },
    payload: payload as string,
  });

describe('a door', () => {
  test('is open to those with one of its roles, and to nobody else: every role at every door', async () => {
    app = await startApi();
    const open: Record<string, string[]> = {};
    for (const role of [...ROLES, 'president', 'Service', '']) {
      const me = await app.inject({ url: '/v1/me', headers: bearer(role === '' ? 'none' : role) });
      const echoed = await echo({ orderId: 'o' }, bearer(role === '' ? 'none' : role));
      open[role] = [me.statusCode, echoed.statusCode].map(String);
    }
    const opens = (isOpen: boolean): string => (isOpen ? '200' : '403');
    // A customer needs an account, too.
    const known = Object.fromEntries(
      ROLES.map((role) => [role, [opens(role !== 'customer'), opens(role === 'service')]]),
    );
    expect(open).toEqual({ ...known, president: ['403', '403'], Service: ['403', '403'], '': ['403', '403'] });
  });

  test('needs a token of the right form, and one that the provider vouches for', async () => {
    app = await startApi();
    const codeFor = async (headers: Record<string, string>): Promise<string> =>
      (await app.inject({ url: '/v1/me', headers })).json<{ code: string }>().code;
    expect(await codeFor({})).toBe('TOKEN_MISSING');
    expect(await codeFor({ authorization: 'Basic YTpi' })).toBe('TOKEN_REFUSED');
    expect(await codeFor({ authorization: 'Bearer' })).toBe('TOKEN_REFUSED');
    expect(await codeFor(bearer('analyst analyst'))).toBe('TOKEN_REFUSED');
    expect(await codeFor(bearer('x'.repeat(9_000)))).toBe('TOKEN_REFUSED');
    expect(await codeFor(bearer('forged1'))).toBe('TOKEN_REFUSED');
    expect(await codeFor(bearer('down'))).toBe('IDENTITY_UNAVAILABLE');
  });

  test('stays shut before the body is looked at', async () => {
    app = await startApi();
    const answer = await echo('{"broken', {});
    expect(answer.statusCode).toBe(401);
    expect(answer.headers['www-authenticate']).toBe('Bearer');
  });

  test('that says nothing of who may use it keeps the desk from starting', async () => {
    app = await startApi();
    const careless = startApi({ routes: [(scope) => void scope.get('/v1/open', () => 'everything')] });
    await expect(careless).rejects.toThrow('does not say who may use it');
  });

  test('is public where the policy is published', async () => {
    app = await startApi();
    const answer = await app.inject({ url: '/v1/policy' });
    expect(answer.json()).toEqual(PUBLISHED);
    expect(answer.headers['cache-control']).toBe('no-cache');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(answer.headers['x-content-type-options']).toBe('nosniff');
  });
});

describe('a refusal', () => {
  test('names the fields that break the form, without their values', async () => {
    app = await startApi();
    const answer = await echo({ orderId: 5, secret: 'Jane Doe' });
    expect(answer.statusCode).toBe(400);
    expect(answer.headers['content-type']).toMatch(/^application\/problem\+json/);
    expect(answer.json()).toMatchObject({ code: 'REQUEST_INVALID', violations: [{ path: 'body/orderId' }, {}] });
    expect(answer.body).not.toContain('Jane');
    expect(answer.body).not.toContain('secret');
  });

  test('is given by name to what is no JSON, too large, of another type, or after the prototype of objects', async () => {
    app = await startApi();
    const codeOf = async (payload: unknown, headers = {}) =>
      (await echo(payload, { ...bearer('service'), ...headers })).json<{ code: string }>().code;
    expect(await codeOf('{"broken')).toBe('REQUEST_INVALID');
    expect(await codeOf(`{"orderId":"${'x'.repeat(70_000)}"}`)).toBe('BODY_TOO_LARGE');
    expect(await codeOf('orderId=1', { 'content-type': 'application/x-www-form-urlencoded' })).toBe(
      'MEDIA_TYPE_UNSUPPORTED',
    );
    expect(await codeOf('{"orderId":"o","__proto__":{"admin":true}}')).toBe('REQUEST_INVALID');
    expect(await codeOf('{"orderId":{"$ne":null}}')).toBe('REQUEST_INVALID');
  });

  test('of something unexpected says nothing of what went wrong, and tells those who run the desk where', async () => {
    const heard: string[] = [];
    app = await startApi({ onUnexpected: (_error, route) => heard.push(route) });
    const answer = await echo({ orderId: 'explode' });
    expect(answer.statusCode).toBe(500);
    expect(answer.body).not.toContain('secret of a person');
    expect(answer.json()).toMatchObject({ code: 'UNEXPECTED', instance: expect.stringMatching(/^urn:request:r\d+$/) });
    expect(heard).toEqual(['/v1/echo']);
  });

  test('meets an address that is not there, however it is written', async () => {
    app = await startApi();
    for (const url of ['/v1/nothing', '/v1/../../etc/passwd', '/v1/%2e%2e/%2e%2e/etc/passwd'])
      expect((await app.inject({ url })).json()).toMatchObject({ code: 'NOT_FOUND', status: 404 });
    expect((await app.inject({ url: '/v1/%zz' })).json()).toMatchObject({ code: 'REQUEST_INVALID', status: 400 });
  });

  test('slows down whoever asks too often', async () => {
    app = await startApi({ requestsPerMinute: 3 });
    const statuses: number[] = [];
    for (let round = 0; round < 5; round += 1) statuses.push((await app.inject({ url: '/v1/policy' })).statusCode);
    expect(statuses).toEqual([200, 200, 200, 429, 429]);
    const refused = await app.inject({ url: '/v1/policy' });
    expect(refused.json()).toMatchObject({ code: 'TOO_MANY_REQUESTS' });
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
  });

  test('always has a status, a title and something to do', () => {
    for (const problem of Object.values(PROBLEMS)) {
      expect(problem.status).toBeGreaterThanOrEqual(400);
      expect(problem.title).toMatch(/\.$/);
      expect(problem.whatToDo).toMatch(/\.$/);
    }
    expect(echoRoute).toBeDefined();
  });
});

test('a body that does not come to its end is cut off, whoever sends it', async () => {
  const slow = await startApi({ requestTimeoutMs: 50 });
  await slow.listen({ host: '127.0.0.1', port: 0 });
  const { port } = slow.server.address() as AddressInfo;
  const socket = connect(port, '127.0.0.1');
  const said = new Promise<string>((resolve) => {
    let all = '';
    socket.on('data', (chunk) => void (all += chunk.toString()));
    socket.on('close', () => resolve(all));
  });
  const head =
    'POST /v1/echo HTTP/1.1\r\nhost: desk\r\nauthorization: Bearer service\r\ncontent-type: application/json\r\n';
  socket.write(`${head}content-length: 1000\r\n\r\n{`);
  expect(await said).toMatch(/^HTTP\/1\.1 408 [^]*content-length: 0/);
  await slow.close();
});
