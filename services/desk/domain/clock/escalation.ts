// Who has to hear of a request that is not answered, and when: once for each state it reaches, also after a time without anybody at work.
import { type AnswerClock, answerState, type RunningState } from './answer-clock.js';

export type EscalationLevel = Exclude<RunningState, 'on-track'>;
export type EscalationRole = 'customer-service' | 'privacy-officer' | 'administrator';

/** The roles told when a request reaches a state. */
export const ESCALATION_ROLES: Readonly<Record<EscalationLevel, readonly EscalationRole[]>> = {
  'due-soon': ['customer-service'],
  overdue: ['customer-service', 'privacy-officer'],
  breached: ['privacy-officer', 'administrator'],
};

const LEVELS: readonly EscalationLevel[] = ['due-soon', 'overdue', 'breached'];

/**
 * The levels that an open request has reached and nobody was told of. After a pause only the highest is told, for the
 * lower ones are no news any more; all of them count as told.
 */
export function dueEscalation(
  clock: AnswerClock,
  nowMs: number,
  told: readonly EscalationLevel[],
): { readonly tell: EscalationLevel; readonly told: readonly EscalationLevel[] } | null {
  const state = answerState(clock, nowMs, null);
  if (state === 'on-track' || state === 'kept' || state === 'broken') return null;
  if (told.includes(state)) return null;
  return { tell: state, told: LEVELS.slice(0, LEVELS.indexOf(state) + 1) };
}
