// One lane in one generation of its group: takes the lane over, works its units off one after another, lets go of it.
// What goes wrong in passing ends in taking the lane over anew: that settles what became of an unfinished transaction,
// and the positions read afterwards are the truth.
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { backoffMs } from '#shared/pipeline/backoff';
import { retry } from '#shared/pipeline/retry';
import { createOutageLog } from '../client/outage-log.js';
import { sleep } from '../client/sleep.js';
import { isPassing, troubleOf } from '../client/transient.js';
import { settlesBy } from '../client/settles-by.js';
import type { Position } from '../wire/txn-offset-commit.js';
import type { FetchSink } from './fetch-targets.js';
import { createLaneInbox } from './lane-inbox.js';
import type { LaneParts } from './lane-parts.js';
import { createLaneWork } from './lane-work.js';
import { readPositions } from './read-positions.js';

export interface Lane {
  readonly lane: number;
  /** Resolves when the lane does nothing any more. */
  readonly done: Promise<void>;
  /** Finishes the unit under way, then lets go; after the drain time lets go regardless. */
  drain(): Promise<void>;
  /** Lets go at once: nothing is committed any more. */
  abandon(): void;
}

const BACKOFF = { firstMs: 20, longestMs: 5_000 } as const;
/** Between two looks at positions that a transaction under way is about to move. */
const UNDECIDED = { firstMs: 2, longestMs: 50 } as const;
/** So often in a row, without a commit in between, is no accident: somebody else uses our name. */
const MOST_FENCINGS = 20;

/** @param previous what this lane did in the generation before, which must have ended */
export function startLane(parts: LaneParts, lane: number, previous: Promise<void>): Lane {
  const { client, fetcher, settings, options, observer } = parts;
  const outage = createOutageLog(client.logger, client.waiting.clock, 'lane');
  const letGo = new AbortController();
  let isRevoked = false;
  let failures = 0;
  let fencings = 0;

  async function run(): Promise<void> {
    await previous;
    while (!letGo.signal.aborted) {
      try {
        await holdLane();
      } catch (error) {
        if (isRevoked || letGo.signal.aborted) return;
        if (!isWorthAnotherTry(error)) return parts.fail(error);
        outage.failed(error, { lane });
        await sleep(backoffMs(++failures, BACKOFF, client.waiting.random), letGo.signal);
      }
    }
  }

  function isWorthAnotherTry(error: unknown): boolean {
    if (classify(error).code !== 'KAFKA_FENCED') return isPassing(error);
    observer.fenced(lane);
    return ++fencings < MOST_FENCINGS;
  }

  function onCommit(): void {
    failures = 0;
    fencings = 0;
  }

  /** Returns when it is time to let go. */
  async function holdLane(): Promise<void> {
    const positions = await takeOver();
    if (letGo.signal.aborted) return;
    const inbox = createLaneInbox(settings);
    const stopWaiting = (): void => inbox.wake();
    letGo.signal.addEventListener('abort', stopWaiting);
    let fetchFailure: unknown = null;
    const work = createLaneWork(parts, { lane, inbox, letGo: letGo.signal, isRevoked: () => isRevoked, onCommit });
    const sink: FetchSink = {
      hasRoom: () => inbox.hasRoom(),
      accept: (fetched, highWatermark) => {
        work.noteEnd(fetched, highWatermark);
        inbox.accept(fetched);
      },
      fail: (error) => {
        fetchFailure = error;
        inbox.wake();
      },
    };
    await options.onAssigned?.(lane, positions);
    try {
      fetcher.add(positions, sink);
      outage.recovered({ lane });
      while (!letGo.signal.aborted) {
        if (fetchFailure !== null) throw fetchFailure;
        await work.step();
      }
    } finally {
      letGo.signal.removeEventListener('abort', stopWaiting);
      fetcher.remove(sink);
      for (const { topic, partition } of positions) observer.released(topic, partition);
      options.onRevoked?.(lane);
    }
  }

  /** Order matters: only once the former owner is fenced do the committed positions stand still. */
  async function takeOver(): Promise<readonly Position[]> {
    await parts.writer.initialise(letGo.signal);
    const untilDecided = {
      backoff: UNDECIDED,
      isRetriable: (error: unknown) => troubleOf(error) === 'busy',
      signal: letGo.signal,
    };
    const positions = await retry(client.waiting, untilDecided, () =>
      readPositions(parts.cluster, parts.member.groupId, parts.partitions),
    );
    if (positions.length !== parts.partitions.length) {
      throw new FulfilmentError('KAFKA_REFUSED', {
        lane,
        partitions: parts.partitions.length,
        positions: positions.length,
      });
    }
    return positions;
  }

  const done = run().catch((error: unknown) => parts.fail(error));
  return {
    lane,
    done,
    drain: async () => {
      letGo.abort();
      if (await settlesBy(done, settings.drainTimeoutMs)) return;
      isRevoked = true;
      client.logger.warn({ lane, deadlineMs: settings.drainTimeoutMs }, 'Lane given back with a unit unfinished');
    },
    abandon: () => {
      isRevoked = true;
      letGo.abort();
    },
  };
}
