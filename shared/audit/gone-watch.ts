// Measures from outside how long the values of erased keys stay: follows every topic that may hold plaintext, and reads a partition again from its
// start, aborted records too, as long as something in it has to go. What a reader can't find any more is unlinked `file.delete.delay.ms` later.
import type { Clock } from '#shared/domain/clock';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicReader, type TopicReader } from '#shared/kafka/topic-reader';
import type { Logger } from '#shared/logging/logger';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { Component } from '#shared/runtime/component';
import { lookAgain } from '#shared/runtime/look-again';
import type { Metrics } from '#shared/telemetry/metrics';
import { createGoneTracker, type GoneTracker, type SeenRecord } from './gone-tracker.js';

export interface GoneWatchOptions {
  readonly kafka: KafkaClient;
  /** Compacted topics, as Kafka knows them → their names in the catalogue, which are what metrics call them. */
  readonly topics: ReadonlyMap<string, string>;
  readonly metrics: Pick<Metrics, 'gauge' | 'histogram' | 'counter'>;
  readonly logger: Logger;
  readonly machineClock: Clock;
  readonly deadlineMs: number;
  /** Added to what is measured: the files go that much later. */
  readonly fileDeleteDelayMs: number;
  readonly everyMs: number;
  /** One instance watches; another one that takes over reads everything again. */
  readonly isOurTurn: () => boolean;
}

interface Watched {
  readonly topic: string;
  readonly name: string;
  readonly partition: number;
  readonly tracker: GoneTracker;
  nextOffset: number | null;
}

const BUCKETS_MS = [
  1_000, 2_000, 5_000, 10_000, 20_000, 30_000, 60_000, 120_000, 300_000, 600_000, 900_000, 1_800_000, 3_600_000,
];

export function createGoneWatch(options: GoneWatchOptions): Component<void> {
  const { kafka, topics, metrics, logger, machineClock, deadlineMs, fileDeleteDelayMs, everyMs, isOurTurn } = options;
  const took = metrics.histogram(
    'time_to_gone_ms',
    'From tombstone to unlinked bytes, measured',
    ['topic'],
    BUCKETS_MS,
  );
  const waiting = metrics.gauge('erased_values_on_disk', 'Values whose tombstone is written and that still lie there', [
    'topic',
  ]);
  const oldest = metrics.gauge('erased_values_oldest_ms', 'Age of the oldest tombstone whose value still lies there', [
    'topic',
  ]);
  const late = metrics.counter('time_to_gone_late_total', 'Values that went after the promised deadline', ['topic']);
  let watched: Watched[] | null = null;

  async function look(): Promise<void> {
    if (!isOurTurn()) {
      watched = null;
      return;
    }
    const reader = await openTopicReader(kafka, [...topics.keys()]);
    try {
      watched ??= watchedOf(reader, topics);
      for (const one of watched) await lookInto(reader, one);
      tell(watched);
    } finally {
      await reader.close();
    }
  }

  async function lookInto(reader: TopicReader, one: Watched): Promise<void> {
    const { topic, name, partition, tracker } = one;
    const { start, end } = await reader.edges(topic, partition);
    const range = { from: one.nextOffset ?? start, to: end, isUncommitted: true };
    for await (const records of reader.read(topic, partition, range)) tracker.follow(records.map(seenOf));
    one.nextOffset = end;
    if (tracker.pending === 0) return;
    const values: { offset: number; key: string }[] = [];
    for await (const records of reader.read(topic, partition, { isUncommitted: true }))
      for (const record of records) if (record.value !== null) values.push(seenOf(record));
    for (const { tookMs } of tracker.compare(values, machineClock.nowMs())) {
      const wholeMs = tookMs + fileDeleteDelayMs;
      took.observe({ topic: name }, wholeMs);
      if (wholeMs > deadlineMs) late.inc({ topic: name });
    }
  }

  function tell(all: readonly Watched[]): void {
    const nowMs = machineClock.nowMs();
    for (const [topic, name] of topics) {
      const trackers = all.filter((one) => one.topic === topic).map(({ tracker }) => tracker);
      const count = trackers.reduce((sum, { pending }) => sum + pending, 0);
      const since = trackers.flatMap((tracker) => tracker.oldestMs() ?? []);
      const ageMs = since.length === 0 ? 0 : nowMs - Math.min(...since);
      waiting.set({ topic: name }, count);
      oldest.set({ topic: name }, ageMs);
      const lateMs = ageMs + fileDeleteDelayMs - deadlineMs;
      if (lateMs > 0)
        logger.error(
          { topic: name, count, deadlineMs, lateMs },
          'Values of erased keys are on disk beyond the promised deadline',
        );
    }
  }

  return lookAgain('gone watch', everyMs, () =>
    // What was missed shows at the next look: everything is counted from the tombstones themselves.
    look().catch((err: unknown) => logger.warn({ err }, 'Topics could not be watched for erased values')),
  );
}

function watchedOf(reader: TopicReader, topics: ReadonlyMap<string, string>): Watched[] {
  return [...topics].flatMap(([topic, name]) =>
    Array.from({ length: reader.partitions(topic) }, (_, partition) => ({
      topic,
      name,
      partition,
      tracker: createGoneTracker(),
      nextOffset: null,
    })),
  );
}

function seenOf({ offset, key, value, timestampMs }: IncomingRecord): SeenRecord {
  return { offset: Number(offset), key: key?.toString('latin1') ?? '', isTombstone: value === null, timestampMs };
}
