// The port of agreements of confidentiality.
import type { Agreement } from '../domain/agreements/agreement.js';

export interface AgreementStore {
  /** Replaces what was known of the person. Durable when it resolves. */
  put(agreement: Agreement): Promise<void>;
  find(subject: string): Promise<Agreement | null>;
  /** By person. @param after the last person of the page before */
  page(limit: number, after: string | null): Promise<readonly Agreement[]>;
}
