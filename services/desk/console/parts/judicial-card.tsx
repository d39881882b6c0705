// One request of an authority: what it names, where it stands, what it waits for, and who did what.
import { useSession } from '../app/session.js';
import { Badge } from './badge.jsx';
import { Fact } from './fact.jsx';
import { JudicialActs } from './judicial-acts.jsx';
import {
  type Authority,
  isOver,
  type JudicialRequest,
  judicialState,
  LEGAL_BASES,
  REJECT_REASONS,
  waitsFor,
} from './judicial-request.js';
import { count, moment, plain, short } from './words.js';

interface JudicialCardProps {
  readonly request: JudicialRequest;
  /** undefined: it is not known any more. */
  readonly authority: Authority | undefined;
  readonly onDone: () => void;
}

export function JudicialCard({ request, authority, onDone }: JudicialCardProps) {
  const { subject } = useSession();
  const { authorityId, reference, legalBasis, keyId, orderRefs, categories } = request;
  const { says, tone } = judicialState(request);
  const isKeyOther = authority?.keyId !== keyId;
  const waits = waitsFor(request, subject, isKeyOther);
  return (
    <li className="card request" aria-label={reference}>
      <div className="request-head">
        <h2>
          {authority?.name ?? authorityId}, {reference}
        </h2>
        <Badge tone={tone}>{says}</Badge>
      </div>
      {waits === null ? null : <p className="small strong">{waits}</p>}
      <dl className="facts">
        <Fact name="Legal basis">{LEGAL_BASES[legalBasis] ?? plain(legalBasis)}</Fact>
        <Fact name="It names">{categories.map(plain).join(', ')}</Fact>
        <Fact name="Sealed to the key">{keyId}</Fact>
      </dl>
      <details>
        <summary>{count(orderRefs.length, 'order')}, by keyed hash</summary>
        <ul>
          {orderRefs.map((orderRef) => (
            <li key={orderRef}>
              <code title={orderRef}>{short(orderRef)}</code>
            </li>
          ))}
        </ul>
      </details>
      <ol className="steps small">
        {stepsOf(request).map(([what, at]) => (
          <li key={`${what} ${at}`}>
            {what}, <span className="soft">{moment(at)}</span>
          </li>
        ))}
      </ol>
      {isOver(request) ? null : <JudicialActs request={request} isKeyOther={isKeyOther} onDone={onDone} />}
    </li>
  );
}

function stepsOf(request: JudicialRequest): readonly (readonly [what: string, at: string])[] {
  const { received, approvals, rejected, disclosures, closed } = request;
  return [
    [`Taken in by ${received.by}`, received.at],
    ...approvals.map(({ by, at }) => [`Approved by ${by}`, at] as const),
    ...disclosures.map(({ by, at, sha256 }) => [`Sealed by ${by}, SHA-256 of what left ${sha256}`, at] as const),
    ...(rejected === null
      ? []
      : [
          [
            `Rejected by ${rejected.by}: ${(REJECT_REASONS[rejected.reason] ?? plain(rejected.reason)).toLowerCase()}`,
            rejected.at,
          ] as const,
        ]),
    ...(closed === null ? [] : [[`Closed by ${closed.by}`, closed.at] as const]),
  ];
}
