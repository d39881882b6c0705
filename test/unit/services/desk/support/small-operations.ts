// The desk's operations over next to nothing: one of everything, and all of it belongs to Anna.
import type { DeskOperations } from '#services/desk/api/desk-routes';
import { assessmentOf } from './assessments.js';
import { type Authority, receive } from '#services/desk/domain/judicial/judicial-request';
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import { createMemoryAgreements } from './memory-agreements.js';
import { VERSIONS } from '../api/support.js';

export const ANNA = 'anna';
export const EXAMPLES = {
  version: '7',
  authorityId: 'court',
  requestId: 'request-of-anna',
  orderRef: 'ref',
  secret: 's'.repeat(43),
};

const refOf = (customerId: string): string => `ref-${customerId}`;
const clock = { receivedAtMs: 0, dueSoonAtMs: 1, overdueAtMs: 2, breachedAtMs: 3 };
const hers: SubjectRequest = {
  requestId: EXAMPLES.requestId,
  customerRef: refOf(ANNA),
  kind: 'ACCESS',
  clock,
  told: [],
  answeredAtMs: null,
  orders: [],
};

const CASE = { assessment: assessmentOf('ref'), decision: null };
const FILE = { type: 'text/plain', plain: Buffer.from('file'), gzipped: Buffer.from('file') };

const COURT: Authority = {
  authorityId: EXAMPLES.authorityId,
  name: 'Court of Somewhere',
  keyId: 'key',
  publicKey: 'k'.repeat(43),
  registeredBy: 'somebody',
  registeredAtMs: 0,
};

function judicialOperations(): DeskOperations['judicial'] {
  const request = receive({
    requestId: EXAMPLES.requestId,
    authorityId: EXAMPLES.authorityId,
    keyId: 'key',
    reference: 'AZ-1/26',
    legalBasis: 'COURT_ORDER',
    orderRefs: [],
    categories: [],
    received: { by: 'somebody', atMs: 0 },
  });
  const done = { kind: 'done', value: request } as const;
  const sealed = { algorithm: 'a', keyId: 'key', nonce: Buffer.alloc(1), ciphertext: Buffer.alloc(1) };
  return {
    receive: async () => done,
    approve: async () => done,
    reject: async () => done,
    close: async () => done,
    disclose: async () => ({ kind: 'done', value: { request, sealed } }),
    find: async () => request,
    page: async () => [request],
  };
}

export function smallOperations(): DeskOperations {
  return {
    isReady: async () => true,
    console: {
      files: { page: FILE, assets: new Map([['app.js', FILE]]) },
      clientId: 'console',
      audience: 'desk',
      provider: async () => ({
        jwksUri: 'http://localhost/keys',
        authorizationEndpoint: 'http://localhost/auth',
        tokenEndpoint: 'http://localhost/token',
      }),
    },
    versions: async () => VERSIONS,
    lookUp: async ({ orderId }) => ({
      kind: 'shown',
      viewId: 'view',
      order: {
        orderId,
        state: 'PAID',
        placedAt: 0,
        carrierId: null,
        items: [],
        parcels: 0,
        openCases: 0,
        recipient: null,
      },
    }),
    dataMap: { version: () => 7, dataMap: () => [], carriers: () => [] },
    fraud: {
      isAllowed: () => true,
      queue: async () => ({ currencies: [], currency: null, cases: [CASE], next: null }),
      open: async () => ({ ...CASE, links: [], viewId: 'view' }),
      decide: async () => CASE,
    },
    searchViews: async () => ({ views: [], next: null }),
    agreements: { store: createMemoryAgreements(), nowMs: () => 0 },
    authorities: { all: async () => [COURT], register: async () => COURT },
    judicial: judicialOperations(),
    requests: {
      customerRef: refOf,
      open: async (customerRef, kind) => ({ ...hers, customerRef, kind }),
      find: async (requestId) => (requestId === hers.requestId ? hers : null),
      page: async (customerRef) => [hers].filter((request) => [null, request.customerRef].includes(customerRef)),
      link: async () => ({ secret: EXAMPLES.secret, untilMs: 1 }),
      redeem: async (secret) => (secret === EXAMPLES.secret ? { policyVersion: 7, categories: [], orders: [] } : null),
      nowMs: () => 0,
    },
  };
}
