// Requests of judicial authorities: taken in, approved by two different people, answered sealed, closed. Auditors read.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { AuthorityRegister } from '../parts/authority-register.jsx';
import { JudicialCard } from '../parts/judicial-card.jsx';
import { JudicialIntake } from '../parts/judicial-intake.jsx';
import { type Authorities, isOver, type JudicialRequest } from '../parts/judicial-request.js';
import { OlderOnes } from '../parts/older-ones.jsx';
import { PageHead } from '../parts/page-head.jsx';

const A_PAGE = 100;
const TILES = [
  ['received', 'wait for approval'],
  ['approved', 'wait for their answer'],
  ['disclosed', 'are answered, not closed'],
] as const;

export function JudicialPage() {
  const { roles } = useSession();
  const [after, setAfter] = useState<string | null>(null);
  const { value, problem, again } = useDesk<{
    readonly requests: readonly JudicialRequest[];
    readonly next: string | null;
  }>(`/v1/judicial-requests?limit=${A_PAGE}${after === null ? '' : `&after=${after}`}`, 5_000);
  const known = useDesk<Authorities>('/v1/authorities', 10_000);
  const { authorities = [], mayHave = [] } = known.value ?? {};
  const requests = value?.requests ?? [];
  const trouble = problem ?? known.problem;
  const [open, over] = [requests.filter((each) => !isOver(each)), requests.filter(isOver)];
  const cards = (of: readonly JudicialRequest[]) =>
    of.length === 0 ? null : (
      <ul className="request-list">
        {of.map((request) => (
          <JudicialCard
            key={request.requestId}
            request={request}
            authority={authorities.find(({ authorityId }) => authorityId === request.authorityId)}
            onDone={again}
          />
        ))}
      </ul>
    );
  return (
    <>
      <PageHead title="Judicial requests">
        What authorities ask for by law. Two different people approve it; then exactly what it names leaves, sealed to
        the authority’s key. Nobody here can read the answer.
      </PageHead>
      {trouble === null ? null : <ProblemNote problem={trouble} />}
      {value === null || known.value === null ? trouble === null && <Waiting /> : null}
      {value === null || known.value === null ? null : (
        <>
          <ul className="tiles">
            {TILES.map(([state, says]) => (
              <li key={state} className="tile">
                <strong>{requests.filter((each) => each.state === state).length}</strong>
                <span>{says}</span>
              </li>
            ))}
          </ul>
          {requests.length === 0 ? <Nothing title="No authority has asked for anything." /> : cards(open)}
          {roles.includes('privacy-officer') ? (
            <JudicialIntake authorities={authorities} mayHave={mayHave} onTaken={again} />
          ) : null}
          {over.length === 0 ? null : (
            <section>
              <h2 className="section-title">Over</h2>
              {cards(over)}
            </section>
          )}
          <OlderOnes after={after} next={value.next} onShow={setAfter} />
          <AuthorityRegister
            authorities={authorities}
            onRegistered={roles.includes('administrator') ? known.again : null}
          />
        </>
      )}
    </>
  );
}
