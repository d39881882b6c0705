// Decides where the stack runs; the rule is part of the contract with users.
import type { RunState } from './run-state.js';
import type { StackMode } from './stack-config.js';

export interface ModeQuestion {
  /** Said by the caller or by STACK, or `external` because KAFKA_BROKERS is set. */
  readonly asked: StackMode | undefined;
  /** What this directory's stack remembers. */
  readonly earlier: Pick<RunState, 'mode' | 'up'> | undefined;
  readonly dockerAnswers: () => Promise<boolean>;
}

/** What was asked for; else the mode in which this directory's stack is up; else docker when a daemon answers; else local. */
export async function chooseMode({ asked, earlier, dockerAnswers }: ModeQuestion): Promise<StackMode> {
  if (asked !== undefined) return asked;
  // A daemon that was started meanwhile must not put a second stack beside the one that is up.
  if (earlier?.up === true) return earlier.mode;
  return (await dockerAnswers()) ? 'docker' : 'local';
}
