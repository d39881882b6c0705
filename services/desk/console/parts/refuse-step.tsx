// Saying no for a reason of a closed list: the reason first, then a step that takes two presses.
import { useState } from 'react';
import { Field } from './field.jsx';
import { SureStep } from './sure-step.jsx';

interface RefuseStepProps {
  /** Makes the name of the control its own: several of them may stand in a page. */
  readonly of: string;
  readonly label: string;
  /** Code → what people read. */
  readonly reasons: Readonly<Record<string, string>>;
  readonly does: string;
  readonly about: string;
  readonly asks: string;
  readonly yes: string;
  readonly isBusy: boolean;
  readonly onRefuse: (reason: string) => void;
}

export function RefuseStep({ of, label, reasons, onRefuse, ...step }: RefuseStepProps) {
  const [why, setWhy] = useState('');
  const id = `${of}-why`;
  return (
    <>
      <Field label={label} name={id}>
        <select id={id} value={why} onChange={({ target }) => setWhy(target.value)}>
          <option value="">Choose a reason</option>
          {Object.entries(reasons).map(([code, says]) => (
            <option key={code} value={code}>
              {says}
            </option>
          ))}
        </select>
      </Field>
      {why === '' ? null : (
        <div className="actions">
          <SureStep {...step} onYes={() => onRefuse(why)} />
        </div>
      )}
    </>
  );
}
