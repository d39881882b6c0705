// What leaves for an authority: sealed to its key, to be saved and sent; nobody here can read it.
import type { JudicialRequest } from './judicial-request.js';
import { saveFile } from './save-file.js';

export interface SealedBlock {
  readonly algorithm: string;
  readonly keyId: string;
  readonly nonce: string;
  readonly ciphertext: string;
}

interface SealedAnswerProps {
  readonly request: JudicialRequest;
  readonly sealed: SealedBlock;
  readonly onDone: () => void;
}

export function SealedAnswer({ request, sealed, onDone }: SealedAnswerProps) {
  const { requestId, authorityId, reference } = request;
  // With what it takes to open it; nothing of the people who worked on it.
  const file = `${JSON.stringify({ requestId, authorityId, reference, sealed }, null, 2)}\n`;
  const name = `answer-${reference.replaceAll(/[^A-Za-z0-9.-]/g, '-')}.json`;
  return (
    <section className="once mail" aria-label={`Sealed answer to ${reference}`}>
      <h3>The sealed answer</h3>
      <p className="small">
        Send this file to the authority. Only its private key opens it; to make it again is on record again.
      </p>
      <pre className="sealed" tabIndex={0} aria-label="Content of the file">
        {file}
      </pre>
      <div className="actions">
        <button type="button" className="button primary" onClick={() => saveFile(name, 'application/json', file)}>
          Save as a file
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          Done, hide it
        </button>
      </div>
    </section>
  );
}
