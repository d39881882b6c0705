// Whom people may authorise: an administrator registers them with a public key, hands each a login once, and removes them.
import { useState } from 'react';
import type { Asked } from '../api/desk-client.js';
import type { Problem } from '../api/problem.js';
import { useDesk } from '../api/use-desk.js';
import { useSession } from '../app/session.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { Field } from '../parts/field.jsx';
import { type HandedLogin, LoginOnce } from '../parts/login-once.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { onSent } from '../parts/read-form.js';
import { type RegisteredParty, ThirdPartyCard } from '../parts/third-party-card.jsx';

export function ThirdPartiesPage() {
  const { desk } = useSession();
  const { value, problem, again } = useDesk<{ readonly thirdParties: readonly RegisteredParty[] }>(
    '/v1/third-parties',
    10_000,
  );
  const [refused, setRefused] = useState<Problem | null>(null);
  const [login, setLogin] = useState<HandedLogin | null>(null);
  const [registered, setRegistered] = useState<RegisteredParty | null>(null);

  const act = async <T,>(path: string, asked: Asked, take: (value: T) => void): Promise<boolean> => {
    setLogin(null);
    setRegistered(null);
    const answer = await desk.ask<T>(`/v1/third-parties/${encodeURIComponent(path)}`, asked);
    setRefused(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'value') take(answer.value);
    again();
    return answer.kind === 'value';
  };
  const register = (form: HTMLFormElement, id: string, name: string, publicKey: string): void =>
    void act<RegisteredParty>(id, { method: 'PUT', body: { name, publicKey } }, setRegistered).then((isDone) => {
      if (isDone) form.reset();
    });
  const handOut = (id: string): void =>
    void desk.ask<HandedLogin>(`/v1/third-parties/${id}/login`, { method: 'POST' }).then((answer) => {
      setRefused(answer.kind === 'problem' ? answer.problem : null);
      setLogin(answer.kind === 'value' ? answer.value : null);
    });

  return (
    <>
      <PageHead title="Third parties">
        Whom people may authorise to have some of their data. Each reads a topic of its own, where everything is sealed
        to its key.
      </PageHead>
      <section className="card prose" aria-labelledby="register">
        <h2 id="register">Register one, or its new key</h2>
        <form
          className="form-line"
          autoComplete="off"
          onSubmit={(event) => {
            const form = event.currentTarget;
            onSent((textOf) => register(form, textOf('thirdPartyId'), textOf('name'), textOf('publicKey')))(event);
          }}
        >
          <Field label="Short name" name="thirdPartyId">
            <input
              id="thirdPartyId"
              name="thirdPartyId"
              required
              pattern="[a-z][a-z0-9]{1,39}"
              title="Small letters and digits, a letter first"
              placeholder="insurer"
              spellCheck={false}
            />
          </Field>
          <Field label="Name that people read" name="name">
            <input id="name" name="name" required minLength={2} maxLength={120} placeholder="Insurer of Somewhere" />
          </Field>
          <Field label="Its public key (X25519)" name="publicKey">
            <input
              id="publicKey"
              name="publicKey"
              required
              pattern="[A-Za-z0-9_\-]{43}"
              title="The 32 bytes of an X25519 key in base64url: 43 characters"
              spellCheck={false}
            />
          </Field>
          <button type="submit" className="button primary">
            Register
          </button>
        </form>
        <p className="soft small">
          The short name is part of the name of its topic. Another key ends what was authorised under the old one. The
          private key never leaves the third party.
        </p>
      </section>
      <div aria-live="polite" className="answers">
        {refused === null ? null : <ProblemNote problem={refused} />}
        {registered === null ? null : (
          <p className="notice good">
            {registered.name} is registered. Compare its key by telephone: <code>{registered.keyId}</code>. Then hand
            out its login.
          </p>
        )}
        {login === null ? null : <LoginOnce login={login} onDone={() => setLogin(null)} />}
      </div>
      {problem === null ? null : <ProblemNote problem={problem} />}
      {value === null && problem === null ? <Waiting /> : null}
      {value?.thirdParties.length === 0 ? (
        <Nothing title="No third party is registered.">People can authorise nobody yet.</Nothing>
      ) : null}
      <ul className="request-list">
        {value?.thirdParties.map((party) => (
          <ThirdPartyCard
            key={party.thirdPartyId}
            party={party}
            onHandOut={() => handOut(party.thirdPartyId)}
            onRemove={() => void act(party.thirdPartyId, { method: 'DELETE' }, () => undefined)}
          />
        ))}
      </ul>
    </>
  );
}
