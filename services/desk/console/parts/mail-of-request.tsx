// The mail that a request came by, opened for the officer; each look is on record.
import { useState } from 'react';
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';

interface ReadMail {
  readonly sender: string;
  readonly subject: string;
  readonly text: string;
}

interface MailOfRequestProps {
  readonly requestId: string;
  readonly reference: string;
}

export function MailOfRequest({ requestId, reference }: MailOfRequestProps) {
  const { problem, isBusy, act } = useAct();
  const [mail, setMail] = useState<ReadMail | null>(null);
  if (mail === null)
    return (
      <>
        {problem === null ? null : <ProblemNote problem={problem} />}
        <div className="actions">
          <button
            type="button"
            className="button"
            disabled={isBusy}
            onClick={() => act<ReadMail>(`/v1/requests/${requestId}/mail`, undefined, setMail)}
          >
            Open its mail<span className="unseen"> {reference}</span>
          </button>
        </div>
      </>
    );
  return (
    <section className="mail" aria-label={`Mail of ${reference}`}>
      <p className="soft small">From {mail.sender}: a claim, never a proof.</p>
      <h3>{mail.subject === '' ? 'No subject' : mail.subject}</h3>
      <p className="policy-text">{mail.text}</p>
      <p className="soft small">This look is on record.</p>
      <div className="actions">
        <button type="button" className="button quiet" onClick={() => setMail(null)}>
          Hide the mail
        </button>
      </div>
    </section>
  );
}
