// What takes two presses: the first asks, the second does it. Whoever goes by keyboard or by ear stays where the question is.
import { useEffect, useRef, useState } from 'react';

interface SureStepProps {
  /** On the first press; it ends with an ellipsis. */
  readonly does: string;
  /** Whom or what it is about, for ears: several of them may stand in a list. */
  readonly about?: string;
  /** What follows, said before the second press. */
  readonly asks?: string;
  /** On the second press. */
  readonly yes: string;
  readonly onYes: () => void;
  readonly isBusy?: boolean;
  /** How the first press looks. */
  readonly look?: 'primary';
}

export function SureStep({ does, about, asks, yes, onYes, isBusy = false, look }: SureStepProps) {
  const [isSure, setSure] = useState(false);
  const opener = useRef<HTMLButtonElement>(null);
  const question = useRef<HTMLFieldSetElement>(null);
  const wasSure = useRef(false);
  useEffect(() => {
    if (isSure) question.current?.focus();
    else if (wasSure.current) opener.current?.focus();
    wasSure.current = isSure;
  }, [isSure]);
  if (!isSure)
    return (
      <button
        ref={opener}
        type="button"
        className={look === undefined ? 'button' : `button ${look}`}
        onClick={() => setSure(true)}
      >
        {does}
        {about === undefined ? null : <span className="unseen"> {about}</span>}
      </button>
    );
  return (
    <fieldset ref={question} className="actions sure" tabIndex={-1} aria-label={`${does} ${about ?? ''}`.trim()}>
      {asks === undefined ? null : <span className="soft small">{asks}</span>}
      <button
        type="button"
        className="button danger"
        disabled={isBusy}
        onClick={() => {
          setSure(false);
          onYes();
        }}
      >
        {yes}
      </button>
      <button type="button" className="button quiet" onClick={() => setSure(false)}>
        No
      </button>
    </fieldset>
  );
}
