// A letter of an authority is taken in: who asks, under which file number and law, for what of which orders. Nothing leaves by it.
import { useRef, useState } from 'react';
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';
import { CategoryChoice, chosenIn } from './category-choice.jsx';
import { Field } from './field.jsx';
import { type Authorities, LEGAL_BASES, type JudicialRequest } from './judicial-request.js';
import { onSent, type TextOf } from './read-form.js';

interface JudicialIntakeProps extends Authorities {
  readonly onTaken: () => void;
}

export function JudicialIntake({ authorities, mayHave, onTaken }: JudicialIntakeProps) {
  const { problem, isBusy, act } = useAct();
  const [said, setSaid] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const take = (textOf: TextOf): void => {
    const categories = chosenIn(textOf, mayHave);
    const orderIds = textOf('orders').split(/\s+/).filter(Boolean);
    setSaid(categories.length === 0 ? 'Choose what the letter names: at least one category.' : null);
    if (categories.length === 0) return;
    const [authorityId, reference, legalBasis] = [textOf('authority'), textOf('reference'), textOf('basis')];
    const body = { authorityId, reference, legalBasis, orderIds, categories };
    act<JudicialRequest>('/v1/judicial-requests', body, (taken) => {
      setSaid(`${taken.reference} is taken in. Two different people have to approve it before anything leaves.`);
      form.current?.reset();
      onTaken();
    });
  };
  return (
    <section className="card prose" aria-labelledby="take-in">
      <h2 id="take-in">Take a request in</h2>
      <form ref={form} className="form-line tall" autoComplete="off" onSubmit={onSent(take)}>
        <Field label="Authority" name="authority">
          <select id="authority" name="authority" required defaultValue="">
            <option value="" disabled>
              {authorities.length === 0 ? 'None is registered yet' : 'Choose an authority'}
            </option>
            {authorities.map(({ authorityId, name }) => (
              <option key={authorityId} value={authorityId}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Its file number" name="reference">
          <input
            id="reference"
            name="reference"
            required
            pattern="[A-Za-z0-9][A-Za-z0-9._:\/\-]{0,63}"
            title="Letters, digits and . _ : / - without blanks; no names of people"
            spellCheck={false}
          />
        </Field>
        <Field label="Legal basis" name="basis">
          <select id="basis" name="basis" required defaultValue="">
            <option value="" disabled>
              Choose a basis
            </option>
            {Object.entries(LEGAL_BASES).map(([code, says]) => (
              <option key={code} value={code}>
                {says}
              </option>
            ))}
          </select>
        </Field>
        <Field label="Order numbers, each on its own line" name="orders">
          <textarea id="orders" name="orders" required rows={3} spellCheck={false} />
        </Field>
        <CategoryChoice legend="What the letter names" mayHave={mayHave} />
        <button type="submit" className="button primary" disabled={isBusy}>
          Take it in
        </button>
      </form>
      <p className="soft small">
        What is kept of the orders is a keyed hash, never their numbers. Choose nothing that the letter does not name.
      </p>
      <div aria-live="polite" className="answers">
        {problem === null ? null : <ProblemNote problem={problem} />}
        {said === null ? null : <p className="notice">{said}</p>}
      </div>
    </section>
  );
}
