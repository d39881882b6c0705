// Agreements of confidentiality of the people of the house. Pure: without a current one, a person of the house is given nothing.
import type { Principal } from '../roles.js';

export interface Agreement {
  /** The identity provider's identifier of the person. */
  readonly subject: string;
  /** The day it was signed, `2026-03-31`; it counts from its first moment, UTC. */
  readonly signedOn: string;
  readonly recordedBy: string;
  readonly recordedAtMs: number;
  /** When access ended, for example with the job. What was signed binds for life all the same. */
  readonly endedAtMs: number | null;
}

/** A program signs nothing, and a customer sees her own only. */
export function needsAgreement({ roles, customerId }: Principal): boolean {
  if (customerId !== undefined) return false;
  return [...roles].some((role) => role !== 'service');
}

export function isCurrent(agreement: Agreement | null, nowMs: number): boolean {
  return agreement !== null && agreement.endedAtMs === null && Date.parse(agreement.signedOn) <= nowMs;
}

/** Nobody vouches for herself. */
export function mayRecord(subject: string, by: string): boolean {
  return subject !== by;
}
