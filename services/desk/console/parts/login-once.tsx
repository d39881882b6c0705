// A login as it was made: shown this once, nobody can ask for it again.
import { useState } from 'react';
import { saveFile } from './save-file.js';

export interface HandedLogin {
  readonly user: string;
  readonly password: string;
  readonly topic: string;
}

export function LoginOnce({ login, onDone }: { readonly login: HandedLogin; readonly onDone: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const { user, password, topic } = login;
  const text = `KAFKA_USERNAME=${user}\nKAFKA_PASSWORD=${password}\nKAFKA_SASL_MECHANISM=scram-sha-256\nTOPIC=${topic}\n`;
  return (
    <section className="card prose once" aria-labelledby="login">
      <h2 id="login">Its login, shown this once</h2>
      <dl className="facts">
        <div>
          <dt>User</dt>
          <dd>
            <code>{user}</code>
          </dd>
        </div>
        <div>
          <dt>Password</dt>
          <dd>
            <code>{password}</code>
          </dd>
        </div>
        <div>
          <dt>Topic that it reads</dt>
          <dd>
            <code>{topic}</code>
          </dd>
        </div>
      </dl>
      <p className="soft small">
        Hand it over in a way that nobody else reads. A login that was handed out before works no longer.
      </p>
      <div className="actions">
        <button
          type="button"
          className="button primary"
          onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
        >
          {isCopied ? 'Copied' : 'Copy'}
        </button>
        <button type="button" className="button" onClick={() => saveFile(`${user}.env`, 'text/plain', text)}>
          Save as a file
        </button>
        <button type="button" className="button quiet" onClick={onDone}>
          Done, hide it
        </button>
      </div>
    </section>
  );
}
