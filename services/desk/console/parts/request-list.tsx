// Requests of people, each with where it stands against the promise of three business days.
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
  readonly waitsForLink: boolean;
}

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
        <li key={request.requestId} className={`card request ${STATE_TONES[request.state] ?? 'plain'}`}>
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
          {request.waitsForLink ? (
            <p className="small">Waits for the link that went to the registered address.</p>
          ) : null}
          {request.correction === null ? null : <CorrectionNote {...request.correction} />}
          {action?.(request)}
        </li>
      ))}
    </ul>
  );
}

function CorrectionNote({ fields, waitsForOfficer, outcome }: NonNullable<SubjectRequest['correction']>) {
  return (
    <p className="small">
      To be corrected: {fields.map(plain).join(', ')}
      {waitsForOfficer.length === 0 ? '' : `. An officer decides: ${waitsForOfficer.map(plain).join(', ')}`}
      {outcome === null ? '' : `. ${plain(outcome)}`}
    </p>
  );
}
