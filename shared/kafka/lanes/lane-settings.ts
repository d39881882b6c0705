// The figures lanes work by, with the reasons for their defaults.

export interface LaneSettings {
  /** Records of a unit at most: bounds memory and the time of a transaction. Default 2,000. */
  readonly unitRecords: number;
  /** Bytes of keys and values of a unit, roughly. Default 4 MiB. */
  readonly unitBytes: number;
  /** A lane with so many fetched bytes waiting is fetched no further. Default 1 MiB. */
  readonly waitingBytes: number;
  /** While records flow, so long lies between two fetches … Default 10 ms. */
  readonly paceMs: number;
  /** … unless the last one brought so many bytes: then more is waiting. Default 64 KiB. */
  readonly plentyBytes: number;
  /** Where the last one brought so many bytes, the next follows after `busyPaceMs` instead. Default: never. */
  readonly busyBytes: number;
  /** For who keeps what comes, and writes less the longer it gathers: most of what happens to a thing happens within a second. Default as `paceMs`. */
  readonly busyPaceMs: number;
  /**
   * What is written by transactions of others comes gathered already: its first byte ends the wait, and the records are fetched so much later, for they
   * become visible partition by partition. Default 0: no such wait, the beat gathers.
   */
  readonly gatherMs: number;
  /** While nothing flows, one fetch waits so long and ends at the first byte. Default 100 ms. */
  readonly idleWaitMs: number;
  /** Default 1 MiB; a larger first record comes all the same. */
  readonly maxBytesPerPartition: number;
  /** Of one fetch. Default 10 MiB. */
  readonly maxBytes: number;
  /** Without a heartbeat for so long a lane goes to another instance. Default 10 s. */
  readonly sessionTimeoutMs: number;
  /** Default 1 s: how soon a wish to rebalance is noticed. */
  readonly heartbeatMs: number;
  /** How long the group waits for all members to rejoin. Default 30 s. */
  readonly rebalanceTimeoutMs: number;
  /** How long a lane may finish what is under way before it is given away regardless. Default 10 s, below rebalanceTimeoutMs. */
  readonly drainTimeoutMs: number;
  /** An open transaction is aborted by the broker after this: it blocks readers and cleaning that long. Default 10 s. */
  readonly transactionTimeoutMs: number;
  /** Offsets of heartbeats and markers alone are committed this long after the last commit. Default 5 s. */
  readonly idleCommitMs: number;
}

export const LANE_SETTINGS: LaneSettings = {
  unitRecords: 2_000,
  unitBytes: 4 * 1024 * 1024,
  waitingBytes: 1024 * 1024,
  paceMs: 10,
  plentyBytes: 65_536,
  busyBytes: Number.POSITIVE_INFINITY,
  busyPaceMs: 10,
  gatherMs: 0,
  idleWaitMs: 100,
  maxBytesPerPartition: 1024 * 1024,
  maxBytes: 10 * 1024 * 1024,
  sessionTimeoutMs: 10_000,
  heartbeatMs: 1_000,
  rebalanceTimeoutMs: 30_000,
  drainTimeoutMs: 10_000,
  transactionTimeoutMs: 10_000,
  idleCommitMs: 5_000,
};
