// The policy in force and every version before it, with what each changed.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge, type Tone } from '../parts/badge.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { count, moment, plain } from '../parts/words.js';

interface Change {
  readonly effect: 'narrower' | 'wider' | 'other';
  readonly part: string;
  readonly what: string;
  readonly why: string | null;
}

interface Version {
  readonly version: number;
  readonly text: string;
  readonly textSha256: string;
  readonly publishedAt: string | null;
  readonly publishedBy: string;
  readonly ruleChanges: readonly Change[] | null;
  readonly textChanges: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
}

const TONES: Readonly<Record<Change['effect'], Tone>> = { narrower: 'good', wider: 'warn', other: 'plain' };

export function PolicyPage() {
  const { value, problem } = useDesk<{ readonly versions: readonly Version[] }>('/v1/policy/versions', 5_000);
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = value?.versions ?? [];
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  return (
    <>
      <PageHead title="Policy">
        A new version holds everywhere within a second. What it withdraws is taken back from parcels under way.
      </PageHead>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {shown === undefined ? (
        problem === null && <Waiting />
      ) : (
        <div className="two-columns">
          <section className="card" aria-labelledby="versions">
            <h2 id="versions">History</h2>
            <ol className="rows">
              {versions.map(({ version, publishedAt, ruleChanges }, index) => (
                <li key={version}>
                  <button
                    type="button"
                    className="row"
                    aria-pressed={version === shown.version}
                    onClick={() => setChosen(version)}
                  >
                    <span className="row-main">
                      Version {version} {index === 0 ? <Badge tone="good">in force</Badge> : null}
                    </span>
                    <span className="soft small">
                      {publishedAt === null ? 'came with the program' : moment(publishedAt)}
                      {ruleChanges === null || ruleChanges.length === 0
                        ? ''
                        : ` · ${count(ruleChanges.length, 'change')}`}
                    </span>
                  </button>
                </li>
              ))}
            </ol>
          </section>
          <VersionView version={shown} />
        </div>
      )}
    </>
  );
}

function VersionView({ version }: { readonly version: Version }) {
  const { ruleChanges, textChanges } = version;
  const changedText = textChanges.filter(({ kind }) => kind !== 'same');
  const [title = '', ...rest] = version.text.split('\n');
  return (
    <article className="card prose">
      <p className="soft small">
        Version {version.version}, published by the {version.publishedBy}
      </p>
      {ruleChanges === null || ruleChanges.length === 0 ? null : (
        <>
          <h2>What it changed</h2>
          <ul className="changes">
            {ruleChanges.map(({ effect, part, what, why }) => (
              <li key={`${part} ${what}`}>
                <Badge tone={TONES[effect]}>{effect}</Badge> <strong>{plain(part)}</strong>: {what}
                {why === null ? null : <span className="soft"> because: {why}</span>}
              </li>
            ))}
          </ul>
        </>
      )}
      {changedText.length === 0 ? null : (
        <>
          <h2>In its text</h2>
          {changedText.map(({ kind, text }) =>
            kind === 'added' ? <ins key={`+${text}`}>{text}</ins> : <del key={`-${text}`}>{text}</del>,
          )}
        </>
      )}
      <h2>{title}</h2>
      <div className="policy-text">{rest.join('\n').trim()}</div>
    </article>
  );
}
