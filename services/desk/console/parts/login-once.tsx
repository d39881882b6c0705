// A login as it was made: shown this once, nobody can ask for it again.
import { useEffect, useRef, useState } from 'react';
import { saveFile } from './save-file.js';

export interface OnceLogin {
  readonly user: string;
  readonly password: string;
  /** What else whoever gets it has to know: name and value. */
  readonly beside: readonly (readonly [name: string, value: string])[];
  /** All of it as `NAME=value` lines. */
  readonly settings: readonly string[];
  /** What becomes of a login that was handed out before. */
  readonly before: string;
}

export function LoginOnce({ login, onDone }: { readonly login: OnceLogin; readonly onDone: () => void }) {
  const [isCopied, setCopied] = useState(false);
  const { user, password, beside, settings, before } = login;
  const section = useRef<HTMLElement>(null);
  // It may stand far from the press that made it, and is there this once.
  useEffect(() => {
    section.current?.scrollIntoView({ block: 'center' });
    section.current?.focus({ preventScroll: true });
  }, [password]);
  const text = `${settings.join('\n')}\n`;
  const facts = [['User', user], ['Password', password], ...beside] as const;
  return (
    <section ref={section} tabIndex={-1} className="card prose once" aria-labelledby="login">
      <h2 id="login">Its login, shown this once</h2>
      <dl className="facts">
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <code>{value}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p className="soft small">Hand it over in a way that nobody else reads. {before}</p>
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
