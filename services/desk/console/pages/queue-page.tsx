// The analysts' queue: what waits, by risk times amount, and beside it the case one looks at.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { type CaseSummary, money, type Queue, toneOf } from '../parts/fraud-case.js';
import { PageHead } from '../parts/page-head.jsx';
import { ScoreRing } from '../parts/score-ring.jsx';
import { count, moment, plain } from '../parts/words.js';
import { CaseView } from './case-view.jsx';

const EVERY_MS = 3_000;

export function QueuePage({ rest }: { readonly rest: readonly string[] }) {
  const [asked, setAsked] = useState<string | null>(null);
  const path = asked === null ? '/v1/fraud/queue' : `/v1/fraud/queue?currency=${asked}`;
  const { value, problem, again } = useDesk<Queue>(path, EVERY_MS);
  const [chosen] = rest;
  const total = value?.currencies.reduce((sum, { count: waiting }) => sum + waiting, 0) ?? 0;
  return (
    <>
      <PageHead title="Fraud queue">
        {value === null
          ? 'Orders that wait for your decision.'
          : total === 0
            ? 'No order waits for a decision.'
            : `${count(total, 'order waits', 'orders wait')} for a decision, the riskiest first.`}
      </PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      <div className={`queue ${chosen === undefined ? '' : 'is-open'}`}>
        <section className="queue-list" aria-label="Orders that wait">
          {value === null || value.currencies.length < 2 ? null : (
            <div className="chips" role="group" aria-label="Currency">
              {value.currencies.map(({ currency, count: waiting }) => (
                <button
                  key={currency}
                  type="button"
                  className="chip"
                  aria-pressed={currency === value.currency}
                  onClick={() => setAsked(currency)}
                >
                  {currency} <span className="number">{waiting}</span>
                </button>
              ))}
            </div>
          )}
          {value?.cases.length === 0 ? (
            <Nothing title="Nothing waits.">New flags appear here by themselves.</Nothing>
          ) : null}
          <ol className="cases">
            {value?.cases.map((each) => (
              <CaseRow key={each.orderRef} of={each} isChosen={each.orderRef === chosen} />
            ))}
          </ol>
        </section>
        <section className="queue-case" aria-label="The order you look at">
          {chosen === undefined ? (
            <Nothing title="No order is open.">Choose one from the queue. Opening it is put on record.</Nothing>
          ) : (
            <CaseView key={chosen} orderRef={chosen} onDecided={again} />
          )}
        </section>
      </div>
    </>
  );
}

function CaseRow({ of: each, isChosen }: { readonly of: CaseSummary; readonly isChosen: boolean }) {
  const [first, ...others] = each.reasons;
  return (
    <li>
      <a className="case" href={`#/queue/${each.orderRef}`} aria-current={isChosen ? 'true' : undefined}>
        <ScoreRing score={each.score} tone={toneOf(each.verdict)} />
        <span className="case-main">
          <span className="case-top">
            <strong className="number">{money(each)}</strong>
            <Badge tone={toneOf(each.verdict)}>{plain(each.verdict)}</Badge>
          </span>
          <span className="small">
            {first === undefined ? 'No single rule' : plain(first)}
            {others.length === 0 ? '' : `, ${others.length} more`}
          </span>
          <span className="soft small">{moment(each.placedAt)}</span>
          {each.claimedBy === null ? null : <span className="small">With {each.claimedBy} at the moment</span>}
        </span>
      </a>
    </li>
  );
}
