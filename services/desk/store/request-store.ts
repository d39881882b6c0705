// The port of requests of people and of the one-time links to their packages. Names people and orders by keyed hash only.
import type { SubjectRequest } from '../domain/requests/subject-request.js';

export interface RequestStore {
  /** Durable when it resolves. The same key of the same person again gives the request that was made first. */
  create(request: SubjectRequest, idempotencyKey: string): Promise<SubjectRequest>;
  find(requestId: string): Promise<SubjectRequest | null>;
  /** Newest first. @param customerRef null: of everybody; @param after id of the last request of the page before */
  page(customerRef: string | null, limit: number, after: string | null): Promise<readonly SubjectRequest[]>;
  /** Requests that are not answered, the longest waiting first. */
  open(limit: number): Promise<readonly SubjectRequest[]>;
  save(request: Pick<SubjectRequest, 'requestId' | 'told' | 'answeredAtMs'>): Promise<void>;
  /** @param linkHash of the secret; the secret itself is nowhere kept */
  putLink(linkHash: string, requestId: string, untilMs: number): Promise<void>;
  /** The request the link leads to; the link is used up. null: unknown, used or over. */
  takeLink(linkHash: string, nowMs: number): Promise<string | null>;
}
