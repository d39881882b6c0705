// A request of a person about her own data, and what is decided when it comes. Pure. It names orders by keyed hash only.
import { type AnswerClock, answerState, type AnswerState } from '../clock/answer-clock.js';
import type { EscalationLevel } from '../clock/escalation.js';
import type { Correction } from './correction.js';

/** `AUTHORISATION`: what customer service asked for, for her. `UNCLEAR`: a mail that a person has to read. */
export const REQUEST_KINDS = ['ACCESS', 'DELETION', 'CORRECTION', 'DEACTIVATION', 'AUTHORISATION', 'UNCLEAR'] as const;
export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How a request ended. `NOT_CONFIRMED`: nobody opened the link that was sent to the registered address. `REFUSED`: an officer said no. */
export const REQUEST_ENDS = ['DONE', 'NOT_CONFIRMED', 'REFUSED'] as const;
export type RequestEnd = (typeof REQUEST_ENDS)[number];

/** Why something stays although its deletion was asked for. */
export const STAY_REASONS = {
  ORDER_UNDER_WAY:
    'The order is not finished: without its data it could not be delivered, returned or paid back. It is deleted by itself soon after its end.',
  PAYMENT_RECONCILIATION:
    'The order is paid and not finished: the record of the payment stays until it is matched with the order or paid back. It is deleted by itself soon after the end of the order.',
} as const;
export type StayReason = keyof typeof STAY_REASONS;

export interface RequestedOrder {
  readonly orderRef: string;
  /** `erase`: its erasure was ordered. */
  readonly fate: 'erase' | StayReason;
}

export const WAYS_IN = ['interface', 'mail', 'customer-service', 'privacy-officer'] as const;
export type WayIn = (typeof WAYS_IN)[number];

/**
 * What is known of a request that came by mail, or that is confirmed like one: nobody is believed before the link to the registered
 * address was opened.
 */
export interface MailedRequest {
  /** The order that it names; null: none, or several. */
  readonly orderRef: string | null;
  /** Under the keys of this ref the mail lies sealed; null: no mail came. */
  readonly requestRef: string | null;
  /** Until when the link works; null: none was sent. */
  readonly confirmUntilMs: number | null;
  readonly confirmedAtMs: number | null;
}

export interface SubjectRequest {
  readonly requestId: string;
  /** null: nobody has proven yet to be the person. */
  readonly customerRef: string | null;
  readonly kind: RequestKind;
  readonly clock: AnswerClock;
  /** Levels of escalation that somebody was told of. */
  readonly told: readonly EscalationLevel[];
  readonly answeredAtMs: number | null;
  /** null while it is open. */
  readonly end: RequestEnd | null;
  /** DELETION and DEACTIVATION: when, by the clock of the machine, notice of it was given. */
  readonly noticedAtMs: number | null;
  /** DELETION and DEACTIVATION: every order of the person there was. */
  readonly orders: readonly RequestedOrder[];
  /** Orders whose registered address the person has proven to read; null: she is logged in, and all are hers. */
  readonly proven: readonly string[] | null;
  /** null: whoever asked was logged in, and that was enough. */
  readonly mailed: MailedRequest | null;
  readonly cameBy: WayIn;
  /** CORRECTION: what of it is known beside the address; null: nobody has entered it yet. */
  readonly correction: Correction | null;
}

/** Kinds by which everything goes that is not needed any more. */
export function erases(kind: RequestKind): boolean {
  return kind === 'DELETION' || kind === 'DEACTIVATION';
}

/** @param status of `orders.statuses`; null: none was told yet */
export function fateOf(status: string | null, isPaid: boolean): RequestedOrder['fate'] {
  if (status === 'FINISHED') return 'erase';
  return isPaid ? 'PAYMENT_RECONCILIATION' : 'ORDER_UNDER_WAY';
}

/** The orders whose erasure the request still waits for. */
export function awaitedOf({ kind, answeredAtMs, orders }: SubjectRequest): readonly string[] {
  if (!erases(kind) || answeredAtMs !== null) return [];
  return orders.filter(({ fate }) => fate === 'erase').map(({ orderRef }) => orderRef);
}

export type Waiting =
  /** For us: its clock counts. */
  | 'for-us'
  /** For the person, who was sent a link: we have answered so far. */
  | 'for-the-person'
  /** The link is over and nobody has opened it. */
  | 'in-vain';

/** @param nowMs by the clock of the machine: links are good for so long in real time */
export function waitingOf({ mailed }: Pick<SubjectRequest, 'mailed'>, nowMs: number): Waiting {
  if (mailed === null || mailed.confirmedAtMs !== null || mailed.confirmUntilMs === null) return 'for-us';
  return nowMs < mailed.confirmUntilMs ? 'for-the-person' : 'in-vain';
}

export function stateOf({ clock, answeredAtMs }: SubjectRequest, nowMs: number): AnswerState {
  return answerState(clock, nowMs, answeredAtMs);
}
