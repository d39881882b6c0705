// The desk's operations over next to nothing: one of everything, and all of it belongs to Anna.
import type { DeskOperations } from '#services/desk/api/desk-routes';
import { assessmentOf } from './assessments.js';
import { ask, type ThirdParty } from '#services/desk/domain/authorisations/authorisation';
import { type Authority, receive } from '#services/desk/domain/judicial/judicial-request';
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import type { Certificate } from '#shared/ledger-proof/certificate';
import { createMemoryAgreements } from './memory-agreements.js';
import { type AfterSalesCase, type CaseEntry, isTheirs } from '#services/desk/domain/cases/after-sales-case';
import type { RulesAnswer } from '#services/desk/api/routes/rules-schemas';
import type { CaseCaller, CaseOutcome } from '#services/desk/steps/after-sales-cases';
import { VERSIONS } from '../api/support.js';

export const ANNA = 'anna';
export const EXAMPLES = {
  version: '7',
  authorityId: 'court',
  requestId: 'request-of-anna',
  orderRef: 'ref',
  carrierId: 'dhl',
  backtestId: 'backtest',
  secret: 's'.repeat(43),
  caseRef: 'C-ANNAANNAANNA',
  entryId: 'a'.repeat(64),
  thirdPartyId: 'insurer',
  authorisationId: 'R-ANNAANNAANNA',
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
  end: null,
  noticedAtMs: null,
  proven: null,
  mailed: null,
  cameBy: 'interface',
  correction: null,
  orders: [],
};

const CASE = { assessment: assessmentOf('ref'), decision: null, claim: null };
const herCase: AfterSalesCase = {
  caseRef: EXAMPLES.caseRef,
  orderRef: 'order-of-anna',
  customerRef: refOf(ANNA),
  caseId: EXAMPLES.caseRef,
  openedBy: 'customer',
  openedAtMs: 0,
  closedAtMs: null,
};
const herEntry: CaseEntry = {
  entryId: EXAMPLES.entryId,
  caseRef: EXAMPLES.caseRef,
  orderRef: herCase.orderRef,
  from: 'customer',
  kind: 'message',
  atMs: 0,
};
/** What anybody but Anna and customer service gets of her case. */
const ifHers = <Done>({ customerRef }: CaseCaller, value: Done): CaseOutcome<Done> =>
  isTheirs(herCase, customerRef) ? { kind: 'done', value } : { kind: 'refused', code: 'NOT_FOUND' };

const CERTIFICATE: Certificate = {
  format: 'fulfilment.erasure.Certificate/1',
  orderRef: 'ref',
  entries: [],
  checkpoint: { size: 0, root: '', head: '', at: 0, keyId: 'key', signature: '' },
  publicKey: 'PEM',
};

const FILE = { type: 'text/plain', plain: Buffer.from('file'), gzipped: Buffer.from('file') };

const COURT: Authority = {
  authorityId: EXAMPLES.authorityId,
  name: 'Court of Somewhere',
  keyId: 'key',
  publicKey: 'k'.repeat(43),
  registeredBy: 'somebody',
  registeredAtMs: 0,
};

const BACKTEST = { backtestId: EXAMPLES.backtestId, begunAtMs: 0, progress: null, end: null };
const RULES = {
  kind: 'rules' as const,
  name: 'default',
  version: 7,
  publishedAt: null,
  publishedBy: 'program',
  text: 'name: default',
  reviewFrom: 40,
  blockFrom: 80,
  rules: [],
  versions: [],
} satisfies RulesAnswer;

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

const DONE_NOTHING = { kind: 'done', value: null } as const;
const DONE_LOGIN = {
  kind: 'done',
  value: { user: 'carrier-dhl', password: 'p', settings: ['KAFKA_USERNAME=carrier-dhl'] },
} as const;

const PARTY: ThirdParty = {
  thirdPartyId: EXAMPLES.thirdPartyId,
  name: 'Insurer of Somewhere',
  keyId: 'key',
  publicKey: 'k'.repeat(43),
  registeredBy: 'somebody',
  registeredAtMs: 0,
  removal: null,
};

