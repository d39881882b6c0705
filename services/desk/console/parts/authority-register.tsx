// The authorities that the desk knows, and for an administrator the way to register one or its new key.
import { useState } from 'react';
import { useAct } from '../api/use-act.js';
import { Nothing, ProblemNote } from './answer-state.jsx';
import type { Authority } from './judicial-request.js';
import { RecipientForm } from './recipient-form.jsx';
import { TableHead } from './table-head.jsx';
import { moment } from './words.js';

interface AuthorityRegisterProps {
  readonly authorities: readonly Authority[];
  /** null: whoever looks registers nobody. */
  readonly onRegistered: (() => void) | null;
}

export function AuthorityRegister({ authorities, onRegistered }: AuthorityRegisterProps) {
  return (
    <>
      {onRegistered === null ? null : <Register onRegistered={onRegistered} />}
      <section>
        <h2 className="section-title">Authorities</h2>
        {authorities.length === 0 ? (
          <Nothing title="No authority is registered.">
            An administrator registers one with its public key before its first request is taken in.
          </Nothing>
        ) : (
          <table className="card table">
            <caption className="unseen">Authorities</caption>
            <TableHead heads={['Name', 'Known as', 'Key', 'Registered']} />
            <tbody>
              {authorities.map(({ authorityId, name, keyId, registeredAt }) => (
                <tr key={authorityId}>
                  <td data-head="Name">{name}</td>
                  <td data-head="Known as">{authorityId}</td>
                  <td data-head="Key">
                    <code>{keyId}</code>
                  </td>
                  <td data-head="Registered">{moment(registeredAt)}</td>
                </tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </>
  );
}

function Register({ onRegistered }: { readonly onRegistered: () => void }) {
  const { problem, act } = useAct();
  const [registered, setRegistered] = useState<Authority | null>(null);
  return (
    <>
      <RecipientForm
        heading="Register an authority, or its new key"
        pattern="[a-z0-9][a-z0-9\-]{1,62}"
        title="Small letters, digits and hyphens"
        examples={{ id: 'court', name: 'Court of Somewhere' }}
        hint="Another key ends what was taken in under the old one: those requests are taken in anew. The private key never leaves the authority."
        onRegister={({ id, name, publicKey }, done) => {
          setRegistered(null);
          act<Authority>(
            `/v1/authorities/${encodeURIComponent(id)}`,
            { name, publicKey },
            (authority) => {
              setRegistered(authority);
              done();
              onRegistered();
            },
            'PUT',
          );
        }}
      />
      <div aria-live="polite" className="answers">
        {problem === null ? null : <ProblemNote problem={problem} />}
        {registered === null ? null : (
          <p className="notice good">
            {registered.name} is registered. Compare its key by telephone: <code>{registered.keyId}</code>.
          </p>
        )}
      </div>
    </>
  );
}
