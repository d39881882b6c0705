// An address is to be corrected: asked for by the person herself, or by customer service for her. Nothing happens before the link is opened that
// goes to the registered address of the order.
import { useRef, useState } from 'react';
import { useAct } from '../api/use-act.js';
import { AddressChanges, addressChanges } from './address-changes.jsx';
import { ProblemNote } from './answer-state.jsx';
import { Field } from './field.jsx';
import { onSent, type TextOf } from './read-form.js';
import type { SubjectRequest } from './request-list.jsx';

interface AskCorrectionProps {
  /** null: she names it. */
  readonly orderId: string | null;
  /** Of customer service. */
  readonly purpose?: 'after-sales';
  readonly onAsked?: () => void;
}

export function AskCorrection({ orderId, purpose, onAsked }: AskCorrectionProps) {
  const { problem, isBusy, act } = useAct();
  const [said, setSaid] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const ask = (textOf: TextOf): void => {
    const changes = addressChanges(textOf);
    setSaid(changes === null ? 'Fill in what is to become another.' : null);
    if (changes === null) return;
    const body = { orderId: orderId ?? textOf('orderId'), changes, ...(purpose === undefined ? {} : { purpose }) };
    act<SubjectRequest>('/v1/corrections', body, ({ reference }) => {
      setSaid(
        `Request ${reference}: a link went to the registered address of the order. Nothing changes before it is opened.`,
      );
      form.current?.reset();
      onAsked?.();
    });
  };
  return (
    <details className="card fold">
      <summary>Correct the address of an order</summary>
      <form ref={form} className="form-line tall" autoComplete="off" onSubmit={onSent(ask)}>
        {orderId === null ? (
          <Field label="Number of the order to correct" name="correct-order">
            <input id="correct-order" name="orderId" required maxLength={64} spellCheck={false} />
          </Field>
        ) : null}
        <AddressChanges of="correct" />
        <button type="submit" className="button primary" disabled={isBusy}>
          Ask for the correction
        </button>
      </form>
      <p className="soft small">What stays empty stays as it is. The parcel must not have arrived yet.</p>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <p className="small" role="status">
        {said}
      </p>
    </details>
  );
}
