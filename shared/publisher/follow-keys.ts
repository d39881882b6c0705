// Keeps the key book up to date: reads the announcements from their beginning, then follows what comes.
import { createOutageLog } from '#shared/kafka/client/outage-log';
import { isPassing } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { PartitionLog } from '#shared/kafka/partition-log';
import { backoffMs } from '#shared/pipeline/backoff';
import type { KeyBook } from './key-book.js';

export interface KeyFollower {
  stop(): Promise<void>;
}

const FOLLOW_MS = 2_000;
const FIRST_LOOK_MS = 250;
const BACKOFF = { firstMs: 100, longestMs: 5_000 } as const;

/**
 * Resolves once everything announced so far is in the book, and a key among it or `patienceMs` over.
 * @throws what reading failed with, when it is no passing trouble
 */
export async function followKeys(
  kafka: Pick<KafkaClient, 'logger' | 'waiting'>,
  log: PartitionLog,
  book: KeyBook,
  patienceMs: number,
): Promise<KeyFollower> {
  const { clock, sleep, random } = kafka.waiting;
  let offset = await log.start();
  const end = await log.end();
  const untilMs = clock.nowMs() + patienceMs;
  while (offset < end || (book.newestAt(clock.nowMs()) === undefined && clock.nowMs() < untilMs)) {
    const { records, nextOffset } = await log.read(offset, FIRST_LOOK_MS);
    await book.enter(records);
    if (nextOffset === offset && offset < end) break;
    offset = nextOffset;
  }

  const stopping = new AbortController();
  const outage = createOutageLog(kafka.logger, clock, 'ingress keys');
  const following = (async () => {
    for (let failures = 0; !stopping.signal.aborted; ) {
      try {
        const { records, nextOffset } = await log.read(offset, FOLLOW_MS);
        await book.enter(records);
        offset = nextOffset;
        failures = 0;
        outage.recovered();
      } catch (error) {
        if (stopping.signal.aborted) return;
        outage.failed(error);
        await sleep(backoffMs(++failures, BACKOFF, random), stopping.signal);
        if (isPassing(error)) await log.refresh().catch(() => undefined);
      }
    }
  })();
  return {
    stop: async () => {
      stopping.abort();
      await log.close();
      await following;
    },
  };
}
