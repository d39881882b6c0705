// One thing that a person does at the desk: what it refused is kept until the next try.
import { useState } from 'react';
import { useSession } from '../app/session.js';
import type { Asked } from './desk-client.js';
import { onceOnly } from './once-only.js';
import type { Problem } from './problem.js';

export interface Acting {
  readonly problem: Problem | null;
  readonly isBusy: boolean;
  /** By POST. @param take told what came of it; not called when it was refused */
  act<T>(path: string, body: object | undefined, take: (value: T) => void, method?: Asked['method']): void;
}

export function useAct(): Acting {
  const { desk } = useSession();
  const [problem, setProblem] = useState<Problem | null>(null);
  const [isBusy, setBusy] = useState(false);
  const send = async <T>(path: string, asked: Asked, take: (value: T) => void): Promise<void> => {
    setBusy(true);
    const answer = await desk.ask<T>(path, asked);
    setBusy(false);
    setProblem(answer.kind === 'problem' ? answer.problem : null);
    if (answer.kind === 'value') take(answer.value);
  };
  return {
    problem,
    isBusy,
    act: (path, body, take, method = 'POST') =>
      void send(path, { method, headers: onceOnly(), ...(body === undefined ? {} : { body }) }, take),
  };
}
