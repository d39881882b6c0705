// The port of a store that mirrors a topic. What it keeps and how far it has read move in one step, so that after a crash nothing is applied
// twice or in another order, and of two mirrors of one store the slower one changes nothing.

export interface MirrorChange {
  readonly offset: number;
  readonly key: string;
  /** null: delete. */
  readonly value: Readonly<Record<string, unknown>> | null;
  /** Of the erasure that asked for this delete; absent for other deletes. */
  readonly erasureId?: string;
}

/** What a store states after a delete somebody asked for. Kept with the delete until it was sent. */
export interface MirrorReceipt {
  readonly erasureId: string;
  readonly key: string;
  /** 1 when there was something to delete. */
  readonly deletedDocuments: number;
  /** ms since 1970. */
  readonly atMs: number;
}

export interface MirrorPosition {
  /** Offset of the next record to apply. */
  readonly next: number;
  /** When it was last moved, ms since 1970. */
  readonly atMs: number;
}

export interface MirrorStore {
  /** By partition; without an entry nothing was read yet. */
  positions(): Promise<ReadonlyMap<number, MirrorPosition>>;
  /**
   * Applies changes of one partition in their order, notes receipts for deletes that carry an erasure, and moves the position, all or nothing.
   * Changes before the stored position were applied already and are passed over. `next`: behind the last record that was read.
   */
  apply(partition: number, changes: readonly MirrorChange[], next: number, nowMs: number): Promise<void>;
  /** Deletes what came from this partition and is not among the keys, and puts the position to `next`; answers how many. */
  retain(partition: number, keys: ReadonlySet<string>, next: number): Promise<number>;
  /** Which of these keys are there. */
  existing(keys: readonly string[]): Promise<ReadonlySet<string>>;
  /** The oldest receipts that were not sent yet. */
  pendingReceipts(limit: number): Promise<readonly MirrorReceipt[]>;
  receiptsSent(receipts: readonly MirrorReceipt[]): Promise<void>;
}
