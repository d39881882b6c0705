// Every route for every role, with what is one's own and with what is somebody else's. The routes are those the desk has: one without a row fails.
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { FastifyInstance } from 'fastify';
import { createApi } from '#services/desk/api/create-api';
import { deskRoutes } from '#services/desk/api/desk-routes';
import { ROLES, rolesOf } from '#services/desk/domain/roles';
import { DESK_DOORS, type DeskDoor } from '#test/support/desk-doors';
import { ANNA, EXAMPLES, smallOperations } from '../support/small-operations.js';

/** Token `role` or `role.account`. */
const verifier: Parameters<typeof createApi>[0]['verifier'] = {
  verify: async (token) => {
    const [role = '', customerId] = token.split('.');
    const principal = { subject: token, roles: rolesOf([role]) };
    return { kind: 'accepted', principal: customerId === undefined ? principal : { ...principal, customerId } };
  },
};
const CUSTOMERS = ['customer', `customer.${ANNA}`, 'customer.ben'];
const CALLERS = [...ROLES.filter((role) => role !== 'customer'), ...CUSTOMERS, 'emperor'];

const routes = new Set<string>();
let app: FastifyInstance;
beforeAll(async () => {
  app = await createApi({
    verifier,
    routes: deskRoutes(smallOperations()),
    nextRequestId: () => 'r',
    requestsPerMinute: 10_000,
    observe: (scope) =>
      void scope.addHook('onRoute', ({ method, url }) => {
        for (const each of [method].flat()) if (each !== 'HEAD') routes.add(`${each} ${url}`);
      }),
  });
});
afterAll(async () => await app.close());

async function meets(route: string, { body, media }: DeskDoor, caller: string | null): Promise<string> {
  const [method = '', pattern = ''] = route.split(' ');
  const url = pattern.replace(/:(\w+)/g, (_whole, name: keyof typeof EXAMPLES) => EXAMPLES[name]);
  const answer = await app.inject({
    method: method as 'GET',
    url,
    headers: {
      'idempotency-key': 'k'.repeat(16),
      ...(media !== undefined && { 'content-type': media }),
      ...(caller !== null && { authorization: `Bearer ${caller}` }),
    },
    ...(body !== undefined && { payload: body as object }),
  });
  if (answer.statusCode === 401) return 'no token';
  if (answer.statusCode === 403) return 'shut';
  if (answer.statusCode === 404) return 'nothing';
  if (answer.statusCode >= 300) return `${answer.statusCode} ${answer.body}`;
  return /"(?:requests|authorisations)":\[\]/.test(answer.body) ? 'nothing' : 'open';
}

function shouldMeet({ open, isOwned = false }: DeskDoor, caller: string | null): string {
  if (open === 'public') return 'open';
  if (caller === null) return 'no token';
  const [role, account] = caller.split('.');
  if (!open.some((each) => each === role)) return 'shut';
  if (role !== 'customer') return 'open';
  if (account === undefined) return 'shut';
  return isOwned && account !== ANNA ? 'nothing' : 'open';
}

test('every route of the desk has a row in the matrix, and every row a route', () => {
  expect([...routes].toSorted()).toEqual(Object.keys(DESK_DOORS).toSorted());
});

test('every route is open to its roles and shut to the others; of what is somebody else’s a customer meets nothing', async () => {
  const seen: Record<string, unknown> = {};
  const expected: Record<string, unknown> = {};
  for (const [route, door] of Object.entries(DESK_DOORS)) {
    for (const caller of [null, ...CALLERS]) {
      seen[`${route} ${caller}`] = await meets(route, door, caller);
      expected[`${route} ${caller}`] = shouldMeet(door, caller);
    }
  }
  expect(seen).toEqual(expected);
});
