// A draft of the next rules: write it or load it, see what it changes, try it on past orders, then publish it in a second step.
import { useEffect, useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useSession } from '../app/session.js';
import { ProblemNote } from './answer-state.jsx';
import type { Backtest } from './backtest.js';
import { BacktestView } from './backtest-view.jsx';
import { Badge, type Tone } from './badge.jsx';
import { Field } from './field.jsx';
import { PublishStep } from './publish-step.jsx';
import { Icon } from './icon.jsx';
import type { RulesInForce } from './rule-list.jsx';
import { count, plain } from './words.js';

interface Draft {
  readonly name: string;
  readonly version: number;
  readonly newest: number;
  readonly runs: boolean;
  readonly changes: readonly { readonly subject: string; readonly sign: '+' | '-' | '~'; readonly what: string }[];
  readonly digest: string;
}

interface Judged {
  readonly problems: readonly string[];
  readonly draft: Draft | null;
}

const SETTINGS: Readonly<Record<string, string>> = { reviewFrom: 'Review from', blockFrom: 'Block from' };
const EVERY_MS = 1_000;
const SIGNS: Readonly<Record<string, { readonly says: string; readonly tone: Tone }>> = {
  '+': { says: 'new', tone: 'info' },
  '-': { says: 'gone', tone: 'warn' },
  '~': { says: 'otherwise', tone: 'plain' },
};

export function RuleDraft({ inForce }: { readonly inForce: RulesInForce }) {
  const { desk } = useSession();
  const newest = Math.max(...inForce.versions.flatMap(({ name, version }) => (name === inForce.name ? [version] : [])));
  const [text, setText] = useState(() => inForce.text.replace(/^version:\s*\d+/m, `version: ${newest + 1}`));
  const [judged, setJudged] = useState<Judged | null>(null);
  const [backtest, setBacktest] = useState<Backtest | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [published, setPublished] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);
  const runs = backtest?.state === 'running' ? backtest.backtestId : null;

  useEffect(() => {
    if (runs === null) return undefined;
    const timer = setInterval(() => {
      void desk.ask<Backtest>(`/v1/fraud/rules/backtests/${runs}`).then((answer) => {
        if (answer.kind === 'value') setBacktest(answer.value);
        else setBacktest(null);
        if (answer.kind === 'problem') setProblem(answer.problem);
      });
    }, EVERY_MS);
    return () => clearInterval(timer);
  }, [desk, runs]);

  /** What was looked at is no longer what stands there. */
  const change = (next: string): void => {
    setText(next);
    setJudged(null);
    setBacktest(null);
    setPublished(null);
  };
  const ask = async <T,>(path: string, body: object, take: (value: T) => void): Promise<void> => {
    setBusy(true);
    const answer = await desk.ask<T>(`/v1/fraud/rules/${path}`, { method: 'POST', body });
    setBusy(false);
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'value') take(answer.value);
  };
  const look = (): void => void ask<Judged>('drafts', { text }, setJudged);
  const tryIt = (): void => void ask<Backtest>('backtests', { text }, setBacktest);
  const publish = (digest: string): void =>
    void ask<{ readonly version: number }>('versions', { text, confirms: digest }, ({ version }) => {
      setPublished(version);
      setJudged(null);
    });

  return (
    <>
      <a href="#/rules" className="back-link">
        <Icon name="back" /> The rules in force
      </a>
      <section className="card prose" aria-labelledby="draft">
        <h2 id="draft">Next version</h2>
        <Field label="Rules, as they are written" name="rules">
          <textarea
            id="rules"
            className="code"
            rows={16}
            spellCheck={false}
            value={text}
            onChange={({ target }) => change(target.value)}
          />
        </Field>
        <div className="actions">
          <button type="button" className="button primary" onClick={look} disabled={isBusy}>
            See what it changes
          </button>
          <button type="button" className="button" onClick={tryIt} disabled={isBusy || runs !== null}>
            Try it on past orders
          </button>
          <label className="button">
            Load a file
            <input
              type="file"
              className="unseen"
              accept=".yaml,.yml,text/yaml"
              onChange={({ target }) => void target.files?.[0]?.text().then(change)}
            />
          </label>
        </div>
      </section>
      <div aria-live="polite" className="answers">
        {problem === null ? null : <ProblemNote problem={problem} />}
        {published === null ? null : (
          <p className="notice good">Version {published} is published. Orders from now on are judged by it.</p>
        )}
        {judged === null || judged.problems.length === 0 ? null : <Faults problems={judged.problems} />}
        {judged?.draft ? (
          <section className="card prose" aria-label="What it would change">
            <h2>
              Version {judged.draft.version} beside version {judged.draft.newest}
            </h2>
            {judged.draft.changes.length === 0 ? <p>No rule changes.</p> : null}
            <ul className="changes">
              {judged.draft.changes.map(({ subject, sign, what }) => (
                <li key={subject}>
                  <Badge tone={SIGNS[sign]?.tone ?? 'plain'}>{SIGNS[sign]?.says ?? sign}</Badge>{' '}
                  <strong>{SETTINGS[subject] ?? plain(subject)}</strong>: {what}
                </li>
              ))}
            </ul>
            {judged.draft.runs ? null : (
              <p className="notice">Rules of another name run here: this set is kept, and judges nobody yet.</p>
            )}
            <PublishStep
              version={judged.draft.version}
              yes="Yes, judge by it from now on"
              isBusy={isBusy}
              onPublish={() => publish(judged.draft?.digest ?? '')}
            />
          </section>
        ) : null}
        {backtest === null ? null : <Course backtest={backtest} />}
      </div>
    </>
  );
}

function Course({ backtest }: { readonly backtest: Backtest }) {
  const { state, progress, problems, figures } = backtest;
  if (state === 'failed')
    return <p className="notice bad">The backtest ended without a result: it took longer or more than it may.</p>;
  if (state === 'refused') return <Faults problems={problems} />;
  if (figures !== null) return <BacktestView figures={figures} />;
  return (
    <section className="card trial" role="status">
      <progress aria-label="Backtest" />
      <p>
        {progress?.stage === 'judging'
          ? `Judging ${count(progress.orders, 'past order')} by both versions …`
          : 'Reading past orders …'}
      </p>
    </section>
  );
}

function Faults({ problems }: { readonly problems: readonly string[] }) {
  return (
    <section className="notice bad">
      <strong>It can’t be published.</strong>
      <ul>
        {problems.map((each) => (
          <li key={each}>{each}</li>
        ))}
      </ul>
    </section>
  );
}
