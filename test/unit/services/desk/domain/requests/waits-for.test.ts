import { expect, test } from '@jest/globals';
import type { Correction } from '#services/desk/domain/requests/correction';
import type { SubjectRequest } from '#services/desk/domain/requests/subject-request';
import { waitsForOf } from '#services/desk/domain/requests/waits-for';

const loggedIn: SubjectRequest = {
  requestId: 'R-1',
  customerRef: 'c',
  kind: 'ACCESS',
  clock: { receivedAtMs: 0, dueSoonAtMs: 1, overdueAtMs: 2, breachedAtMs: 3 },
  told: [],
  answeredAtMs: null,
  end: null,
  noticedAtMs: null,
  orders: [],
  proven: null,
  mailed: null,
  cameBy: 'interface',
  correction: null,
};
const unopened: SubjectRequest = {
  ...loggedIn,
  proven: [],
  cameBy: 'mail',
  mailed: { orderRef: 'o', requestRef: 'm', confirmUntilMs: 9, confirmedAtMs: null },
};
const opened: SubjectRequest = {
  ...unopened,
  proven: ['o'],
  mailed: { orderRef: 'o', requestRef: 'm', confirmUntilMs: 9, confirmedAtMs: 5 },
};
const wish: Correction = {
  edition: 1,
  orderRef: 'o',
  fields: ['city'],
  waitsFor: [],
  decision: null,
  sent: null,
  outcome: null,
};
const held: Correction = { ...wish, waitsFor: ['order-held'] };
const passed = { by: 'otto', atMs: 6, refusal: null };

test.each([
  ['nothing once it is answered', { ...opened, answeredAtMs: 7 }, null],
  ['whoever reads the mail, when it is not clear', { ...unopened, kind: 'UNCLEAR' }, 'OFFICER_READS_MAIL'],
  ['the person, while her link is not opened', { ...unopened, kind: 'DEACTIVATION' }, 'PERSON_OPENS_LINK'],
  ['the person who takes her package', loggedIn, 'PERSON_TAKES_PACKAGE'],
  ['an officer who enters what the mail says', { ...opened, kind: 'CORRECTION' }, 'OFFICER_ENTERS_CORRECTION'],
  ['an officer who decides', { ...opened, kind: 'CORRECTION', correction: held }, 'OFFICER_DECIDES'],
  [
    'the corrected address, once he has decided',
    { ...opened, kind: 'CORRECTION', correction: { ...held, decision: passed } },
    'ADDRESS_UNDER_WAY',
  ],
  ['the corrected address', { ...opened, kind: 'CORRECTION', correction: wish }, 'ADDRESS_UNDER_WAY'],
  ['what was authorised', { ...opened, kind: 'AUTHORISATION' }, 'AUTHORISATION_UNDER_WAY'],
  ['an officer who closes the account', { ...opened, kind: 'DEACTIVATION' }, 'OFFICER_CLOSES_ACCOUNT'],
  ['erasures, once the account is closed', { ...opened, kind: 'DEACTIVATION', noticedAtMs: 6 }, 'ERASURES'],
  ['erasures of whoever was logged in', { ...loggedIn, kind: 'DEACTIVATION' }, 'ERASURES'],
  ['erasures', { ...opened, kind: 'DELETION' }, 'ERASURES'],
] as const)('a request waits for %s', (_what, request, waitsFor) => {
  expect(waitsForOf(request)).toBe(waitsFor);
});
