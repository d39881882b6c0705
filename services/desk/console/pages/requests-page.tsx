// The privacy officer's list of requests, those that wait first in the order of their clocks, with what is to be done about each.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { CloseAccount } from '../parts/close-account.jsx';
import { OfficerActs } from '../parts/officer-acts.jsx';
import { OlderOnes } from '../parts/older-ones.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { RequestList, type SubjectRequest } from '../parts/request-list.jsx';

const WAITING = ['breached', 'overdue', 'due-soon', 'on-track'] as const;

export function RequestsPage() {
  const [after, setAfter] = useState<string | null>(null);
  const { value, problem, again } = useDesk<{
    readonly requests: readonly SubjectRequest[];
    readonly next: string | null;
  }>('/v1/requests?limit=200', 5_000);
  const requests = value?.requests ?? [];
  const waiting = WAITING.flatMap((state) =>
    requests
      .filter((request) => request.state === state)
      .toSorted((one, other) => one.answerBy.localeCompare(other.answerBy)),
  );
  const answered = requests.filter(({ answeredAt }) => answeredAt !== null);
  return (
    <>
      <PageHead title="Subject requests">Every request is answered within three business days of the office.</PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null ? (
        problem === null && <Waiting />
      ) : (
        <>
          <ul className="tiles">
            {WAITING.map((state) => (
              <li key={state} className={`tile ${state}`}>
                <strong>{requests.filter((request) => request.state === state).length}</strong>
                <span>{state.replace('-', ' ')}</span>
              </li>
            ))}
          </ul>
          {waiting.length === 0 ? (
            <Nothing title="Nobody waits for an answer." />
          ) : (
            <RequestList requests={waiting} action={(request) => <OfficerActs request={request} onDone={again} />} />
          )}
          <CloseAccount onClosed={again} />
          {answered.length === 0 ? null : (
            <section>
              <h2 className="section-title">Answered</h2>
              <RequestList requests={answered} />
            </section>
          )}
          <OlderOnes after={after} next={value.next} onShow={setAfter} />
        </>
      )}
    </>
  );
}
