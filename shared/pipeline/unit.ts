// The vocabulary between a flow and what drives it: what comes in for one lane, and what a flow wants to go out.
// A flow never sends anything itself: it returns outputs and dead letters, and settle-outcomes carries them out in one transaction.

/** One record as fetched. `value` is null for a tombstone, which is not the same as a value that cannot be decoded. */
export interface IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer | undefined>>;
}

/** All records fetched together for one lane, over all input topics; in offset order within each partition. */
export interface Unit {
  readonly lane: number;
  readonly records: readonly IncomingRecord[];
  /** True once the lane was taken away: a flow may stop early, nothing of the unit will be committed. */
  isRevoked(): boolean;
}

/** One record to be written. `partition` is always explicit: on owned topics only the owner decides where a key lives. */
export interface OutgoingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A refused record: code and field paths only, never values; the original travels sealed. */
export interface Refusal {
  readonly record: IncomingRecord;
  readonly code: string;
  /** Paths such as `shipping.addressLines[1]`, without values. */
  readonly fieldPaths: readonly string[];
  readonly step: string;
  /** The order it belongs to, when that could be told: its key seals the original. */
  readonly orderRef?: string;
}

/**
 * What a flow made of a unit. `afterCommit` runs once the transaction is committed (metrics, progress), never for state:
 * when the broker's answer to the commit is lost, the unit counts as committed without it being called.
 */
export interface UnitResult {
  readonly outputs: readonly OutgoingRecord[];
  readonly afterCommit?: () => void;
}

/** A flow: pure of Kafka, may write idempotent state before it returns. */
export type UnitHandler = (unit: Unit) => Promise<UnitResult>;
