// The port of the audit of commands: who ordered what, when, and what became of it. No personal data of customers in it.
import type { CommandOutcome } from '../steps/obey-commands.js';

export interface NotedCommand {
  readonly commandId: string;
  readonly orderRef: string;
  readonly action: 'ERASE' | 'PLACE_HOLD' | 'LIFT_HOLD';
  readonly categories: readonly string[];
  readonly reason: string;
  readonly reference: string;
  readonly evenUnderWay: boolean;
  readonly givenBy: string;
  /** ms since the epoch: when it was given, by the operator's clock, and when it was handled, by the clock that orders live by. */
  readonly givenAt: number;
  readonly handledAt: number;
  readonly outcome: string;
}

export interface CommandLog {
  /** Durable when it resolves. Of a command that was noted before the first outcome stays: a redelivery finds the work done. */
  note(outcomes: readonly CommandOutcome[], handledAt: number): Promise<void>;
  find(commandId: string): Promise<NotedCommand | null>;
}

export function notedCommand({ command, outcome }: CommandOutcome, handledAt: number): NotedCommand {
  const { at: givenAt, ...rest } = command;
  return { ...rest, givenAt, handledAt, outcome };
}
