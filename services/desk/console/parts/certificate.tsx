// A certificate of erasure on the screen, with its files to keep: what was erased, why, who confirmed, and what proves it.
import { useState } from 'react';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { ProblemNote, Waiting } from './answer-state.jsx';
import { Icon } from './icon.jsx';
import { saveFile } from './save-file.js';
import { count, moment, plain } from './words.js';

interface Entry {
  readonly sequence: number;
  readonly erasureId: string;
  readonly kind: 'STARTED' | 'COMPLETED';
  readonly reason: string;
  readonly categories: readonly string[];
  readonly participants: readonly string[];
  readonly policyVersion: number;
  readonly at: number;
}

interface CertificateData {
  readonly orderRef: string;
  readonly entries: readonly Entry[];
  readonly checkpoint: { readonly size: number; readonly root: string; readonly at: number; readonly keyId: string };
  readonly publicKey: string;
}

export function Certificate({ orderRef }: { readonly orderRef: string }) {
  const path = `/v1/erasures/${orderRef}/certificate`;
  const { value, problem } = useDesk<CertificateData>(path);
  return (
    <>
      <a href="#/erasures" className="back-link">
        <Icon name="back" /> All erasures
      </a>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value === null ? null : (
        <article className="card order" aria-label="Certificate of erasure">
          <header className="order-head">
            <h2>Certificate of erasure</h2>
            <Files path={path} certificate={value} />
          </header>
          <p>
            The keys of what is named below were destroyed, and everybody who held it confirmed to have deleted it. The
            certificate names the order by a keyed hash and holds no personal data.
          </p>
          <p className="small">
            Order <code>{value.orderRef}</code>
          </p>
          {value.entries
            .filter(({ kind }) => kind === 'STARTED')
            .map((start) => (
              <Story
                key={start.erasureId}
                start={start}
                end={value.entries.find(({ kind, erasureId }) => kind === 'COMPLETED' && erasureId === start.erasureId)}
              />
            ))}
          <h3>Proof</h3>
          <p className="small">
            {count(value.entries.length, 'entry', 'entries')} (
            {value.entries.map(({ sequence }) => sequence).join(', ')}) of a ledger of {value.checkpoint.size}, signed{' '}
            {moment(new Date(value.checkpoint.at).toISOString())} by key <code>{value.checkpoint.keyId}</code>. Root{' '}
            <code>{value.checkpoint.root}</code>
          </p>
        </article>
      )}
    </>
  );
}

function Story({ start, end }: { readonly start: Entry; readonly end: Entry | undefined }) {
  const facts = {
    What: start.categories.length === 0 ? 'The whole order' : start.categories.map(plain).join(', '),
    Why: `${plain(start.reason)}, policy version ${start.policyVersion}`,
    Begun: moment(new Date(start.at).toISOString()),
    Completed: end === undefined ? 'not yet' : moment(new Date(end.at).toISOString()),
    'Deleted by': end === undefined ? `not all of ${start.participants.join(', ')} yet` : end.participants.join(', '),
  };
  return (
    <dl className="facts">
      {Object.entries(facts).map(([name, says]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{says}</dd>
        </div>
      ))}
    </dl>
  );
}

function Files({ path, certificate }: { readonly path: string; readonly certificate: CertificateData }) {
  const { desk } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const savePage = async (): Promise<void> => {
    const answer = await desk.text(`${path}/page`);
    if (answer.kind === 'value') saveFile('certificate.html', 'text/html', answer.value);
    setProblem(answer.kind === 'problem' ? answer.problem : null);
  };
  const json = `${JSON.stringify(certificate, null, 2)}\n`;
  return (
    <div className="actions">
      <button type="button" className="button" onClick={() => void savePage()}>
        Save as a page
      </button>
      <button type="button" className="button" onClick={() => saveFile('certificate.json', 'application/json', json)}>
        Save the proof
      </button>
      <button type="button" className="button" onClick={() => saveFile('key.pem', 'text/plain', certificate.publicKey)}>
        Save the public key
      </button>
      {problem === null ? null : <ProblemNote problem={problem} />}
    </div>
  );
}
