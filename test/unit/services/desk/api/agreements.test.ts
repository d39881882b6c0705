// A person of the house without a current agreement of confidentiality is given nothing, at any door, whatever her role.
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createApi } from '#services/desk/api/create-api';
import { deskRoutes } from '#services/desk/api/desk-routes';
import { DESK } from '#services/desk/config';
import { loadConfig } from '#shared/config/load';
import { isCurrent, needsAgreement } from '#services/desk/domain/agreements/agreement';
import { rolesOf } from '#services/desk/domain/roles';
import { DESK_DOORS } from '#test/support/desk-doors';
import { createMemoryAgreements } from '../support/memory-agreements.js';
import { ANNA, EXAMPLES, smallOperations } from '../support/small-operations.js';

const NOW_MS = Date.UTC(2026, 2, 31, 12);
let app: FastifyInstance;
let store: ReturnType<typeof createMemoryAgreements>;
beforeEach(async () => {
  store = createMemoryAgreements();
  const agreements = { store, nowMs: () => NOW_MS };
  app = await createApi({
    // The token is the role, and whose: `auditor.me`.
    verifier: {
      verify: async (token) => {
        const [role = ''] = token.split('.');
        const account = role === 'customer' ? { customerId: ANNA } : {};
        return { kind: 'accepted', principal: { subject: token, roles: rolesOf([role]), ...account } };
      },
    },
    hasAgreement: async (subject) => isCurrent(await store.find(subject), NOW_MS),
    routes: deskRoutes({ ...smallOperations(), agreements }),
    nextRequestId: () => 'r',
    requestsPerMinute: 10_000,
  });
});
afterEach(async () => await app.close());

async function ask(route: string, caller: string, body = DESK_DOORS[route]?.body): Promise<string> {
  const [method = '', pattern = ''] = route.split(' ');
  const answer = await app.inject({
    method: method as 'GET',
    url: pattern.replace(/:(\w+)/g, (_whole, name: keyof typeof EXAMPLES) => EXAMPLES[name]),
    headers: { authorization: `Bearer ${caller}`, 'idempotency-key': 'k'.repeat(16) },
    ...(body !== undefined && { payload: body as object }),
  });
  return answer.statusCode < 300 ? 'open' : answer.json<{ code: string }>().code;
}

describe('without an agreement', () => {
  test('every door of every role is shut but those where agreements are signed and recorded', async () => {
    const open: string[] = [];
    for (const [route, door] of Object.entries(DESK_DOORS)) {
      if (door.open === 'public') continue;
      // Of an edition that there is not: the door is tried, and nobody signs by it.
      const body = route.endsWith('/mine') ? { edition: 0 } : door.body;
      for (const role of door.open)
        if (role !== 'customer' && role !== 'service' && (await ask(route, `${role}.me`, body)) !== 'AGREEMENT_MISSING')
          open.push(`${route} ${role}`);
    }
    const signing = open.filter((door) => /^(?:GET \/v1\/agreements\/text|POST \/v1\/agreements\/mine) /.test(door));
    expect(signing).toHaveLength(2 * 5);
    expect(open.filter((door) => !signing.includes(door))).toEqual([
      'POST /v1/agreements administrator',
      'POST /v1/agreements privacy-officer',
    ]);
  });

  test('customers and programs come in: they sign nothing', async () => {
    expect(await ask('GET /v1/requests', 'customer.me')).toBe('open');
    expect(await ask('GET /v1/me', 'service.me')).toBe('open');

    expect(needsAgreement({ subject: 's', roles: rolesOf(['service', 'analyst']) })).toBe(true);
  });
});

describe('an agreement', () => {
  const record = (subject: string, by: string, more = {}) =>
    ask('POST /v1/agreements', by, { subject, signedOn: '2026-03-31', ...more });

  test('opens the doors of its owner’s role, and no others, until access has ended', async () => {
    expect(await record('auditor.me', 'administrator.me')).toBe('open');
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('open');
    expect(await ask('POST /v1/views/search', 'auditor.you')).toBe('AGREEMENT_MISSING');
    expect(await ask('POST /v1/orders/look-up', 'auditor.me')).toBe('ROLE_MISSING');
    expect(await record('auditor.me', 'administrator.me', { hasEnded: true })).toBe('open');
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('AGREEMENT_MISSING');
  });

  test('is signed in one step by its owner, opens her doors, and not again once access has ended', async () => {
    const sign = (who: string, edition = 1) => ask('POST /v1/agreements/mine', who, { edition });
    expect(await sign('auditor.me', 2)).toBe('REQUEST_INVALID');
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('AGREEMENT_MISSING');
    expect(await sign('auditor.me')).toBe('open');
    expect(await store.find('auditor.me')).toMatchObject({ signedOn: '2026-03-31', recordedBy: 'auditor.me' });
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('open');
    expect(await ask('POST /v1/views/search', 'auditor.you')).toBe('AGREEMENT_MISSING');
    expect(await record('auditor.me', 'administrator.me', { hasEnded: true })).toBe('open');
    expect(await sign('auditor.me')).toBe('ANOTHER_PERSON_NEEDED');
    expect(await sign('customer.me')).toBe('ROLE_MISSING');
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('AGREEMENT_MISSING');
  });

  test('are asked for where nothing else is set', () => {
    expect(loadConfig({ desk: DESK }, {}).desk.asksForAgreements).toBe(true);
  });

  test('is recorded by somebody else than its owner, and does not count before its day', async () => {
    expect(await record('administrator.me', 'administrator.me')).toBe('ANOTHER_PERSON_NEEDED');
    expect(await record('auditor.me', 'administrator.me', { signedOn: '2026-04-01' })).toBe('open');
    expect(await ask('POST /v1/views/search', 'auditor.me')).toBe('AGREEMENT_MISSING');
  });
});
