// What the command needs of the running broker: the versions there are, and a way to add one.
import type { PolicyVersion } from '#schemas/generated/records';

export interface VersionsDesk {
  /** Published versions, oldest first; empty while only the version that came with the program is in force. */
  versions(): Promise<readonly PolicyVersion[]>;
  /** @throws POLICY_NOT_NEWER, POLICY_PUBLISHED_MEANWHILE, and what Kafka and the registry throw */
  publish(next: PolicyVersion, own: PolicyVersion): Promise<void>;
  close(): Promise<void>;
}
