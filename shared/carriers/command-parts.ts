// What the parts of the command share: what they need, what they answer, and how they tell of a failure.
import type { Clock } from '#shared/domain/clock';
import { CATALOGUE } from '#shared/errors/catalogue';
import { classify } from '#shared/errors/classify';
import { isFulfilmentError } from '#shared/errors/fulfilment-error';
import type { CarriersDesk } from './carriers-desk.js';
import type { HandOver } from './onboard.js';
import type { StepsOutcome } from './run-steps.js';

export interface CommandDeps {
  readonly desk: CarriersDesk;
  readonly clock: Clock;
  readonly hand: HandOver;
  /** Says something to the operator. */
  readonly say: (line: string) => void;
  readonly sleep: (ms: number) => Promise<void>;
}

/** 0: done, 1: refused, 2: it could not be done. */
export type ExitCode = 0 | 1 | 2;

/** @returns the exit code */
export function tellFailure(
  say: (line: string) => void,
  { step, error, left }: Extract<StepsOutcome, { kind: 'failed' }>,
): ExitCode {
  const { code } = classify(error);
  say(`Could not ${step}. ${isFulfilmentError(error) ? error.message : `${code}: ${CATALOGUE[code].summary}`}`);
  say(`What to do: ${CATALOGUE[code].whatToDo}`);
  say(
    left.length === 0
      ? 'Everything is as it was before.'
      : `This could not be undone: ${left.join(', ')}. Run it again.`,
  );
  return 2;
}
