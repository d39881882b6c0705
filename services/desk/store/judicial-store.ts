// The port of judicial requests and of the authorities that may make them.
import type { Authority, JudicialRequest } from '../domain/judicial/judicial-request.js';

export interface JudicialStore {
  /** Replaces what was known of the authority. Durable when it resolves. */
  putAuthority(authority: Authority): Promise<void>;
  findAuthority(authorityId: string): Promise<Authority | null>;
  authorities(): Promise<readonly Authority[]>;
  /** Durable when it resolves. The same key again gives the request that was made first. */
  create(request: JudicialRequest, idempotencyKey: string): Promise<JudicialRequest>;
  find(requestId: string): Promise<JudicialRequest | null>;
  /** Newest first. @param after id of the last request of the page before */
  page(limit: number, after: string | null): Promise<readonly JudicialRequest[]>;
  /** Durable when it resolves true. False: somebody else changed it meanwhile. @param request one revision further than what is stored */
  save(request: JudicialRequest): Promise<boolean>;
}
