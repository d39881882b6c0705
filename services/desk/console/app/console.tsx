// The whole console: finishes a log-in that is under way, then shows the log-in or the place one is at.
import { useCallback, useEffect, useMemo, useState } from 'react';
import { arrive, beginLogIn, hintOfAddress } from '../access/log-in.js';
import { createDeskClient } from '../api/desk-client.js';
import { AgreementPage } from './agreement-page.jsx';
import { Frame } from './frame.jsx';
import { LogIn, type Reason } from './log-in-page.jsx';
import { SessionContext, type Session } from './session.js';

interface Person {
  readonly subject: string;
  readonly roles: readonly string[];
}

/** Once per page: a second run of an effect must not spend the code again. */
let arrival: ReturnType<typeof arrive> | undefined;

export function Console() {
  const [token, setToken] = useState<string | null>(null);
  const [person, setPerson] = useState<Person | null>(null);
  const [reason, setReason] = useState<Reason>('arriving');
  const [mustSign, setMustSign] = useState(false);

  const leave = useCallback((why: Reason) => {
    setToken(null);
    setPerson(null);
    setMustSign(false);
    setReason(why);
  }, []);

  useEffect(() => {
    const hint = hintOfAddress();
    if (hint !== null) {
      beginLogIn(hint, true).catch(() => setReason('unavailable'));
      return;
    }
    arrival ??= arrive();
    void arrival.then((arrived) => {
      if (arrived.kind === 'token') setToken(arrived.token);
      else setReason(arrived.kind === 'failed' ? 'failed' : 'begin');
    });
  }, []);

  const desk = useMemo(() => createDeskClient(token, () => leave('ended')), [token, leave]);

  const enter = useCallback(() => {
    void desk.ask<Person>('/v1/me').then((answer) => {
      setMustSign(answer.kind === 'problem' && answer.problem.code === 'AGREEMENT_MISSING');
      if (answer.kind === 'value') setPerson(answer.value);
      else if (answer.problem.code !== 'AGREEMENT_MISSING')
        leave(answer.problem.code === 'TOKEN_REFUSED' ? 'failed' : 'unavailable');
    });
  }, [desk, leave]);

  useEffect(() => {
    if (token !== null) enter();
  }, [token, enter]);

  const session = useMemo<Session | null>(
    () => (person === null ? null : { desk, ...person, logOut: () => leave('left') }),
    [desk, person, leave],
  );

  if (session === null && token !== null && mustSign)
    return <AgreementPage desk={desk} onSigned={enter} onLeave={() => leave('left')} />;
  if (session === null)
    return <LogIn reason={token === null ? reason : 'arriving'} onFail={() => setReason('unavailable')} />;
  return (
    <SessionContext value={session}>
      <Frame />
    </SessionContext>
  );
}
