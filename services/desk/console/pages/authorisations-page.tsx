// Who authorised which third party for what: by keyed hash, for the privacy officer, who may withdraw for the person, and for the auditor.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { type Authorisation, AuthorisationList, type ThirdParty } from '../parts/authorisation-list.jsx';
import { OlderOnes } from '../parts/older-ones.jsx';
import { PageHead } from '../parts/page-head.jsx';

const STATES = [
  ['in-force', 'in force'],
  ['asked', 'wait for the person'],
  ['ended', 'over'],
] as const;
const A_PAGE = 100;

interface AuthorisationPage {
  readonly authorisations: readonly Authorisation[];
  readonly next: string | null;
}

export function AuthorisationsPage() {
  const { roles } = useSession();
  const [after, setAfter] = useState<string | null>(null);
  const path = `/v1/authorisations?limit=${A_PAGE}${after === null ? '' : `&after=${after}`}`;
  const { value, problem, again } = useDesk<AuthorisationPage>(path, 5_000);
  const parties = useDesk<{ readonly thirdParties: readonly ThirdParty[] }>('/v1/third-parties', 10_000);
  const known = parties.value?.thirdParties ?? [];
  const authorisations = value?.authorisations ?? [];
  const mayWithdraw = roles.includes('privacy-officer');
  return (
    <>
      <PageHead title="Authorisations">
        What people let third parties have: exactly what was named, sealed to their key, until its last day or until it
        is withdrawn.
      </PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value === null ? null : (
        <ul className="tiles">
          {STATES.map(([state, says]) => (
            <li key={state} className="tile">
              <strong>{authorisations.filter((each) => each.state === state).length}</strong>
              <span>{says}</span>
            </li>
          ))}
        </ul>
      )}
      {value !== null && authorisations.length === 0 ? (
        <Nothing title="Nobody authorised anybody.">
          {known.length === 0
            ? 'No third party is registered: an administrator does that first.'
            : `People may authorise ${known.map(({ name }) => name).join(', ')}.`}
        </Nothing>
      ) : null}
      <AuthorisationList authorisations={authorisations} parties={known} onWithdrawn={mayWithdraw ? again : null} />
      <OlderOnes after={after} next={value?.next ?? null} onShow={setAfter} />
    </>
  );
}
