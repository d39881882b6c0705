// A customer's own place: ask for everything that is held, or for its deletion, and follow the clock.
import { useState } from 'react';
import { onceOnly } from '../api/once-only.js';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { AskCorrection } from '../parts/ask-correction.jsx';
import { MyAuthorisations } from '../parts/my-authorisations.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { SureStep } from '../parts/sure-step.jsx';
import { RequestList, type SubjectRequest } from '../parts/request-list.jsx';

export function MyDataPage() {
  const { desk } = useSession();
  const { value, problem, again } = useDesk<{ readonly requests: readonly SubjectRequest[] }>('/v1/requests', 5_000);
  const [refusal, setRefusal] = useState<Problem | null>(null);
  const ask = async (kind: string): Promise<void> => {
    const answer = await desk.ask('/v1/requests', { method: 'POST', body: { kind }, headers: onceOnly() });
    setRefusal(answer.kind === 'problem' ? answer.problem : null);
    again();
  };
  return (
    <>
      <PageHead title="Your data">
        Ask for everything that is held of you, for its deletion or correction, or have your account closed. You have an
        answer within three business days.
      </PageHead>
      <section className="card actions">
        <button type="button" className="button primary" onClick={() => void ask('ACCESS')}>
          Ask for my data
        </button>
        <SureStep
          does="Delete my data …"
          asks="There is no way back."
          yes="Yes, delete what is not needed"
          onYes={() => void ask('DELETION')}
        />
        <SureStep
          does="Close my account …"
          asks="There is no way back."
          yes="Yes, close my account and delete what is not needed"
          onYes={() => void ask('DEACTIVATION')}
        />
      </section>
      {refusal === null ? null : <ProblemNote problem={refusal} />}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value?.requests.length === 0 ? <Nothing title="You have not asked for anything yet." /> : null}
      <RequestList
        requests={value?.requests ?? []}
        action={(request) => (request.kind === 'ACCESS' ? <PackageLink requestId={request.requestId} /> : null)}
      />
      <AskCorrection orderId={null} onAsked={again} />
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
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    setAddress(answer.kind === 'value' ? answer.value.address : null);
  };
  return (
    <>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {address === null ? null : (
        <p className="notice">
          <a href={address} target="_blank" rel="noreferrer">
            Open your package
          </a>{' '}
          It opens once, within a day.
        </p>
      )}
      <div className="actions">
        <button type="button" className="button" onClick={() => void make()}>
          {address === null ? 'Make the link to my package' : 'Make another link'}
        </button>
      </div>
    </>
  );
}
