// A request of a person about her own data, and what is decided when it comes. Pure. It names orders by keyed hash only.
import { type AnswerClock, answerState, type AnswerState } from '../clock/answer-clock.js';
import type { EscalationLevel } from '../clock/escalation.js';

export const REQUEST_KINDS = ['ACCESS', 'DELETION'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** Why something stays although its deletion was asked for. */
export const STAY_REASONS = {
  ORDER_UNDER_WAY:
    'The order is not finished: without its data it could not be delivered, returned or paid back. It is deleted by itself soon after its end.',
} as const;
export type StayReason = keyof typeof STAY_REASONS;

export interface RequestedOrder {
  readonly orderRef: string;
  /** `erase`: its erasure was ordered. */
  readonly fate: 'erase' | StayReason;
}

export interface SubjectRequest {
  readonly requestId: string;
  readonly customerRef: string;
  readonly kind: RequestKind;
  readonly clock: AnswerClock;
  /** Levels of escalation that somebody was told of. */
  readonly told: readonly EscalationLevel[];
  readonly answeredAtMs: number | null;
  /** DELETION: every order of the person there was. */
  readonly orders: readonly RequestedOrder[];
}

/** @param status of `orders.statuses`; null: none was told yet */
export function fateOf(status: string | null): RequestedOrder['fate'] {
  return status === 'FINISHED' ? 'erase' : 'ORDER_UNDER_WAY';
}

/** The orders whose erasure a deletion still waits for. */
export function awaitedOf({ kind, answeredAtMs, orders }: SubjectRequest): readonly string[] {
  if (kind !== 'DELETION' || answeredAtMs !== null) return [];
  return orders.filter(({ fate }) => fate === 'erase').map(({ orderRef }) => orderRef);
}

export function stateOf({ clock, answeredAtMs }: SubjectRequest, nowMs: number): AnswerState {
  return answerState(clock, nowMs, answeredAtMs);
}
