// The after-sales cases of an order, for customer service: opened, filled by the person through a one-time link, looked into on record, closed.
import { useState } from 'react';
import { onceOnly } from '../api/once-only.js';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from './answer-state.jsx';
import { Badge } from './badge.jsx';
import { CaseContent } from './case-content.jsx';
import { moment } from './words.js';

interface AfterSalesCase {
  readonly caseRef: string;
  readonly openedBy: string;
  readonly openedAt: string;
  readonly closedAt: string | null;
}

const OPENED_BY: Readonly<Record<string, string>> = {
  customer: 'by the customer',
  'customer-service': 'by customer service',
  shop: 'in the shop',
};

export function OrderCases({ orderId }: { readonly orderId: string }) {
  const { desk } = useSession();
  const { value, problem, again } = useDesk<{ readonly cases: readonly AfterSalesCase[] }>(
    '/v1/cases/search',
    undefined,
    { orderId },
  );
  const [refused, setRefused] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const open = async (): Promise<void> => {
    setBusy(true);
    const answer = await desk.ask('/v1/cases', { method: 'POST', body: { orderId }, headers: onceOnly() });
    setRefused(answer.kind === 'problem' ? answer.problem : null);
    setBusy(false);
    again();
  };
  const trouble = refused ?? problem;
  return (
    <section className="card order" aria-label="After-sales cases">
      <header className="order-head">
        <h2>After-sales cases</h2>
        <button type="button" className="button" disabled={isBusy} onClick={() => void open()}>
          Open a case
        </button>
      </header>
      {trouble === null ? null : <ProblemNote problem={trouble} />}
      {value === null && trouble === null ? <Waiting /> : null}
      {value?.cases.length === 0 ? (
        <Nothing title="There is no case.">
          Open one when the customer has something to say: then the order is kept until it is closed, and a link can be
          sent by which she writes and shows photos.
        </Nothing>
      ) : null}
      <ul className="request-list">
        {value?.cases.map((each) => (
          <li key={each.caseRef} className={`request case-of-order ${each.closedAt === null ? 'info' : 'plain'}`}>
            <div className="request-head">
              <h3>{each.caseRef}</h3>
              <Badge tone={each.closedAt === null ? 'info' : 'plain'}>
                {each.closedAt === null ? 'Open' : 'Closed'}
              </Badge>
            </div>
            <p className="small soft">
              Opened {OPENED_BY[each.openedBy] ?? each.openedBy}, {moment(each.openedAt)}
              {each.closedAt === null ? '' : `; closed ${moment(each.closedAt)}`}
            </p>
            <CaseSteps caseRef={each.caseRef} isOpen={each.closedAt === null} onClosed={again} />
          </li>
        ))}
      </ul>
    </section>
  );
}

interface CaseStepsProps {
  readonly caseRef: string;
  readonly isOpen: boolean;
  readonly onClosed: () => void;
}

function CaseSteps({ caseRef, isOpen, onClosed }: CaseStepsProps) {
  const { desk } = useSession();
  const [said, setSaid] = useState<string | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isShown, setShown] = useState(false);
  const step = async (what: 'links' | 'close'): Promise<void> => {
    const answer = await desk.ask<{ readonly until?: string }>(`/v1/cases/${caseRef}/${what}`, {
      method: 'POST',
      headers: onceOnly(),
      ...(what === 'links' ? { body: { purpose: 'after-sales' } } : {}),
    });
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'problem') return;
    const { until } = answer.value;
    if (until === undefined) onClosed();
    else setSaid(`The link is on its way to the registered address. It works once, until ${moment(until)}.`);
  };
  return (
    <>
      <div className="actions">
        {isOpen ? (
          <button type="button" className="button primary" onClick={() => void step('links')}>
            Send a link to write
          </button>
        ) : null}
        <button type="button" className="button" aria-expanded={isShown} onClick={() => setShown(!isShown)}>
          {isShown ? 'Hide what is in it' : 'Show what is in it'}
        </button>
        {isOpen ? (
          <button type="button" className="button quiet" onClick={() => void step('close')}>
            Close the case
          </button>
        ) : null}
      </div>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <p className="small" role="status">
        {said}
      </p>
      {isShown ? <CaseContent caseRef={caseRef} /> : null}
    </>
  );
}
