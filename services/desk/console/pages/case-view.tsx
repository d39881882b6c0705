// One order of the queue: why it was flagged, on which evidence, what hangs together with it, and the decision.
import { useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { type FraudCase, money, standing, standingTone } from '../parts/fraud-case.js';
import { Field } from '../parts/field.jsx';
import { Icon } from '../parts/icon.jsx';
import { Evidence } from '../parts/case-evidence.jsx';
import { ScoreRing } from '../parts/score-ring.jsx';
import { moment, plain } from '../parts/words.js';

export function CaseView({ orderRef, onDecided }: { readonly orderRef: string; readonly onDecided: () => void }) {
  const { value, problem, again } = useDesk<FraudCase>(`/v1/fraud/orders/${encodeURIComponent(orderRef)}`);
  const decided = (): void => {
    again();
    onDecided();
  };
  return (
    <>
      <a className="back" href="#/queue">
        <Icon name="back" /> Back to the queue
      </a>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value === null ? null : (
        <>
          <article className="card case-head">
            <ScoreRing score={value.score} tone={standingTone(value)} />
            <div>
              <h2>{money(value)}</h2>
              <p className="soft small">
                Placed {moment(value.placedAt)} · <code>{value.orderRef}</code>
              </p>
              <a className="small" href={`#/timeline/${value.orderRef}`}>
                Its life, step by step
              </a>
            </div>
            <Badge tone={standingTone(value)}>{standing(value)}</Badge>
            {value.decision === null ? null : (
              <p className={`notice ${value.decision.ruling === 'RELEASE' ? 'good' : 'bad'}`} role="status">
                {value.decision.ruling === 'RELEASE' ? 'Released' : 'Refused'} by {plain(value.decision.decidedBy)} on{' '}
                {moment(value.decision.decidedAt)}: {value.decision.note}
              </p>
            )}
            {value.claimedBy === null || value.claimedUntil === null || value.decision !== null ? null : (
              <p className="notice" role="status">
                {value.claimedBy} looks at it, until {moment(value.claimedUntil)} at the latest.
              </p>
            )}
          </article>
          <DecisionForm orderRef={orderRef} isDecided={value.decision !== null} onDecided={decided} />
          <Evidence of={value} />
        </>
      )}
    </>
  );
}

function DecisionForm({
  orderRef,
  isDecided,
  onDecided,
}: {
  readonly orderRef: string;
  readonly isDecided: boolean;
  readonly onDecided: () => void;
}) {
  const { desk } = useSession();
  const [note, setNote] = useState('');
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isSending, setSending] = useState(false);
  const decide = async (ruling: 'RELEASE' | 'REFUSE'): Promise<void> => {
    setSending(true);
    const path = `/v1/fraud/orders/${encodeURIComponent(orderRef)}/decision`;
    const answer = await desk.ask(path, { method: 'POST', body: { ruling, note } });
    setSending(false);
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'problem') return;
    setNote('');
    onDecided();
  };
  const isReady = note.trim() !== '' && !isSending;
  return (
    <form className="card decide" onSubmit={(event) => event.preventDefault()}>
      <Field label={isDecided ? 'Decide anew: why?' : 'Your decision: why?'} name="note">
        <input
          id="note"
          value={note}
          maxLength={200}
          autoComplete="off"
          aria-describedby="note-hint"
          onChange={({ target }) => setNote(target.value)}
        />
        <span className="hint" id="note-hint">
          Codes and figures, never a name. It stands above whatever is assessed later.
        </span>
      </Field>
      <div className="actions">
        <button type="button" className="button primary" disabled={!isReady} onClick={() => void decide('RELEASE')}>
          <Icon name="check" /> Release
        </button>
        <button type="button" className="button danger" disabled={!isReady} onClick={() => void decide('REFUSE')}>
          <Icon name="cross" /> Refuse
        </button>
      </div>
      {problem === null ? null : <ProblemNote problem={problem} />}
    </form>
  );
}
