// Reads one partition without a consumer group: its last record, or all of it.
// Committed records only; where a transaction is still open below the end, it waits until it is decided.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type KafkaCluster, loadTopics } from './client/cluster.js';
import type { KafkaClient } from './create-kafka.js';
import { askLeader, endOf, readPiece, startOf } from './partition-access.js';

/** Offsets before the end to look for the last record at first: markers lie between them. */
const FIRST_WINDOW = 64;
const FETCH_WAIT_MS = 100;
/** Above the 10 s after which the broker aborts what was left open. */
const UNDECIDED_MS = 20_000;

export interface PartitionReader {
  /** The last record; null while there is none. */
  last(): Promise<IncomingRecord | null>;
  /**
   * All records from `fromOffset` (by default the first one) to what was the end when the reading began, or to before `toOffset` if that is
   * less; in batches.
   */
  all(fromOffset?: number, toOffset?: number): AsyncIterable<readonly IncomingRecord[]>;
  /** Offset behind the last record, those of open transactions included. It never falls. */
  end(): Promise<number>;
}

/** @param topic the real name of a topic; its first partition is read. All calls reject with TOPIC_MISSING or kafkajs' errors, which may be tried again. */
export function createPartitionReader(client: KafkaClient, topic: string): PartitionReader {
  const place = { topic, partition: 0 };

  const firstOffset = (cluster: KafkaCluster): Promise<number> =>
    askLeader(client.waiting, cluster, place, (leader) => startOf(leader, place));
  const endOffset = (cluster: KafkaCluster): Promise<number> =>
    askLeader(client.waiting, cluster, place, (leader) => endOf(leader, place));

  /** What `work` gives, over a connection of its own. */
  async function* connected<T>(work: (cluster: KafkaCluster) => AsyncIterable<T>): AsyncGenerator<T> {
    const cluster = client.openCluster();
    try {
      await cluster.connect();
      await loadTopics(cluster, [topic]);
      yield* work(cluster);
    } finally {
      await cluster.disconnect();
    }
  }

  /** The records of [from, to), batch by batch. */
  async function* read(cluster: KafkaCluster, from: number, to: number): AsyncGenerator<readonly IncomingRecord[]> {
    const { clock } = client.waiting;
    let offset = from;
    let movedMs = clock.nowMs();
    while (offset < to) {
      const { records, nextOffset } = await askLeader(client.waiting, cluster, place, (leader) =>
        readPiece(leader, place, { from: offset, waitMs: FETCH_WAIT_MS }),
      );
      if (nextOffset > offset) {
        offset = nextOffset;
        movedMs = clock.nowMs();
        yield records.filter((record) => Number(record.offset) < to);
      } else if (clock.nowMs() - movedMs > UNDECIDED_MS) {
        throw new FulfilmentError('KAFKA_UNAVAILABLE', { ...place, undecidedFrom: offset });
      }
    }
  }

  async function lastOf(cluster: KafkaCluster, from: number, to: number): Promise<IncomingRecord | null> {
    let last: IncomingRecord | null = null;
    for await (const records of read(cluster, from, to)) last = records.at(-1) ?? last;
    return last;
  }

  async function* lookForLast(cluster: KafkaCluster): AsyncGenerator<IncomingRecord | null> {
    const [start, end] = [await firstOffset(cluster), await endOffset(cluster)];
    for (let window = FIRST_WINDOW; ; window *= 16) {
      const from = Math.max(start, end - window);
      const last = await lastOf(cluster, from, end);
      if (last === null && from > start) continue;
      yield last;
      return;
    }
  }

  return {
    last: async () => {
      let found: IncomingRecord | null = null;
      for await (const last of connected(lookForLast)) found = last;
      return found;
    },
    all: (fromOffset = 0, toOffset = Number.POSITIVE_INFINITY) =>
      connected(async function* all(cluster) {
        const start = Math.max(fromOffset, await firstOffset(cluster));
        yield* read(cluster, start, Math.min(toOffset, await endOffset(cluster)));
      }),
    end: async () => {
      let end = 0;
      for await (const at of connected(async function* look(cluster) {
        yield await endOffset(cluster);
      }))
        end = at;
      return end;
    },
  };
}
