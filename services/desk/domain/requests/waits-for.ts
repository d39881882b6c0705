// What a request of a person waits for, and who has to act. Pure.
import type { SubjectRequest } from './subject-request.js';

export const WAITS_FOR = {
  PERSON_OPENS_LINK: 'The person: a link went to the registered address and was not opened yet.',
  PERSON_TAKES_PACKAGE: 'The person: her package is ready, and she makes the link to it.',
  OFFICER_READS_MAIL: 'A privacy officer, who reads the mail and ends the request when it is worked off.',
  OFFICER_ENTERS_CORRECTION: 'A privacy officer, who enters what the mail asks to have corrected.',
  OFFICER_DECIDES: 'A privacy officer, who decides whether the correction may pass.',
  OFFICER_CLOSES_ACCOUNT:
    'A privacy officer, who closes the account: its orders carry other addresses, too, than the one that was proven.',
  ADDRESS_UNDER_WAY: 'Nobody: the corrected address is on its way to where the order is worked on.',
  AUTHORISATION_UNDER_WAY: 'Nobody: what was authorised is on its way to the third party.',
  ERASURES: 'Nobody: the person is told, then what is not needed is erased.',
} as const;
export type WaitsFor = keyof typeof WAITS_FOR;

/** null: it is answered. */
export function waitsForOf(request: SubjectRequest): WaitsFor | null {
  const { kind, answeredAtMs, mailed, proven, noticedAtMs, correction } = request;
  if (answeredAtMs !== null) return null;
  if (kind === 'UNCLEAR') return 'OFFICER_READS_MAIL';
  if (mailed !== null && mailed.confirmedAtMs === null) return 'PERSON_OPENS_LINK';
  switch (kind) {
    case 'ACCESS':
      return 'PERSON_TAKES_PACKAGE';
    case 'CORRECTION':
      if (correction === null) return 'OFFICER_ENTERS_CORRECTION';
      return correction.decision === null && correction.waitsFor.length > 0 ? 'OFFICER_DECIDES' : 'ADDRESS_UNDER_WAY';
    case 'AUTHORISATION':
      return 'AUTHORISATION_UNDER_WAY';
    case 'DEACTIVATION':
      // Told with the request by whoever is logged in; otherwise nobody is given notice before the account is closed.
      return proven !== null && noticedAtMs === null ? 'OFFICER_CLOSES_ACCOUNT' : 'ERASURES';
    case 'DELETION':
      return 'ERASURES';
  }
}
