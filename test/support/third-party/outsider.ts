// How an outsider logs in: the four things a shop or carrier is told.

export interface OutsiderLogin {
  readonly brokers: readonly string[];
  readonly mechanism: 'plain' | 'scram-sha-256' | 'scram-sha-512';
  readonly username: string;
  readonly password: string;
  /** Confluent-compatible API. */
  readonly registryUrl: string;
}
