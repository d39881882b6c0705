// Decides where the stack runs; the rule is part of the contract with users.
import type { RunState } from './run-state.js';
import type { StackMode } from './stack-config.js';
import { kafkaAddress } from './stack-environment.js';

export interface ModeQuestion {
  /** Said by the caller or by STACK. */
  readonly asked: StackMode | undefined;
  /** KAFKA_BROKERS. */
  readonly brokers: string | undefined;
  /** What this directory's stack remembers. */
  readonly earlier: Pick<RunState, 'mode' | 'up' | 'ports'> | undefined;
  readonly dockerAnswers: () => Promise<boolean>;
}

/**
 * What was asked for; else external when KAFKA_BROKERS is set; else the mode in which this directory's stack is up; else
 * docker when a daemon answers; else local.
 * A KAFKA_BROKERS that is the address of this directory's own stack (someone has taken over the lines of `stack env`)
 * means that stack: it can be stopped, restarted and looked into.
 */
export async function chooseMode({ asked, brokers, earlier, dockerAnswers }: ModeQuestion): Promise<StackMode> {
  if (asked !== undefined) return asked;
  const up = earlier?.up === true ? earlier : undefined;
  if (brokers !== undefined) return up !== undefined && kafkaAddress(up.ports.kafka) === brokers ? up.mode : 'external';
  // A daemon that was started meanwhile must not put a second stack beside the one that is up.
  if (up !== undefined) return up.mode;
  return (await dockerAnswers()) ? 'docker' : 'local';
}
