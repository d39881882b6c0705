// The port of requests of people, of the mails some of them came by (sealed), and of the one-time links to their packages. Names people and
// orders by keyed hash only.
import type { SealedBlock } from '#shared/vault/vault';
import type { Correction } from '../domain/requests/correction.js';
import type { SubjectRequest } from '../domain/requests/subject-request.js';

/** What a one-time link to the registered address has proven. */
export interface Confirmation extends Pick<SubjectRequest, 'requestId' | 'orders'> {
  readonly customerRef: string;
  readonly proven: readonly string[];
  readonly confirmedAtMs: number;
}

export interface RequestStore {
  /** Durable when it resolves. The same key of the same person again gives the request that was made first. */
  create(request: SubjectRequest, idempotencyKey: string): Promise<SubjectRequest>;
  find(requestId: string): Promise<SubjectRequest | null>;
  /** Newest first. @param customerRef null: of everybody; @param after id of the last request of the page before */
  page(customerRef: string | null, limit: number, after: string | null): Promise<readonly SubjectRequest[]>;
  /** Requests that are not answered, the longest waiting first. */
  open(limit: number): Promise<readonly SubjectRequest[]>;
  save(request: Pick<SubjectRequest, 'requestId' | 'told' | 'answeredAtMs' | 'end' | 'noticedAtMs'>): Promise<void>;
  /**
   * Writes the next edition of a correction, durable when it resolves.
   * @returns false: the request is over, or somebody else wrote this edition first
   */
  putCorrection(requestId: string, correction: Correction): Promise<boolean>;
  /** false: it was confirmed before, or is over. */
  confirm(confirmation: Confirmation): Promise<boolean>;
  /** Deletes the requests of this person that are over. */
  forgetAnswered(customerRef: string): Promise<void>;
  /** Durable when it resolves; the same again changes nothing. */
  putMail(requestId: string, requestRef: string, mail: SealedBlock): Promise<void>;
  /** null: none came, or it is gone. */
  mailOf(requestId: string): Promise<SealedBlock | null>;
  dropMail(requestId: string): Promise<void>;
  /** @param linkHash of the secret; the secret itself is nowhere kept */
  putLink(linkHash: string, requestId: string, untilMs: number): Promise<void>;
  /** The request the link leads to; the link is used up. null: unknown, used or over. */
  takeLink(linkHash: string, nowMs: number): Promise<string | null>;
}
