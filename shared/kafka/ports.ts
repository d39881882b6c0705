// The ports that services use of Kafka. Only this folder knows the client library behind them.
import type { OutgoingRecord, Unit, UnitHandler, UnitResult } from '#shared/pipeline/unit';

/** Which partitions of a topic belong to a lane, and who may have them. */
export interface LaneInput {
  readonly topic: string;
  /**
   * `by-lane`: partition p belongs to lane p.
   * `by-category`: partition categoryIndex × LANES + lane; only the named category indexes are ever fetched.
   * `any-lane`: partition p is worked off in lane p mod LANES, although its records may belong to orders of any lane (topics that others write).
   * `single`: one partition, worked off in lane 0.
   */
  readonly layout: 'by-lane' | 'by-category' | 'any-lane' | 'single';
  readonly categoryIndexes?: readonly number[];
}

/** Extra work a lane does on its own clock, in the same transaction discipline as records (timers, heartbeats). */
export interface LaneTick {
  readonly everyMs: number;
  /** After a tick without outputs; default `everyMs`. */
  readonly idleEveryMs?: number;
  readonly run: (lane: number, isRevoked: () => boolean) => Promise<UnitResult>;
}

export interface LaneConsumerOptions {
  /** Service name: group id and transactional ids are derived from it. */
  readonly service: string;
  readonly inputs: readonly LaneInput[];
  /**
   * All partitions are one lane, number 0: one instance at a time does it all, with one transaction for whatever came of all of them. For work that
   * ends in one partition anyway, where a transaction of each lane would cost more than the work.
   */
  readonly isOneLane?: boolean;
  readonly handler: UnitHandler;
  readonly tick?: LaneTick;
  /**
   * Called when a lane is taken over, before its first unit: load what the lane needs. The former owner can no longer commit
   * then. After each rebalance all lanes are taken over anew, also those that stay: another instance may have had them.
   * @param positions how far the inputs are handled: what was committed with the outputs that are on the topics now
   */
  readonly onAssigned?: (lane: number, positions: readonly CommittedPosition[]) => Promise<void>;
  /** Called when the lane is let go of, also before it is taken anew. After each `onAssigned`, exactly once. */
  readonly onRevoked?: (lane: number) => void;
  /** Called after each commit with how far the inputs are handled: first offset that is not. Not for state. */
  readonly onCommitted?: (lane: number, positions: readonly CommittedPosition[]) => void;
}

export interface CommittedPosition {
  readonly topic: string;
  readonly partition: number;
  readonly offset: number;
}

/** A running consumer. `failed` settles when a crash-class error ended it. */
export interface LaneConsumer {
  /** Resolves when the group has been joined and the first assignment is in. */
  readonly ready: Promise<void>;
  readonly failed: Promise<Error>;
  /** Lanes held at the moment. */
  lanes(): readonly number[];
  /** Whether the group counts us in: false before the first assignment and from when it was lost until the next one. */
  isMember(): boolean;
  /** Drains the units in flight, commits them, leaves the group. */
  stop(): Promise<void>;
}

export type StartLaneConsumer = (options: LaneConsumerOptions) => Promise<LaneConsumer>;

/** For command-line tools and publishers without a lane: an idempotent producer. */
export interface PlainProducer {
  send(records: readonly OutgoingRecord[]): Promise<void>;
  stop(): Promise<void>;
}

export type { OutgoingRecord, Unit, UnitHandler, UnitResult };
