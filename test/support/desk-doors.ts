// Who may use which operation of the desk: every route has a row here. Tests hold it against the routes themselves, in memory and as served.
import { ROLES, type Role } from '#services/desk/domain/roles';

export interface DeskDoor {
  /** `public`: everybody. */
  readonly open: 'public' | readonly Role[];
  /** A body of the documented form. */
  readonly body?: unknown;
  /** Of another media type than JSON. */
  readonly media?: string;
  /** What it acts on belongs to one customer: every other customer meets nothing. */
  readonly isOwned?: boolean;
}

const CASES: readonly Role[] = ['customer', 'customer-service'];

/** Of the house. */
const PEOPLE: readonly Role[] = ROLES.filter((role) => role !== 'customer' && role !== 'service');

const AGREEMENT = { signedOn: '2026-01-10', validFrom: '2026-02-01', validUntil: '2035-12-31' };

const FORM = 'application/x-www-form-urlencoded';

export const DESK_DOORS: Readonly<Record<string, DeskDoor>> = {
  'GET /console': { open: 'public' },
  'GET /console/': { open: 'public' },
  'GET /console/app.js': { open: 'public' },
  'GET /console/settings.json': { open: 'public' },
  'GET /health': { open: 'public' },
  'GET /openapi.json': { open: 'public' },
  'GET /page.css': { open: 'public' },

  'GET /policy': { open: 'public' },
  'GET /policy/history': { open: 'public' },
  'GET /v1/policy': { open: 'public' },
  'GET /v1/policy/versions': { open: 'public' },
  'GET /v1/policy/versions/:version': { open: 'public' },
  'GET /v1/me': { open: ROLES },
  'POST /v1/orders/timeline': {
    open: ['customer-service', 'analyst', 'privacy-officer', 'auditor'],
    body: { orderId: 'nobody', reason: 'RETURN' },
  },
  'POST /v1/orders/look-up': {
    open: ['customer-service'],
    body: { orderId: 'nobody', purpose: 'after-sales', reason: 'RETURN' },
  },
  'POST /v1/agreements': {
    open: ['administrator', 'privacy-officer'],
    body: { subject: 'somebody', signedOn: '2026-01-31' },
  },
  'GET /v1/agreements/text': { open: PEOPLE },
  'POST /v1/agreements/mine': { open: PEOPLE, body: { edition: 1 } },
  'GET /v1/agreements': { open: ['administrator', 'privacy-officer', 'auditor'] },
  'PUT /v1/authorities/:authorityId': {
    open: ['administrator'],
    body: { name: 'Court of Somewhere', publicKey: Buffer.alloc(32, 9).toString('base64url') },
  },
  'GET /v1/authorities': { open: ['administrator', 'privacy-officer', 'auditor'] },
  'POST /v1/judicial-requests': {
    open: ['privacy-officer'],
    body: {
      authorityId: 'court',
      reference: 'AZ-1/26',
      legalBasis: 'COURT_ORDER',
      orderIds: ['order-1'],
      categories: ['shipping'],
    },
  },
  'GET /v1/judicial-requests': { open: ['privacy-officer', 'administrator', 'auditor'] },
  'GET /v1/judicial-requests/:requestId': { open: ['privacy-officer', 'administrator', 'auditor'] },
  'POST /v1/judicial-requests/:requestId/approvals': { open: ['privacy-officer', 'administrator'] },
  'POST /v1/judicial-requests/:requestId/rejection': {
    open: ['privacy-officer'],
    body: { reason: 'SCOPE_TOO_WIDE' },
  },
  'POST /v1/judicial-requests/:requestId/disclosures': { open: ['privacy-officer'] },
  'POST /v1/judicial-requests/:requestId/closing': { open: ['privacy-officer'] },
  'PUT /v1/third-parties/:thirdPartyId': {
    open: ['administrator'],
    body: { name: 'Insurer of Somewhere', publicKey: Buffer.alloc(32, 9).toString('base64url') },
  },
  'DELETE /v1/third-parties/:thirdPartyId': { open: ['administrator'] },
  'POST /v1/third-parties/:thirdPartyId/login': { open: ['administrator'] },
  'GET /v1/third-parties': {
    open: ['customer', 'customer-service', 'privacy-officer', 'auditor', 'administrator'],
  },
  'POST /v1/authorisations': {
    open: CASES,
    body: { thirdPartyId: 'insurer', orderId: 'nobody', categories: ['shipping'], purpose: 'after-sales' },
    isOwned: true,
  },
  'GET /v1/authorisations': { open: ['customer', 'privacy-officer', 'auditor'], isOwned: true },
  'GET /v1/authorisations/:authorisationId': { open: ['customer', 'privacy-officer', 'auditor'], isOwned: true },
  'POST /v1/authorisations/:authorisationId/withdrawal': { open: ['customer', 'privacy-officer'], isOwned: true },
  'POST /v1/cases': { open: CASES, body: { orderId: 'nobody' }, isOwned: true },
  'POST /v1/cases/search': { open: CASES, body: { orderId: 'nobody' }, isOwned: true },
  'POST /v1/cases/:caseRef/messages': { open: CASES, body: { text: 'Words' }, isOwned: true },
  'POST /v1/cases/:caseRef/photos': { open: CASES, body: 'photo', media: 'image/png', isOwned: true },
  'POST /v1/cases/:caseRef/view': { open: CASES, body: { purpose: 'after-sales' }, isOwned: true },
  'POST /v1/cases/:caseRef/photos/:entryId/view': { open: CASES, body: { purpose: 'after-sales' }, isOwned: true },
  'POST /v1/cases/:caseRef/close': { open: ['customer-service'] },
  'POST /v1/cases/:caseRef/links': { open: ['customer-service'], body: { purpose: 'after-sales' } },
  'GET /case': { open: 'public' },
  'POST /case/look': { open: 'public', body: 'token=x', media: FORM },
  'POST /case/send': { open: 'public', body: '--x--', media: 'multipart/form-data; boundary=x' },
  'POST /v1/views/search': { open: ['auditor'], body: { limit: 1 } },
  'GET /v1/erasures/totals': { open: ['privacy-officer', 'auditor'] },
  'POST /v1/erasures/search': { open: ['privacy-officer', 'auditor'], body: { state: 'done' } },
  'GET /v1/erasures/:orderRef/certificate': { open: ['privacy-officer', 'auditor'] },
  'GET /v1/erasures/:orderRef/certificate/page': { open: ['privacy-officer', 'auditor'] },
  'GET /v1/policy/rules': { open: ['privacy-officer', 'auditor', 'administrator'] },
  'GET /v1/policy/narrowed': { open: ['privacy-officer', 'auditor', 'administrator'] },
  'POST /v1/policy/drafts': { open: ['privacy-officer'], body: { text: 'version: 2' } },
  'POST /v1/policy/versions': { open: ['privacy-officer'], body: { text: 'version: 2', confirms: '0'.repeat(64) } },
  'GET /v1/data-map': { open: ['privacy-officer', 'auditor', 'administrator'] },
  'GET /v1/carriers': { open: ['privacy-officer', 'auditor', 'administrator'] },
  'GET /v1/fraud/queue': { open: ['analyst'] },
  'GET /v1/fraud/orders/:orderRef': { open: ['analyst'] },
  'POST /v1/fraud/orders/:orderRef/decision': { open: ['analyst'], body: { ruling: 'RELEASE', note: 'n' } },
  'GET /v1/house': { open: ['administrator'] },
  'PUT /v1/carriers/:carrierId': { open: ['administrator'], body: { agreement: AGREEMENT, publicKey: null } },
  'DELETE /v1/carriers/:carrierId': { open: ['administrator'] },
  'POST /v1/carriers/:carrierId/state': { open: ['administrator'], body: { state: 'STOPPED' } },
  'POST /v1/carriers/:carrierId/agreement': { open: ['administrator'], body: AGREEMENT },
  'POST /v1/carriers/:carrierId/logins': { open: ['administrator'] },
  'DELETE /v1/carriers/:carrierId/logins/older': { open: ['administrator'] },
  'GET /v1/fraud/rules': { open: ['analyst', 'auditor'] },
  'POST /v1/fraud/rules/drafts': { open: ['analyst'], body: { text: 'name: default' } },
  'POST /v1/fraud/rules/backtests': { open: ['analyst'], body: { text: 'name: default' } },
  'GET /v1/fraud/rules/backtests/:backtestId': { open: ['analyst', 'auditor'] },
  'POST /v1/fraud/rules/versions': {
    open: ['analyst'],
    body: { text: 'name: default', confirms: 'a'.repeat(64) },
  },
  'POST /v1/requests': { open: ['customer'], body: { kind: 'ACCESS' } },
  'GET /v1/requests': { open: ['customer', 'privacy-officer'], isOwned: true },
  'GET /v1/requests/:requestId': { open: ['customer', 'privacy-officer'], isOwned: true },
  'POST /v1/requests/:requestId/link': { open: ['customer'], isOwned: true },
  'POST /v1/corrections': {
    open: CASES,
    body: { orderId: 'nobody', changes: { city: 'Elsewhere' }, purpose: 'after-sales' },
    isOwned: true,
  },
  'POST /v1/requests/:requestId/correction': { open: ['privacy-officer'], body: { changes: { city: 'Elsewhere' } } },
  'POST /v1/requests/:requestId/decision': { open: ['privacy-officer'], body: { refuse: null } },
  'POST /v1/requests/:requestId/mail': { open: ['privacy-officer'] },
  'POST /v1/accounts/closing': { open: ['privacy-officer'], body: { orderId: 'nobody' } },
  'POST /v1/requests/:requestId/end': { open: ['privacy-officer'] },
  'GET /confirm': { open: 'public' },
  'GET /confirm.js': { open: 'public' },
  'POST /confirm': { open: 'public', body: 'token=x', media: FORM },
  'POST /confirm/look': { open: 'public', body: 'token=x', media: FORM },
  'GET /v1/packages/:secret': { open: 'public' },
};
