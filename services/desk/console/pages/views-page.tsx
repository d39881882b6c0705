// The auditor's search: who looked at personal data, when, for which purpose and why.
import { useCallback, useEffect, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge, type Tone } from '../parts/badge.jsx';
import { Field } from '../parts/field.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { onSent } from '../parts/read-form.js';
import { moment, plain, short } from '../parts/words.js';
import { TableHead } from '../parts/table-head.jsx';

interface View {
  readonly viewId: string;
  readonly at: string;
  readonly by: string;
  readonly role: string;
  readonly subjectRef: string;
  readonly categories: readonly string[];
  readonly purpose: string;
  readonly reason: string;
  readonly outcome: string;
}

interface Filter {
  readonly orderId?: string;
  readonly by?: string;
}

interface ViewPage {
  readonly views: readonly View[];
  readonly next: string | null;
}

const TONES: Readonly<Record<string, Tone>> = { shown: 'info', capped: 'bad' };
/** Of the house, not of a person: its name says it all. */
const HOUSE = /^(?:carrier|third-party|policy|rules)-/;
const PER_PAGE = 25;

export function ViewsPage() {
  const { desk } = useSession();
  const [filter, setFilter] = useState<Filter>({});
  const [page, setPage] = useState<ViewPage | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const load = useCallback(
    async (asked: Filter, after: string | null): Promise<void> => {
      const body = { ...asked, limit: PER_PAGE, after };
      const answer = await desk.ask<ViewPage>('/v1/views/search', { method: 'POST', body });
      if (answer.kind === 'problem') return setProblem(answer.problem);
      setProblem(null);
      const { views, next } = answer.value;
      setPage((before) => ({ views: after === null ? views : [...(before?.views ?? []), ...views], next }));
    },
    [desk],
  );
  useEffect(() => void load(filter, null), [load, filter]);
  const onSubmit = onSent((textOf) => {
    const [orderId, by] = [textOf('orderId'), textOf('by')];
    setFilter({ ...(orderId === '' ? {} : { orderId }), ...(by === '' ? {} : { by }) });
  });
  return (
    <>
      <PageHead title="Who saw what">
        Every look at personal data. Orders go by keyed hash: whoever knows an order’s number asks by it.
      </PageHead>
      <form className="card form-line" onSubmit={onSubmit} autoComplete="off">
        <Field label="Order number" name="orderId">
          <input id="orderId" name="orderId" maxLength={64} spellCheck={false} placeholder="any" />
        </Field>
        <Field label="Who looked" name="by">
          <input id="by" name="by" maxLength={200} spellCheck={false} placeholder="anybody" />
        </Field>
        <button type="submit" className="button primary">
          Search
        </button>
      </form>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {page === null ? (
        problem === null && <Waiting />
      ) : (
        <Views page={page} onMore={() => void load(filter, page.next)} />
      )}
    </>
  );
}

function Views({ page, onMore }: { readonly page: ViewPage; readonly onMore: () => void }) {
  if (page.views.length === 0) return <Nothing title="Nobody looked.">No view fits what you asked for.</Nothing>;
  return (
    <>
      <table className="card table">
        <caption className="unseen">Views, newest first</caption>
        <TableHead heads={['When', 'Who', 'What', 'Why', 'About', 'Outcome']} />
        <tbody>
          {page.views.map((view) => (
            <tr key={view.viewId}>
              <td data-head="When">{moment(view.at)}</td>
              <td data-head="Who">
                {view.by}
                {view.by === view.role ? null : <span className="soft small"> {view.role}</span>}
              </td>
              <td data-head="What">{view.categories.map(plain).join(', ') || 'nothing'}</td>
              <td data-head="Why">
                {plain(view.reason)} <span className="soft small">{plain(view.purpose)}</span>
              </td>
              <td data-head="About">
                <code title={view.subjectRef}>
                  {HOUSE.test(view.subjectRef) ? view.subjectRef : short(view.subjectRef)}
                </code>
              </td>
              <td data-head="Outcome">
                <Badge tone={TONES[view.outcome] ?? 'plain'}>{view.outcome}</Badge>
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {page.next === null ? null : (
        <button type="button" className="button" onClick={onMore}>
          Show more
        </button>
      )}
    </>
  );
}
