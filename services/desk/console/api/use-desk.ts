// Asks the desk while a page is shown, and again when it should.
import { useCallback, useEffect, useState } from 'react';
import { useSession } from '../app/session.js';
import type { Problem } from './problem.js';

export interface Asking<T> {
  /** What came last; stays while it is asked again. */
  readonly value: T | null;
  readonly problem: Problem | null;
  readonly again: () => void;
}

/** @param everyMs asks again so often while the page is looked at */
export function useDesk<T>(path: string | null, everyMs?: number): Asking<T> {
  const { desk } = useSession();
  const [state, setState] = useState<{ path: string | null; value: T | null; problem: Problem | null }>({
    path,
    value: null,
    problem: null,
  });
  const [round, setRound] = useState(0);
  const again = useCallback(() => setRound((count) => count + 1), []);
  useEffect(() => {
    if (path === null) return undefined;
    let isShown = true;
    void desk.ask<T>(path).then((answer) => {
      if (!isShown) return;
      if (answer.kind === 'value') setState({ path, value: answer.value, problem: null });
      else setState((before) => ({ path, value: before.path === path ? before.value : null, problem: answer.problem }));
    });
    return () => {
      isShown = false;
    };
  }, [desk, path, round]);
  useEffect(() => {
    if (everyMs === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') again();
    }, everyMs);
    return () => clearInterval(timer);
  }, [everyMs, again]);
  const isOfThisPath = state.path === path;
  return { value: isOfThisPath ? state.value : null, problem: isOfThisPath ? state.problem : null, again };
}
