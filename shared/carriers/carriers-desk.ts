// What the commands for carriers need of the world: small, idempotent acts, each of which can be undone.
import type { Secret } from '#shared/config/secret';
import type { CarrierEntry } from './carrier-entry.js';
import type { Known } from './decide-change.js';

export interface CarriersDesk {
  /** Policy and register as they are now. */
  known(): Promise<Known>;
  /** Makes the carrier's two topics; gives the names of those that were not there. */
  makeTopics(carrierId: string): Promise<readonly string[]>;
  deleteTopics(names: readonly string[]): Promise<void>;
  /** Registers the schemas of both topics; gives the subjects that were not there. */
  registerSubjects(carrierId: string): Promise<readonly string[]>;
  deleteSubjects(subjects: readonly string[]): Promise<void>;
  /** Lets the user read the carrier's shipments and write its statuses, and nothing else. */
  allow(carrierId: string, user: string): Promise<void>;
  disallow(user: string): Promise<void>;
  makeLogin(user: string, password: Secret): Promise<void>;
  endLogins(users: readonly string[]): Promise<void>;
  /** Enters it in the register. @throws REGISTER_CHANGED_MEANWHILE when somebody else entered something since the desk was opened */
  enter(entry: CarrierEntry): Promise<void>;
  /** How many records of the carrier's shipments are live: not taken back by a tombstone. */
  liveRecords(carrierId: string): Promise<number>;
  /** All names of a carrier's topics and subjects, whether they are there or not. */
  namesOf(carrierId: string): { readonly topics: readonly string[]; readonly subjects: readonly string[] };
  /** Within what time plaintext is gone from disk after its tombstone, ms. */
  readonly promiseMs: number;
  close(): Promise<void>;
}
