// What people let others have: to whom, what, until when, whether it lies there, and how it ended.
import { useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useSession } from '../app/session.js';
import { ProblemNote } from './answer-state.jsx';
import { Badge, type Tone } from './badge.jsx';
import { SureStep } from './sure-step.jsx';
import { moment, plain, short } from './words.js';

export interface Authorisation {
  readonly authorisationId: string;
  readonly thirdPartyId: string;
  readonly orderRef: string;
  readonly categories: readonly string[];
  readonly state: 'asked' | 'in-force' | 'ended';
  readonly askedAt: string;
  readonly givenAt: string | null;
  readonly validUntil: string | null;
  readonly publishedAt: string | null;
  readonly published: readonly string[];
  readonly end: string | null;
  readonly endedAt: string | null;
  readonly takenBackAt: string | null;
}

export interface ThirdParty {
  readonly thirdPartyId: string;
  readonly name: string;
}

const STATES: Readonly<Record<Authorisation['state'], { readonly says: string; readonly tone: Tone }>> = {
  asked: { says: 'Waits for the person', tone: 'warn' },
  'in-force': { says: 'In force', tone: 'good' },
  ended: { says: 'Over', tone: 'plain' },
};

const ENDS: Readonly<Record<string, string>> = {
  WITHDRAWN: 'Withdrawn',
  EXPIRED: 'Its last day is over',
  NOT_CONFIRMED: 'The person never opened the link',
  DATA_ERASED: 'The data was erased',
  NOT_ALLOWED: 'The policy does not allow it any more',
  KEY_CHANGED: 'The third party has another key',
};

interface AuthorisationListProps {
  readonly authorisations: readonly Authorisation[];
  readonly parties: readonly ThirdParty[];
  /** null: whoever looks may not withdraw. */
  readonly onWithdrawn: (() => void) | null;
}

export function AuthorisationList({ authorisations, parties, onWithdrawn }: AuthorisationListProps) {
  const nameOf = (id: string): string => parties.find(({ thirdPartyId }) => thirdPartyId === id)?.name ?? id;
  return (
    <ul className="request-list">
      {authorisations.map((each) => (
        <li key={each.authorisationId} className="card request" aria-label={each.authorisationId}>
          <div className="request-head">
            <h2>{nameOf(each.thirdPartyId)}</h2>
            <Badge tone={STATES[each.state].tone}>{STATES[each.state].says}</Badge>
          </div>
          <p>{each.categories.map(plain).join(', ')}</p>
          <dl className="facts">
            {factsOf(each).map(([name, value]) => (
              <div key={name}>
                <dt>{name}</dt>
                <dd>{value}</dd>
              </div>
            ))}
            <div>
              <dt>Order</dt>
              <dd>
                <code title={each.orderRef}>{short(each.orderRef)}</code>
              </dd>
            </div>
          </dl>
          {each.state === 'ended' || onWithdrawn === null ? null : (
            <WithdrawStep authorisationId={each.authorisationId} onWithdrawn={onWithdrawn} />
          )}
        </li>
      ))}
    </ul>
  );
}

function factsOf(each: Authorisation): readonly (readonly [string, string])[] {
  const { askedAt, givenAt, validUntil, publishedAt, published, end, endedAt, takenBackAt } = each;
  return [
    ['Asked', moment(askedAt)],
    ['Given', givenAt === null ? 'not yet' : moment(givenAt)],
    ...(validUntil === null || end !== null ? [] : [['Until', moment(validUntil)] as const]),
    [
      'Handed over',
      publishedAt === null
        ? 'nothing yet'
        : `${published.map(plain).join(', ') || 'nothing left'}, ${moment(publishedAt)}`,
    ],
    ...(end === null || endedAt === null ? [] : [['Over', `${ENDS[end] ?? plain(end)}, ${moment(endedAt)}`] as const]),
    ...(end === null || publishedAt === null
      ? []
      : [['Taken back', takenBackAt === null ? 'under way' : moment(takenBackAt)] as const]),
  ];
}

interface WithdrawStepProps {
  readonly authorisationId: string;
  readonly onWithdrawn: () => void;
}

function WithdrawStep({ authorisationId, onWithdrawn }: WithdrawStepProps) {
  const { desk } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const withdraw = async (): Promise<void> => {
    const answer = await desk.ask(`/v1/authorisations/${authorisationId}/withdrawal`, { method: 'POST' });
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'value') onWithdrawn();
  };
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep does="Withdraw …" yes="Yes, take it back" onYes={() => void withdraw()} />
      </div>
    </>
  );
}
