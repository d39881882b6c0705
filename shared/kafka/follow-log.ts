// Follows a log for one process: whatever is written is told a moment later, in its order, and an outage is waited out.
import { backoffMs } from '#shared/pipeline/backoff';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { createOutageLog } from './client/outage-log.js';
import { isPassing } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import type { PartitionLog } from './partition-log.js';

export interface FollowedLog {
  /** Rejects with the error that ends following for good, e.g. what `onRecords` throws. Never resolves. */
  readonly done: Promise<void>;
  /** Ends following, and closes the log. */
  stop(): Promise<void>;
}

export interface FollowLogOptions {
  readonly kafka: Pick<KafkaClient, 'logger' | 'waiting'>;
  readonly log: PartitionLog;
  /** Who follows, for the logger. */
  readonly name: string;
  /** First offset that was not read yet. */
  readonly fromOffset: number;
  /** Told the same records again when it throws an error that passes. */
  readonly onRecords: (records: readonly IncomingRecord[]) => Promise<void>;
}

/** How long one fetch waits at the broker; it answers as soon as something is written. */
const WAIT_MS = 500;
const BACKOFF = { firstMs: 50, longestMs: 1_000 } as const;

export function followLog(options: FollowLogOptions): FollowedLog {
  const stopping = new AbortController();
  const running = follow(options, stopping.signal);
  const done = running.then(() => new Promise<void>(() => undefined));
  // Whoever runs the services listens; until then a failure must not end the process without a word.
  done.catch(() => undefined);
  return {
    done,
    stop: async () => {
      stopping.abort();
      await running.catch(() => undefined);
      await options.log.close();
    },
  };
}

async function follow({ kafka, log, name, fromOffset, onRecords }: FollowLogOptions, stop: AbortSignal): Promise<void> {
  const { clock, sleep, random } = kafka.waiting;
  const outage = createOutageLog(kafka.logger, clock, name);
  let offset = fromOffset;
  for (let failures = 0; !stop.aborted; ) {
    try {
      const { records, nextOffset } = await log.read(offset, WAIT_MS);
      await onRecords(records);
      offset = nextOffset;
      failures = 0;
      outage.recovered();
    } catch (error) {
      if (!isPassing(error)) throw error;
      outage.failed(error);
      await sleep(backoffMs(++failures, BACKOFF, random), stop);
      await log.refresh().catch(() => undefined);
    }
  }
}
