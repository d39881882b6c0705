// A draft of the next version: write it or load it, see what it changes and whom it touches, then publish it in a second step.
import { useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useSession } from '../app/session.js';
import { ProblemNote } from './answer-state.jsx';
import { Field } from './field.jsx';
import { PublishStep } from './publish-step.jsx';
import { Icon } from './icon.jsx';
import { type Change, Changes } from './policy-changes.jsx';
import { count } from './words.js';

interface Draft {
  readonly version: number;
  readonly inForce: number;
  readonly changes: readonly Change[];
  readonly touches: readonly {
    readonly carrierId: string;
    readonly shipments: number;
    readonly withdrawn: readonly string[];
    readonly added: readonly string[];
  }[];
  readonly digest: string;
}

interface Judged {
  readonly violations: readonly string[];
  readonly draft: Draft | null;
}

export function PolicyDraft() {
  const { desk } = useSession();
  const [rules, setRules] = useState('');
  const [readable, setReadable] = useState('');
  const [judged, setJudged] = useState<Judged | null>(null);
  const [problem, setProblem] = useState<Problem | null>(null);
  const [published, setPublished] = useState<number | null>(null);
  const [isBusy, setBusy] = useState(false);

  /** What was looked at is no longer what stands there. */
  const change = (set: (text: string) => void, text: string): void => {
    set(text);
    setJudged(null);
    setPublished(null);
  };
  const asked = { text: rules, readableText: readable.trim() === '' ? null : readable };

  const ask = async <T,>(path: string, body: object | undefined, take: (value: T) => void): Promise<void> => {
    setBusy(true);
    const answer = await desk.ask<T>(path, body === undefined ? {} : { method: 'POST', body });
    setBusy(false);
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'value') take(answer.value);
  };
  const start = (): void =>
    void ask<{ readonly version: number; readonly text: string }>('/v1/policy/rules', undefined, ({ version, text }) =>
      change(setRules, text.replace(/^version:\s*\d+/m, `version: ${version + 1}`)),
    );
  const look = (): void => void ask<Judged>('/v1/policy/drafts', asked, setJudged);
  const publish = (digest: string): void =>
    void ask<{ readonly version: number }>('/v1/policy/versions', { ...asked, confirms: digest }, ({ version }) => {
      setPublished(version);
      setJudged(null);
    });

  return (
    <>
      <a href="#/policy" className="back-link">
        <Icon name="back" /> The policy in force
      </a>
      <section className="card prose" aria-labelledby="draft">
        <h2 id="draft">Next version</h2>
        <div className="actions">
          <button type="button" className="button" onClick={start} disabled={isBusy}>
            Start from the rules in force
          </button>
          <label className="button">
            Load a file
            <input
              type="file"
              className="unseen"
              accept=".yaml,.yml,text/yaml"
              onChange={({ target }) =>
                void target.files?.[0]?.text().then((text) => {
                  change(setRules, text);
                })
              }
            />
          </label>
        </div>
        <Field label="Rules" name="rules">
          <textarea
            id="rules"
            className="code"
            rows={14}
            spellCheck={false}
            value={rules}
            onChange={({ target }) => change(setRules, target.value)}
          />
        </Field>
        <Field label="Text for people, if it changes" name="readable">
          <textarea
            id="readable"
            rows={3}
            value={readable}
            placeholder="as before"
            onChange={({ target }) => change(setReadable, target.value)}
          />
        </Field>
        <div className="actions">
          <button type="button" className="button primary" onClick={look} disabled={isBusy || rules.trim() === ''}>
            See what it changes
          </button>
        </div>
      </section>
      <div aria-live="polite" className="answers">
        {problem === null ? null : <ProblemNote problem={problem} />}
        {published === null ? null : (
          <p className="notice good">Version {published} is published. Running services follow within a second.</p>
        )}
        {judged === null || judged.violations.length === 0 ? null : (
          <section className="notice bad">
            <strong>It can’t be published.</strong>
            <ul>
              {judged.violations.map((violation) => (
                <li key={violation}>{violation}</li>
              ))}
            </ul>
          </section>
        )}
        {judged?.draft ? (
          <section className="card prose" aria-label="What it would change">
            <h2>
              Version {judged.draft.version} beside version {judged.draft.inForce}
            </h2>
            {judged.draft.changes.length === 0 ? <p>No rule changes.</p> : <Changes changes={judged.draft.changes} />}
            <h3>Whom it touches</h3>
            <Touches touches={judged.draft.touches} />
            <PublishStep
              version={judged.draft.version}
              yes="Yes, publish it for everybody"
              isBusy={isBusy}
              onPublish={() => publish(judged.draft?.digest ?? '')}
            />
          </section>
        ) : null}
      </div>
    </>
  );
}

function Touches({ touches }: { readonly touches: Draft['touches'] }) {
  if (touches.length === 0) return <p>No carrier gets other fields than before.</p>;
  return (
    <ul className="changes">
      {touches.map(({ carrierId, shipments, withdrawn, added }) => (
        <li key={carrierId}>
          <strong>{carrierId}</strong>: {count(shipments, 'shipment lies', 'shipments lie')} with it
          {withdrawn.length === 0 ? '' : `; ${withdrawn.join(', ')} will be taken back from them`}
          {added.length === 0 ? '' : `; ${added.join(', ')} is for parcels released from then on`}
        </li>
      ))}
    </ul>
  );
}
