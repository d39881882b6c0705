// Requests of people, each with where it stands against the promise of three business days, what it waits for and who has to act.
import { useSession } from '../app/session.js';
import { addressField } from './address-fields.js';
import { Badge, type Tone } from './badge.jsx';
import { count, day, moment, plain } from './words.js';

export interface SubjectRequest {
  readonly requestId: string;
  readonly reference: string;
  readonly kind: string;
  readonly state: string;
  readonly receivedAt: string;
  readonly answerBy: string;
  readonly answeredAt: string | null;
  readonly ordersErased: number;
  readonly ordersThatStay: number;
  readonly stayReasons: readonly string[];
  readonly correction: {
    readonly fields: readonly string[];
    readonly waitsForOfficer: readonly string[];
    readonly outcome: string | null;
  } | null;
  /** null: it is answered. */
  readonly waitsFor: string | null;
}

const THE_PERSON = 'the person';
const WAITS: Readonly<Record<string, readonly [who: string, what: string]>> = {
  PERSON_OPENS_LINK: [THE_PERSON, 'a link went to the registered address.'],
  PERSON_TAKES_PACKAGE: [THE_PERSON, 'the package is ready; the link to it is made on the page “Your data”.'],
  OFFICER_READS_MAIL: ['a privacy officer', 'the mail is not clear and has to be read.'],
  OFFICER_ENTERS_CORRECTION: ['a privacy officer', 'the link was opened; what the mail asks for has to be entered.'],
  OFFICER_DECIDES: ['a privacy officer', 'the policy asks for a decision.'],
  OFFICER_CLOSES_ACCOUNT: [
    'a privacy officer',
    'the link was opened, but orders of the account carry other addresses, too.',
  ],
  ADDRESS_UNDER_WAY: ['nobody', 'the corrected address is on its way.'],
  AUTHORISATION_UNDER_WAY: ['nobody', 'what was authorised is on its way.'],
  ERASURES: ['nobody', 'what is not needed is being erased.'],
};

/** Why an order stays; it is deleted by itself soon after its end. */
const STAYS: Readonly<Record<string, string>> = {
  ORDER_UNDER_WAY: 'it is not finished yet',
  PAYMENT_RECONCILIATION: 'it is paid and not finished yet',
};

export const STATE_TONES: Readonly<Record<string, Tone>> = {
  'on-track': 'info',
  'due-soon': 'warn',
  overdue: 'bad',
  breached: 'bad',
  kept: 'good',
  broken: 'bad',
};

export function RequestList({
  requests,
  action,
}: {
  readonly requests: readonly SubjectRequest[];
  readonly action?: (request: SubjectRequest) => React.ReactNode;
}) {
  return (
    <ul className="request-list">
      {requests.map((request) => (
        <li
          key={request.requestId}
          aria-label={request.reference}
          className={`card request ${STATE_TONES[request.state] ?? 'plain'}`}
        >
          <div className="request-head">
            <h2>{plain(request.kind)}</h2>
            <Badge tone={STATE_TONES[request.state] ?? 'plain'}>{plain(request.state)}</Badge>
          </div>
          <dl className="facts">
            <div>
              <dt>Number</dt>
              <dd>{request.reference}</dd>
            </div>
            <div>
              <dt>Received</dt>
              <dd>{moment(request.receivedAt)}</dd>
            </div>
            <div>
              <dt>{request.answeredAt === null ? 'Answer by the end of' : 'Promised for'}</dt>
              <dd>{day(request.answerBy)}</dd>
            </div>
            <div>
              <dt>Answered</dt>
              <dd>{request.answeredAt === null ? 'not yet' : moment(request.answeredAt)}</dd>
            </div>
          </dl>
          {request.ordersErased + request.ordersThatStay === 0 ? null : (
            <p className="small">
              {count(request.ordersErased, 'order')} erased, {count(request.ordersThatStay, 'order')} to stay
              {request.stayReasons.length === 0
                ? ''
                : `: ${request.stayReasons.map((why) => STAYS[why] ?? plain(why)).join(', ')}`}
            </p>
          )}
          <WaitNote waitsFor={request.waitsFor} />
          {request.correction === null ? null : <CorrectionNote {...request.correction} />}
          {action?.(request)}
        </li>
      ))}
    </ul>
  );
}

function WaitNote({ waitsFor }: Pick<SubjectRequest, 'waitsFor'>) {
  const { roles } = useSession();
  if (waitsFor === null) return null;
  const [named, what] = WAITS[waitsFor] ?? [plain(waitsFor), ''];
  const who = named === THE_PERSON && roles.includes('customer') ? 'you' : named;
  return (
    <p className="small">
      <strong>Waits for {who}:</strong> {what}
    </p>
  );
}

function CorrectionNote({ fields, waitsForOfficer, outcome }: NonNullable<SubjectRequest['correction']>) {
  return (
    <p className="small">
      To be corrected: {fields.map(addressField).join(', ')}
      {waitsForOfficer.length === 0 ? '' : `. An officer decides: ${waitsForOfficer.map(plain).join(', ')}`}
      {outcome === null ? '' : `. ${plain(outcome)}`}
    </p>
  );
}
