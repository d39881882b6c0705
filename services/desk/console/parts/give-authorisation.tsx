// Letting a third party have some data of one order: by the person herself, or asked for by customer service, then she says yes by the link that
// goes to the registered address. What would be given to whom, and until when, stands there in words before anything is done.
import { useRef, useState } from 'react';
import { useAct } from '../api/use-act.js';
import { ProblemNote } from './answer-state.jsx';
import type { Authorisation } from './authorisation-list.jsx';
import { CategoryChoice, chosenIn, type MayHave } from './category-choice.jsx';
import { Field } from './field.jsx';
import { notSent, textsOf, whenSound } from './read-form.js';
import { SureStep } from './sure-step.jsx';
import { count, plain } from './words.js';

export interface Authorisable {
  readonly thirdParties: readonly {
    readonly thirdPartyId: string;
    readonly name: string;
    readonly removal: object | null;
  }[];
  readonly mayHave: readonly MayHave[];
}

interface GiveAuthorisationProps extends Authorisable {
  /** Customer service asks for it about this order; null: the person gives it, and names the order. */
  readonly askedFor: string | null;
  readonly onDone?: () => void;
}

interface Wanted {
  readonly thirdPartyId: string;
  readonly orderId: string;
  readonly categories: readonly string[];
  readonly days: number;
}

const MOST_DAYS = 365;
const NOTHING: Wanted = { thirdPartyId: '', orderId: '', categories: [], days: 30 };

export function GiveAuthorisation({ thirdParties, mayHave, askedFor, onDone }: GiveAuthorisationProps) {
  const { problem, isBusy, act } = useAct();
  const [wanted, setWanted] = useState(NOTHING);
  const [said, setSaid] = useState<string | null>(null);
  const form = useRef<HTMLFormElement>(null);
  const parties = thirdParties.filter(({ removal }) => removal === null);
  if (parties.length === 0) return null;
  const read = (from: HTMLFormElement): Wanted => {
    const textOf = textsOf(from);
    return {
      thirdPartyId: textOf('thirdParty'),
      orderId: askedFor ?? textOf('order'),
      categories: chosenIn(textOf, mayHave),
      days: Number(textOf('days')),
    };
  };
  const give = (): void => {
    setSaid(null);
    const purpose = askedFor === null ? {} : { purpose: 'after-sales' };
    act<Authorisation>('/v1/authorisations', { ...wanted, ...purpose }, ({ authorisationId }) => {
      setSaid(
        askedFor === null
          ? `Given, as ${authorisationId}. You may withdraw it at any time.`
          : `${authorisationId}: a link went to the registered address of the order. Nothing is given before it is opened; it works for three days.`,
      );
      form.current?.reset();
      setWanted(NOTHING);
      onDone?.();
    });
  };
  const sentence = inWords(wanted, parties, askedFor !== null);
  return (
    <details className="card fold">
      <summary>
        {askedFor === null ? 'Let somebody have some of your data' : 'Ask whether somebody may have some of it'}
      </summary>
      <form
        ref={form}
        className="form-line tall"
        autoComplete="off"
        onSubmit={notSent}
        onChange={({ currentTarget }) => setWanted(read(currentTarget))}
      >
        <Field label="Who is to have it" name="thirdParty">
          <select id="thirdParty" name="thirdParty" required defaultValue="">
            <option value="" disabled>
              Choose who
            </option>
            {parties.map(({ thirdPartyId, name }) => (
              <option key={thirdPartyId} value={thirdPartyId}>
                {name}
              </option>
            ))}
          </select>
        </Field>
        {askedFor === null ? (
          <Field label="Number of your order" name="order">
            <input id="order" name="order" required maxLength={64} spellCheck={false} />
          </Field>
        ) : null}
        <Field label="For how many days" name="days">
          <input id="days" name="days" type="number" required min={1} max={MOST_DAYS} defaultValue={NOTHING.days} />
        </Field>
        <CategoryChoice legend="What of the order" mayHave={mayHave} />
      </form>
      {sentence === null ? (
        <p className="soft small">Choose who is to have what: then it is said here in words.</p>
      ) : (
        <>
          <p className="notice" role="status">
            {sentence}
          </p>
          <div className="actions">
            <SureStep
              does={askedFor === null ? 'Let it have this …' : 'Ask the customer …'}
              look="primary"
              asks={
                askedFor === null
                  ? 'You may take it back at any time.'
                  : 'A link goes to the registered address; nothing is given before she opens it.'
              }
              yes={askedFor === null ? 'Yes, let it have this' : 'Yes, send her the link'}
              isBusy={isBusy}
              onYes={() => whenSound(form.current, give)}
            />
          </div>
        </>
      )}
      {problem === null ? null : <ProblemNote problem={problem} />}
      <p className="small" role="status">
        {said}
      </p>
    </details>
  );
}

/** null: something is missing yet. */
function inWords(
  { thirdPartyId, orderId, categories, days }: Wanted,
  parties: readonly { readonly thirdPartyId: string; readonly name: string }[],
  isAsked: boolean,
): string | null {
  const party = parties.find((each) => each.thirdPartyId === thirdPartyId);
  if (party === undefined || orderId === '' || categories.length === 0 || !(days >= 1 && days <= MOST_DAYS))
    return null;
  const from = isAsked ? 'from the day on which the customer says yes' : 'from today';
  const what = categories.map((category) => plain(category).toLowerCase()).join(', ');
  return `${party.name} will have this of order ${orderId}, and nothing else: ${what}. For ${count(days, 'day')} ${from}; then it has to delete it.`;
}
