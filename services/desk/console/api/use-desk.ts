// Asks the desk while a page is shown, and again when it should.
import { useCallback, useEffect, useRef, useState } from 'react';
import { useSession } from '../app/session.js';
import type { Problem } from './problem.js';

export interface Asking<T> {
  /** What came last; stays while it is asked again. */
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
}

/**
 * @param everyMs asks again so often while the page is looked at
 * @param body asks by POST with it: what must not stand in an address
 */
export function useDesk<T>(path: string | null, everyMs?: number, body?: object): Asking<T> {
  const { desk } = useSession();
  const sent = body === undefined ? undefined : JSON.stringify(body);
  const question = path === null ? null : `${path} ${sent ?? ''}`;
  const [state, setState] = useState<{ question: string | null; value: T | null; problem: Problem | null }>({
    question,
    value: null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  const isWaiting = useRef(false);
  const again = useCallback(() => setRound((count) => count + 1), []);
  useEffect(() => {
    if (path === null || question === null) return undefined;
    let isShown = true;
    isWaiting.current = true;
    const asked = sent === undefined ? {} : { method: 'POST' as const, body: JSON.parse(sent) as unknown };
    void desk.ask<T>(path, asked).then((answer) => {
      if (!isShown) return;
      isWaiting.current = false;
      if (answer.kind === 'value') setState({ question, value: answer.value, problem: null });
      else
        setState((before) => ({
          question,
          value: before.question === question ? before.value : null,
          problem: answer.problem,
        }));
    });
    return () => {
      isShown = false;
      isWaiting.current = false;
    };
  }, [desk, path, question, sent, round]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      // An answer that takes longer than the interval is waited for: asked anew each time, nothing would ever be shown.
      if (document.visibilityState === 'visible' && !isWaiting.current) again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, again]);
  const isOfThis = state.question === question;
  return { value: isOfThis ? state.value : null, problem: isOfThis ? state.problem : null, again };
}
