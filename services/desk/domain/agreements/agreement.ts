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

/** Of the text that is signed at the desk; another text is another edition, and both stay signed. */
export const AGREEMENT_TEXT = {
  edition: 1,
  title: 'Agreement of confidentiality',
  paragraphs: [
    'I learn of the personal data of customers here only what my work needs, and for the purpose that I name.',
    'I tell nobody else of it, copy none of it out of the desk, and use none of it for myself.',
    'Each look of mine is on record, with my identifier, the purpose and the reason.',
    'This binds me for life, also when my work here has ended. For a breach I am liable by law.',
  ],
} as const;

/** A person signs for herself while nobody has ended her access. Somebody else has to let her in again. */
export function maySign(known: Agreement | null): boolean {
  return known === null || known.endedAtMs === null;
}

/** What is signed on paper is recorded by somebody else: nobody vouches for herself. */
export function mayRecord(subject: string, by: string): boolean {
  return subject !== by;
}
