// The steps of a lane that holds its partitions: a unit, a tick, or offsets alone; each one a transaction, strictly in turn.
// The handler is tried again for passing troubles with the records still in memory; nothing is open in Kafka meanwhile.
import { classify } from '#shared/errors/classify';
import { retry } from '#shared/pipeline/retry';
import type { UnitResult } from '#shared/pipeline/unit';
import { createOutageLog } from '../client/outage-log.js';
import { isPassing } from '../client/transient.js';
import type { LaneTick } from '../ports.js';
import type { FetchedRecords } from '../wire/record-set-reader.js';
import type { Position } from '../wire/txn-offset-commit.js';
import type { LaneInbox } from './lane-inbox.js';
import type { LaneParts } from './lane-parts.js';

export interface LaneWork {
  /** Does the next thing there is to do, or waits for one; returns after it. */
  step(): Promise<void>;
  /** How far a partition reaches, for its lag. */
  noteEnd(fetched: FetchedRecords, highWatermark: number): void;
}

export interface LaneHold {
  readonly lane: number;
  readonly inbox: LaneInbox;
  /** Aborts when the lane is to let go: what is under way is finished, nothing new begun. */
  readonly letGo: AbortSignal;
  readonly isRevoked: () => boolean;
  readonly onCommit: () => void;
}

const BACKOFF = { firstMs: 50, longestMs: 5_000 } as const;
/** What nobody foresaw gets this many tries, in case it was chance. */
const UNEXPECTED_TRIES = 3;
const NOTHING: UnitResult = { outputs: [] };
const LONGEST_WAIT_MS = 1_000;

export function createLaneWork(parts: LaneParts, hold: LaneHold): LaneWork {
  const { client, fetcher, options, observer, settings } = parts;
  const { lane, inbox, letGo, isRevoked } = hold;
  const { clock } = client.waiting;
  const outage = createOutageLog(client.logger, clock, 'unit');
  const ends = new Map<string, number>();
  const tick = options.tick;
  let tickDueMs = tick === undefined ? Number.POSITIVE_INFINITY : clock.nowMs() + tick.everyMs;
  let committedMs = clock.nowMs();

  async function step(): Promise<void> {
    const records = inbox.take();
    // Taking makes room even when nothing came of it but markers: a lane that nobody else feeds would wait for ever.
    if (inbox.hasRoom()) fetcher.wake();
    if (records.length > 0) {
      await carryOut(records.length, () => options.handler({ lane, records, isRevoked }));
    }
    if (letGo.aborted) return;
    const nowMs = clock.nowMs();
    if (tick !== undefined && nowMs >= tickDueMs) {
      const isBusy = await runTick(tick);
      tickDueMs = nowMs + (isBusy ? tick.everyMs : (tick.idleEveryMs ?? tick.everyMs));
    } else if (records.length === 0) {
      await rest(nowMs);
    }
  }

  /** Nothing to handle: commit what was only passed over, or wait. */
  async function rest(nowMs: number): Promise<void> {
    const idleCommitMs = committedMs + settings.idleCommitMs;
    const hasPositions = inbox.positions().length > 0;
    if (hasPositions && nowMs >= idleCommitMs) return commit(0, NOTHING, nowMs);
    const wakeMs = Math.min(tickDueMs, hasPositions ? idleCommitMs : Number.POSITIVE_INFINITY, nowMs + LONGEST_WAIT_MS);
    await inbox.arrival(Math.max(0, wakeMs - nowMs));
  }

  async function carryOut(records: number, work: () => Promise<UnitResult>): Promise<void> {
    const startedMs = clock.nowMs();
    const result = await insist(work);
    if (isRevoked()) return;
    await commit(records, result, startedMs);
  }

  /** @returns whether it had anything to say; if not, no transaction is spent on it */
  async function runTick(due: LaneTick): Promise<boolean> {
    const startedMs = clock.nowMs();
    const result = await insist(() => due.run(lane, isRevoked));
    if (isRevoked()) return false;
    if (result.outputs.length > 0) await commit(0, result, startedMs);
    else told(result);
    return result.outputs.length > 0;
  }

  function insist(work: () => Promise<UnitResult>): Promise<UnitResult> {
    let unexpected = 0;
    const isRetriable = (error: unknown): boolean => {
      return isPassing(error) || (classify(error).code === 'UNEXPECTED' && ++unexpected < UNEXPECTED_TRIES);
    };
    const onRetry = (error: unknown): void => {
      observer.retry(classify(error).code);
      outage.failed(error, { lane });
    };
    return retry(client.waiting, { backoff: BACKOFF, isRetriable, onRetry, signal: letGo }, async () => {
      const result = await work();
      outage.recovered({ lane });
      return result;
    });
  }

  async function commit(records: number, result: UnitResult, startedMs: number): Promise<void> {
    const positions = inbox.positions();
    const beganMs = clock.nowMs();
    try {
      await parts.writer.commit(result.outputs, positions, parts.member);
    } catch (error) {
      observer.transaction('failed', clock.nowMs() - beganMs);
      throw error;
    }
    inbox.committed();
    committedMs = clock.nowMs();
    hold.onCommit();
    observer.transaction('committed', committedMs - beganMs);
    observer.unit(lane, records, result.outputs.length, committedMs - startedMs);
    for (const { topic, partition, offset } of positions) {
      observer.lag(topic, partition, Math.max(0, (ends.get(`${partition} ${topic}`) ?? offset) - offset));
    }
    told(result, positions);
  }

  function told({ afterCommit }: UnitResult, positions?: readonly Position[]): void {
    try {
      if (positions !== undefined) options.onCommitted?.(lane, positions);
      afterCommit?.();
    } catch (err) {
      // It is committed: what listens to it must not undo it.
      client.logger.error({ lane, err }, 'A listener to the commit failed');
    }
  }

  return {
    step,
    noteEnd: ({ topic, partition }, highWatermark) => ends.set(`${partition} ${topic}`, highWatermark),
  };
}
