// What a mail asks to have corrected, entered by the officer: only what is to become another.
import { useRef, useState } from 'react';
import { useAct } from '../api/use-act.js';
import { AddressChanges, addressChanges } from './address-changes.jsx';
import { ProblemNote } from './answer-state.jsx';
import { notSent, type TextOf, whenSound } from './read-form.js';
import { SureStep } from './sure-step.jsx';

interface CorrectionEntryProps {
  readonly requestId: string;
  readonly reference: string;
  readonly onEntered: () => void;
}

export function CorrectionEntry({ requestId, reference, onEntered }: CorrectionEntryProps) {
  const { problem, isBusy, act } = useAct();
  const [isEmpty, setEmpty] = useState(false);
  const form = useRef<HTMLFormElement>(null);
  const enter = (textOf: TextOf): void => {
    const changes = addressChanges(textOf);
    setEmpty(changes === null);
    if (changes !== null) act(`/v1/requests/${requestId}/correction`, { changes }, onEntered);
  };
  return (
    <>
      <form
        ref={form}
        className="form-line tall"
        autoComplete="off"
        aria-label={`Correction of ${reference}`}
        onSubmit={notSent}
      >
        <AddressChanges of={requestId} />
      </form>
      <p className="soft small">What stays empty here stays as it is.</p>
      {isEmpty ? <p className="notice bad">Fill in what is to become another.</p> : null}
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep
          does="Enter the correction …"
          about={reference}
          asks="It goes to the carrier as it stands here."
          yes="Yes, have it corrected"
          look="primary"
          isBusy={isBusy}
          onYes={() => whenSound(form.current, enter)}
        />
      </div>
    </>
  );
}
