// A customer's own place: ask for everything that is held, or for its deletion, and follow the clock.
import { useState } from 'react';
import { onceOnly } from '../api/once-only.js';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { MyAuthorisations } from '../parts/my-authorisations.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { RequestList, type SubjectRequest } from '../parts/request-list.jsx';

export function MyDataPage() {
  const { desk } = useSession();
  const { value, problem, again } = useDesk<{ readonly requests: readonly SubjectRequest[] }>('/v1/requests', 5_000);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const [sureOf, setSureOf] = useState<'DELETION' | 'DEACTIVATION' | null>(null);
  const ask = async (kind: string): Promise<void> => {
    const answer = await desk.ask('/v1/requests', { method: 'POST', body: { kind }, headers: onceOnly() });
    setRefusal(answer.kind === 'problem' ? answer.problem : null);
    setSureOf(null);
    again();
  };
  return (
    <>
      <PageHead title="Your data">
        Ask for everything that is held of you, for its deletion, or have your account closed. You have an answer within
        three business days.
      </PageHead>
      <section className="card actions">
        <button type="button" className="button primary" onClick={() => void ask('ACCESS')}>
          Ask for my data
        </button>
        {sureOf === null ? (
          <>
            <button type="button" className="button" onClick={() => setSureOf('DELETION')}>
              Delete my data …
            </button>
            <button type="button" className="button" onClick={() => setSureOf('DEACTIVATION')}>
              Close my account …
            </button>
          </>
        ) : (
          <>
            <button type="button" className="button danger" onClick={() => void ask(sureOf)}>
              {sureOf === 'DELETION'
                ? 'Yes, delete what is not needed'
                : 'Yes, close my account and delete what is not needed'}
            </button>
            <button type="button" className="button quiet" onClick={() => setSureOf(null)}>
              No
            </button>
          </>
        )}
      </section>
      {refusal === null ? null : <ProblemNote problem={refusal} />}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value?.requests.length === 0 ? <Nothing title="You have not asked for anything yet." /> : null}
      <RequestList
        requests={value?.requests ?? []}
        action={(request) => (request.kind === 'ACCESS' ? <PackageLink requestId={request.requestId} /> : null)}
      />
      <MyAuthorisations />
    </>
  );
}

function PackageLink({ requestId }: { readonly requestId: string }) {
  const { desk } = useSession();
  const [address, setAddress] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const make = async (): Promise<void> => {
    const answer = await desk.ask<{ readonly address: string }>(`/v1/requests/${requestId}/link`, { method: 'POST' });
    if (answer.kind === 'value') setAddress(answer.value.address);
    else setProblem(answer.problem);
  };
  if (problem !== null) return <ProblemNote problem={problem} />;
  if (address === null)
    return (
      <button type="button" className="button" onClick={() => void make()}>
        Make the link to my package
      </button>
    );
  return (
    <p className="notice">
      <a href={address} target="_blank" rel="noreferrer">
        Open your package
      </a>{' '}
      It opens once, within a day.
    </p>
  );
}
