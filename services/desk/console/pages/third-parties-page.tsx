// Whom people may authorise: an administrator registers them with a public key, hands each a login once, and removes them.
import { useState } from 'react';
import { useAct } from '../api/use-act.js';
import { useDesk } from '../api/use-desk.js';
import { Nothing, ProblemNote, Waiting } from '../parts/answer-state.jsx';
import { LoginOnce } from '../parts/login-once.jsx';
import { PageHead } from '../parts/page-head.jsx';
import { type NamedRecipient, RecipientForm } from '../parts/recipient-form.jsx';
import { type HandedLogin, thirdPartyLogin } from '../parts/third-party-login.js';
import { type RegisteredParty, ThirdPartyCard } from '../parts/third-party-card.jsx';

export function ThirdPartiesPage() {
  const { value, problem, again } = useDesk<{ readonly thirdParties: readonly RegisteredParty[] }>(
    '/v1/third-parties',
    10_000,
  );
  const { problem: refused, act } = useAct();
  const [login, setLogin] = useState<HandedLogin | null>(null);
  const [registered, setRegistered] = useState<RegisteredParty | null>(null);
  const begin = (): void => {
    setLogin(null);
    setRegistered(null);
  };
  const at = (id: string): string => `/v1/third-parties/${encodeURIComponent(id)}`;
  const register = ({ id, name, publicKey }: NamedRecipient, done: () => void): void => {
    begin();
    const taken = (party: RegisteredParty): void => {
      setRegistered(party);
      done();
      again();
    };
    act(at(id), { name, publicKey }, taken, 'PUT');
  };
  const handOut = (id: string): void => {
    begin();
    act(`${at(id)}/login`, undefined, setLogin);
  };
  const remove = (id: string): void => {
    begin();
    act(at(id), undefined, again, 'DELETE');
  };

  return (
    <>
      <PageHead title="Third parties">
        Whom people may authorise to have some of their data. Each reads a topic of its own, where everything is sealed
        to its key.
      </PageHead>
      <RecipientForm
        heading="Register one, or its new key"
        pattern="[a-z][a-z0-9]{1,39}"
        title="Small letters and digits, a letter first"
        examples={{ id: 'insurer', name: 'Insurer of Somewhere' }}
        hint="The short name is part of the name of its topic. Another key ends what was authorised under the old one. The private key never leaves the third party."
        onRegister={register}
      />
      <div aria-live="polite" className="answers">
        {refused === null ? null : <ProblemNote problem={refused} />}
        {registered === null ? null : (
          <p className="notice good">
            {registered.name} is registered. Compare its key by telephone: <code>{registered.keyId}</code>. Then hand
            out its login.
          </p>
        )}
        {login === null ? null : <LoginOnce login={thirdPartyLogin(login)} onDone={() => setLogin(null)} />}
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
            onRemove={() => remove(party.thirdPartyId)}
          />
        ))}
      </ul>
    </>
  );
}
