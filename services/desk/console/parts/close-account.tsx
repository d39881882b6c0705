// An account that nobody uses any more, or whose person asked for it, is closed by the number of any of its orders.
import { useRef, useState } from 'react';
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';
import { Field } from './field.jsx';
import { notSent, whenSound } from './read-form.js';
import type { SubjectRequest } from './request-list.jsx';
import { SureStep } from './sure-step.jsx';

export function CloseAccount({ onClosed }: { readonly onClosed: () => void }) {
  const { problem, isBusy, act } = useAct();
  const [closed, setClosed] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const close = (orderId: string): void => {
    setClosed(null);
    act<SubjectRequest>('/v1/accounts/closing', { orderId }, ({ reference }) => {
      setClosed(reference);
      form.current?.reset();
      onClosed();
    });
  };
  return (
    <section className="card prose" aria-labelledby="close-account">
      <h2 id="close-account">Close an account</h2>
      <p>
        One that nobody uses any more, or whose person asked for it and opened the link. What is not needed of it is
        deleted, and its person is told. It is on record.
      </p>
      <form ref={form} className="form-line" autoComplete="off" onSubmit={notSent}>
        <Field label="Number of any of its orders" name="closing">
          <input id="closing" name="closing" required maxLength={64} spellCheck={false} />
        </Field>
      </form>
      <div className="actions">
        <SureStep
          does="Close the account …"
          asks="There is no way back."
          yes="Yes, close it and delete what is not needed"
          isBusy={isBusy}
          onYes={() => whenSound(form.current, (textOf) => close(textOf('closing')))}
        />
      </div>
      <div aria-live="polite" className="answers">
        {problem === null ? null : <ProblemNote problem={problem} />}
        {closed === null ? null : (
          <p className="notice good">The account is closed. It goes on as request {closed} of its person.</p>
        )}
      </div>
    </section>
  );
}
