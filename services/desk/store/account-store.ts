// The port of what the desk knows of accounts, by keyed hash: the moments from which their clocks run.
import type { KnownAccount } from '../domain/requests/account.js';

/** Per moment, ms since the epoch. */
export type MomentsBefore = Readonly<Record<'deactivated' | 'last-sign-in', number>>;

export interface AccountStore {
  /** The later moment stays; the same again changes nothing. Durable when it resolves. */
  note(customerRef: string, moment: 'deactivated' | 'last-sign-in', atMs: number): Promise<void>;
  /** Accounts of which one moment lies before the one given for it, in no order; at most `limit`. */
  withMomentBefore(before: MomentsBefore, limit: number): Promise<readonly KnownAccount[]>;
  forget(customerRef: string): Promise<void>;
}
