// Erasures: what runs, who is late, what is done and how long it took.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Certificate } from '../parts/certificate.jsx';
import { type Erasure, ErasureRow } from '../parts/erasure-row.jsx';
import { Field } from '../parts/field.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { onSent } from '../parts/read-form.js';
import { count, span } from '../parts/words.js';
import { TableHead } from '../parts/table-head.jsx';

interface Totals {
  readonly running: number;
  readonly overdue: number;
  readonly done: number;
  readonly timeToGone: {
    readonly of: number;
    readonly medianMs: number;
    readonly p90Ms: number;
    readonly longestMs: number;
  } | null;
}

const STATES = { overdue: 'Overdue', running: 'Running', done: 'Done' } as const;
const EMPTY = {
  overdue: 'Nobody is late.',
  running: 'Nothing is being erased.',
  done: 'Nothing has been erased yet.',
} as const;
type State = keyof typeof STATES;
const EVERY_MS = 5_000;
const PER_PAGE = 50;

export function ErasuresPage({ rest: [orderRef] }: { readonly rest: readonly string[] }) {
  if (orderRef === undefined) return <Overview />;
  return (
    <>
      <PageHead title="Erasures">Anybody can check this with the public key alone, without asking us.</PageHead>
      <Certificate orderRef={orderRef} />
    </>
  );
}

function Overview() {
  const [state, setState] = useState<State>('done');
  const [orderId, setOrderId] = useState<string | null>(null);
  const totals = useDesk<Totals>('/v1/erasures/totals', EVERY_MS);
  const asked = orderId === null ? { state, limit: PER_PAGE } : { orderId, limit: PER_PAGE };
  const { value, problem } = useDesk<{ readonly erasures: readonly Erasure[]; readonly next: string | null }>(
    '/v1/erasures/search',
    EVERY_MS,
    asked,
  );
  return (
    <>
      <PageHead title="Erasures">
        Keys are destroyed first, then everybody who held something confirms. Orders go by keyed hash: whoever knows an
        order’s number asks by it.
      </PageHead>
      {totals.value === null ? null : <TotalsView totals={totals.value} />}
      <form
        className="card form-line"
        onSubmit={onSent((textOf) => setOrderId(textOf('orderId') || null))}
        autoComplete="off"
      >
        <Field label="Order number" name="orderId">
          <input id="orderId" name="orderId" maxLength={64} spellCheck={false} placeholder="all orders" />
        </Field>
        <button type="submit" className="button primary">
          Search
        </button>
      </form>
      {orderId === null ? (
        <div className="chips" role="group" aria-label="Which erasures">
          {Object.entries(STATES).map(([each, says]) => (
            <button
              key={each}
              type="button"
              className="chip"
              aria-pressed={each === state}
              onClick={() => setState(each as State)}
            >
              {says} <span className="number">{figureOf(totals.value, each as State)}</span>
            </button>
          ))}
        </div>
      ) : null}
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value?.erasures.length === 0 ? (
        <Nothing title={orderId === null ? EMPTY[state] : 'Nothing of this order has been erased.'} />
      ) : null}
      {value === null || value.erasures.length === 0 ? null : <List erasures={value.erasures} />}
      {value === null || value.next === null ? null : (
        <p className="soft small">The first {PER_PAGE} are shown. Ask by the number of an order for any other.</p>
      )}
    </>
  );
}

/** What runs in time: the desk counts those that are overdue among those that run. */
function figureOf(totals: Totals | null, state: State): string {
  if (totals === null) return '';
  return String(state === 'running' ? totals.running - totals.overdue : totals[state]);
}

function TotalsView({ totals: { running, overdue, done, timeToGone } }: { readonly totals: Totals }) {
  return (
    <ul className="tiles">
      <li className="tile">
        <strong>{running}</strong>
        <span>under way</span>
      </li>
      <li className={overdue > 0 ? 'tile alarm' : 'tile'}>
        <strong>{overdue}</strong>
        <span>overdue</span>
      </li>
      <li className="tile">
        <strong>{done}</strong>
        <span>done, with proof</span>
      </li>
      {timeToGone === null ? null : (
        <li className="tile">
          <strong>{span(timeToGone.medianMs)}</strong>
          <span>
            until everybody has confirmed, as a rule; at longest {span(timeToGone.longestMs)} of{' '}
            {count(timeToGone.of, 'erasure')}
          </span>
        </li>
      )}
    </ul>
  );
}

function List({ erasures }: { readonly erasures: readonly Erasure[] }) {
  return (
    <table className="card table">
      <caption className="unseen">Erasures</caption>
      <TableHead heads={['Order', 'Why', 'Begun', 'State', 'Proof']} />
      <tbody>
        {erasures.map((erasure) => (
          <ErasureRow key={erasure.erasureId} of={erasure} />
        ))}
      </tbody>
    </table>
  );
}
