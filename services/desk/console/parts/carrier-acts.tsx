// What an administrator does about one carrier: what it is given is decided by the policy, whether it is given anything by these.
import { type ReactNode, useRef } from 'react';
import { useAct } from '../api/use-act.js';
import { AgreementFields, agreementIn } from './agreement-fields.jsx';
import { ProblemNote } from './answer-state.jsx';
import { type Carrier, isToBeAdded } from './carrier.js';
import { Field } from './field.jsx';
import type { OnceLogin } from './login-once.jsx';
import { notSent, whenSound } from './read-form.js';
import { SureStep } from './sure-step.jsx';

interface CarrierActsProps {
  readonly carrier: Carrier;
  readonly onDone: () => void;
  readonly onLogin: (login: OnceLogin) => void;
}

interface HandedLogin extends Pick<OnceLogin, 'user' | 'password' | 'settings'> {}

export function CarrierActs({ carrier, onDone, onLogin }: CarrierActsProps) {
  if (carrier.standing === 'leaving')
    return (
      <p className="soft small">
        It is given nothing any more, and what it holds is taken back. Its logins and topics go when it has had the time
        to delete.
      </p>
    );
  return isToBeAdded(carrier) ? (
    <AddCarrier carrier={carrier} onDone={onDone} onLogin={onLogin} />
  ) : (
    <ChangeCarrier carrier={carrier} onDone={onDone} onLogin={onLogin} />
  );
}

function AddCarrier({ carrier, onDone, onLogin }: CarrierActsProps) {
  const { carrierId, name } = carrier;
  const { problem, isBusy, act } = useAct();
  const form = useRef<HTMLFormElement>(null);
  const add = (agreement: object, publicKey: string): void =>
    act<HandedLogin>(
      `/v1/carriers/${carrierId}`,
      { agreement, publicKey: publicKey === '' ? null : publicKey },
      (login) => {
        onLogin(onceLogin(login, 'It is served within seconds.'));
        onDone();
      },
      'PUT',
    );
  return (
    <>
      <form ref={form} className="form-line" autoComplete="off" aria-label={`Add ${name}`} onSubmit={notSent}>
        <AgreementFields of={carrierId} />
        <Field label="Its public key (X25519), if sealed" name={`${carrierId}-key`}>
          <input
            id={`${carrierId}-key`}
            name="publicKey"
            pattern="[A-Za-z0-9_\-]{43}"
            title="The 32 bytes of an X25519 key in base64url: 43 characters"
            placeholder="none: delivered plain"
            spellCheck={false}
          />
        </Field>
      </form>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep
          does="Add it …"
          about={name}
          asks="It gets topics, rights and a login, and is served from then on."
          yes="Yes, add it"
          look="primary"
          isBusy={isBusy}
          onYes={() => whenSound(form.current, (textOf) => add(agreementIn(textOf), textOf('publicKey')))}
        />
      </div>
    </>
  );
}

function ChangeCarrier({ carrier, onDone, onLogin }: CarrierActsProps) {
  const { carrierId, name, logins } = carrier;
  const { problem, isBusy, act } = useAct();
  const path = `/v1/carriers/${carrierId}`;
  const step = { about: name, isBusy };
  const holds = problem !== null && problem.code === 'CARRIER_HOLDS_RECORDS';
  return (
    <>
      <Fold summary="Renew its agreement">
        <RenewAgreement carrierId={carrierId} name={name} onDone={onDone} />
      </Fold>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        {logins > 1 ? (
          <SureStep
            {...step}
            does="End its older login …"
            asks="The carrier has to use the newer one already."
            yes="Yes, end the older one"
            onYes={() => act(`${path}/logins/older`, undefined, onDone, 'DELETE')}
          />
        ) : (
          <SureStep
            {...step}
            does="Make it another login …"
            asks="Both work until the older one is ended."
            yes="Yes, make a second login"
            onYes={() =>
              act<HandedLogin>(`${path}/logins`, undefined, (login) => {
                onLogin(onceLogin(login, 'The login that it has works until it is ended here.'));
                onDone();
              })
            }
          />
        )}
        <SureStep
          {...step}
          does="Remove it …"
          asks="It is given nothing any more; its logins and topics go when it has deleted."
          yes="Yes, remove it"
          onYes={() => act(path, undefined, onDone, 'DELETE')}
        />
        {holds ? (
          <SureStep
            {...step}
            does="Remove it with what it holds …"
            asks="Its parcels under way are taken back from it; nobody reports on them afterwards."
            yes="Yes, take them back and remove it"
            onYes={() => act(`${path}?withdrawLive=yes`, undefined, onDone, 'DELETE')}
          />
        ) : null}
      </div>
    </>
  );
}

interface RenewAgreementProps extends Pick<Carrier, 'carrierId' | 'name'> {
  readonly onDone: () => void;
}

function RenewAgreement({ carrierId, name, onDone }: RenewAgreementProps) {
  const { problem, isBusy, act } = useAct();
  const form = useRef<HTMLFormElement>(null);
  const renew = (agreement: object): void =>
    act(`/v1/carriers/${carrierId}/agreement`, agreement, () => {
      form.current?.reset();
      onDone();
    });
  return (
    <>
      <form ref={form} className="form-line" autoComplete="off" aria-label={`Agreement of ${name}`} onSubmit={notSent}>
        <AgreementFields of={carrierId} />
      </form>
      {problem === null ? null : <ProblemNote problem={problem} />}
      <div className="actions">
        <SureStep
          does="Enter it …"
          about={name}
          asks="What waited for it is released."
          yes="Yes, it is signed"
          isBusy={isBusy}
          onYes={() => whenSound(form.current, (textOf) => renew(agreementIn(textOf)))}
        />
      </div>
    </>
  );
}

function Fold({ summary, children }: { readonly summary: string; readonly children: ReactNode }) {
  return (
    <details className="fold">
      <summary>{summary}</summary>
      {children}
    </details>
  );
}

/** Of its settings, what is no secret and has to be told beside the login. */
const BESIDE: Readonly<Record<string, string>> = {
  SHIPMENTS_TOPIC: 'Topic that it reads',
  STATUSES_TOPIC: 'Topic that it writes',
};

function onceLogin({ user, password, settings }: HandedLogin, before: string): OnceLogin {
  const beside = settings.flatMap((line): readonly (readonly [string, string])[] => {
    const [name = '', value = ''] = line.split('=', 2);
    const says = BESIDE[name];
    return says === undefined ? [] : [[says, value]];
  });
  return { user, password, beside, settings, before };
}