const given = ask({
  authorisationId: EXAMPLES.authorisationId,
  customerRef: refOf(ANNA),
  orderRef: 'order-of-anna',
  thirdPartyId: PARTY.thirdPartyId,
  keyId: 'key',
  categories: ['shipping'],
  days: 1,
  askedAtMs: 0,
  confirmUntilMs: null,
});
const isAnnas = (customerRef: string | null): boolean => [null, given.customerRef].includes(customerRef);

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
    house: {
      look: async () => ({ services: [], isDatabaseUp: true, participants: [], signed: 0, ended: 0 }),
    },
    carriers: {
      add: async () => DONE_LOGIN,
      setState: async () => DONE_NOTHING,
      renew: async () => DONE_NOTHING,
      makeLogin: async () => DONE_LOGIN,
      endOlderLogin: async () => DONE_NOTHING,
      remove: async () => ({ kind: 'done', value: { goneByMs: 1 } }),
    },
    rules: {
      inForce: async () => ({ ...RULES, hits: [] }),
      draft: async () => ({ kind: 'refused', problems: ['version: not newer'] }),
      begin: () => BACKTEST,
      backtest: () => BACKTEST,
      publish: async () => ({ kind: 'published', name: 'default', version: 8 }),
    },
    timeline: async () => ({ kind: 'shown', viewId: 'view', events: [] }),
    dataMap: { version: () => 7, dataMap: () => [], carriers: () => [] },
    drafts: {
      inForce: async () => ({ version: 7, text: 'version: 7' }),
      draft: async () => ({ kind: 'refused', violations: ['version  not newer'] }),
      publish: async () => ({ kind: 'published', version: 8 }),
      narrowed: async () => [],
    },
    erasures: {
      search: async () => ({ erasures: [], next: null }),
      prove: async (orderRef) => ({ kind: 'proven', certificate: { ...CERTIFICATE, orderRef } }),
      totals: async () => ({ running: 0, overdue: 0, done: 0, timeToGone: null }),
    },
    corrections: {
      customerRef: refOf,
      ask: async ({ customerRef }) =>
        [null, hers.customerRef].includes(customerRef)
          ? { kind: 'done', request: hers }
          : { kind: 'refused', code: 'ORDER_UNKNOWN' },
      enter: async () => ({ kind: 'done', request: hers }),
      decide: async () => ({ kind: 'done', request: hers }),
      nowMs: () => 0,
    },
    workOff: {
      readMail: async () => ({ sender: 'a@example.org', subject: 'Words', text: 'Words' }),
      end: async () => ({ ...hers, kind: 'UNCLEAR', answeredAtMs: 1 }),
    },
    accounts: { close: async () => ({ kind: 'done', request: { ...hers, kind: 'DEACTIVATION' } }), nowMs: () => 0 },
    confirm: {
      look: async () => ({ kind: 'used' }),
      confirm: async () => ({ kind: 'used' }),
      open: async () => null,
    },
    fraud: {
      isAllowed: () => true,
      queue: async () => ({ currencies: [], currency: null, cases: [CASE], next: null }),
      open: async () => ({ ...CASE, links: [], viewId: 'view' }),
      decide: async () => CASE,
    },
    cases: {
      customerRef: refOf,
      open: async (caller) => ifHers(caller, herCase),
      ofOrder: async (caller) => ifHers(caller, [herCase]),
      message: async (caller) => ifHers(caller, herEntry),
      photo: async (caller) => ifHers(caller, herEntry),
      close: async () => ({ kind: 'done', value: herCase }),
      view: async (viewer) =>
        isTheirs(herCase, viewer.customerRef) ? { found: herCase, entries: [], viewId: 'view' } : 'not-found',
      viewPhoto: async (viewer) =>
        isTheirs(herCase, viewer.customerRef) ? { media: 'image/png', content: Buffer.from('photo') } : 'not-found',
    },
    caseLinks: {
      isOurs: (token) => token !== 'forged',
      look: async () => ({ kind: 'used' }),
      fill: async () => ({ kind: 'used' }),
      nextAttempt: () => 'attempt',
      invite: async () => ({ kind: 'sent', untilMs: 1 }),
    },
    searchViews: async () => ({ views: [], next: null }),
    agreements: { store: createMemoryAgreements(), nowMs: () => 0 },
    authorities: { all: async () => [COURT], mayHave: () => [], register: async () => COURT },
    judicial: judicialOperations(),
    thirdParties: {
      all: async () => [PARTY],
      mayHave: () => [],
      register: async () => ({ kind: 'registered', party: PARTY }),
      remove: async () => ({ ...PARTY, removal: { atMs: 0, goneByMs: 1 } }),
      login: async () => ({ user: 'third-party-insurer', password: 'p', topic: 't' }),
    },
    authorisations: {
      customerRef: refOf,
      authorise: async ({ customerRef }) =>
        isAnnas(customerRef) ? { kind: 'done', authorisation: given } : { kind: 'refused', code: 'ORDER_UNKNOWN' },
      withdraw: async (_id, _by, customerRef) =>
        isAnnas(customerRef) ? { kind: 'done', authorisation: given } : { kind: 'refused', code: 'NOT_FOUND' },
      find: async () => given,
      page: async (customerRef) => (isAnnas(customerRef) ? [given] : []),
    },
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
