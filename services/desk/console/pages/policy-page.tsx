// The policy in force and every version before it, with what each changed.
import { useState } from 'react';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Badge } from '../parts/badge.jsx';
import { NarrowedShipments } from '../parts/narrowed-shipments.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { type Change, Changes } from '../parts/policy-changes.jsx';
import { PolicyDraft } from '../parts/policy-draft.jsx';
import { count, moment } from '../parts/words.js';

interface Version {
  readonly version: number;
  readonly text: string;
  readonly textSha256: string;
  readonly publishedAt: string | null;
  readonly publishedBy: string;
  readonly ruleChanges: readonly Change[] | null;
  readonly textChanges: readonly { readonly kind: 'same' | 'added' | 'removed'; readonly text: string }[];
}

const KEEPERS = ['privacy-officer', 'auditor', 'administrator'];

export function PolicyPage({ rest: [place] }: { readonly rest: readonly string[] }) {
  const { roles } = useSession();
  const isOfficer = roles.includes('privacy-officer');
  return (
    <>
      <PageHead title="Policy">
        A new version holds everywhere within a second. What it withdraws is taken back from parcels under way.
      </PageHead>
      {isOfficer && place === 'next' ? <PolicyDraft /> : <History />}
      {isOfficer && place !== 'next' ? (
        <a href="#/policy/next" className="button primary fit">
          Prepare the next version
        </a>
      ) : null}
      {roles.some((role) => KEEPERS.includes(role)) ? <NarrowedShipments /> : null}
    </>
  );
}

function History() {
  const { value, problem } = useDesk<{ readonly versions: readonly Version[] }>('/v1/policy/versions', 5_000);
  const [chosen, setChosen] = useState<number | null>(null);
  const versions = value?.versions ?? [];
  const shown = versions.find(({ version }) => version === chosen) ?? versions[0];
  return (
    <>
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
          <Changes changes={ruleChanges} />
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
