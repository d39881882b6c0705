// A Kafka in memory with what the services rely on: ordered partitions, and consumers that handle units of a lane one after another,
// whose outputs and offsets are committed together or, when a crash comes in between, not at all.
import type { LaneTick } from '#shared/kafka/ports';
import type { IncomingRecord, OutgoingRecord, Unit, UnitResult } from '#shared/pipeline/unit';

export interface SmallConsumer {
  readonly name: string;
  /** Partitions per lane. */
  readonly inputs: readonly { readonly topic: string; readonly partitionOf: (lane: number) => number | null }[];
  readonly handler: (unit: Unit) => Promise<UnitResult>;
  readonly tick?: LaneTick['run'];
  readonly onAssigned?: (lane: number) => Promise<void>;
}

/**
 * Where an instance dies while it works on a unit; `none`: it does not. `twice`: a former owner of the lane works on the very same unit at
 * the very same time and is fenced off at the commit.
 */
export type Crash = 'none' | 'before-commit' | 'after-commit' | 'twice';

export interface SmallKafka {
  append(records: readonly OutgoingRecord[]): void;
  /** All records of a topic, partition after partition. */
  records(topic: string): IncomingRecord[];
  /** Hands `most` records to the consumer's lane; false when there were none. */
  work(consumer: SmallConsumer, lane: number, most: number, crash: Crash): Promise<boolean>;
  /** Runs the tick of the lane; false when nothing came of it. */
  tick(consumer: SmallConsumer, lane: number, crash: Crash): Promise<boolean>;
}

export function createSmallKafka(): SmallKafka {
  const logs = new Map<string, IncomingRecord[]>();
  const offsets = new Map<string, number>();

  function logOf(topic: string, partition: number): IncomingRecord[] {
    const name = `${topic}/${partition}`;
    const log = logs.get(name) ?? [];
    logs.set(name, log);
    return log;
  }

  function append(records: readonly OutgoingRecord[]): void {
    for (const { topic, partition, key, value, headers = {} } of records) {
      const log = logOf(topic, partition);
      log.push({
        topic,
        partition,
        // Markers of transactions take offsets, too.
        offset: String(log.length * 2),
        timestampMs: 0,
        key: key === null ? null : Buffer.from(key),
        // The codec cuts its values from larger buffers: a copy, as the wire makes one.
        value: value === null ? null : Buffer.from(value),
        headers: Object.fromEntries(Object.entries(headers).map(([name, text]) => [name, Buffer.from(text)])),
      });
    }
  }

  /** Commits the result, or dies: then a new instance takes the lane over. */
  async function conclude(
    consumer: SmallConsumer,
    lane: number,
    result: UnitResult,
    moved: readonly { readonly name: string; readonly next: number }[],
    crash: Crash,
  ): Promise<void> {
    if (crash !== 'before-commit') {
      append(result.outputs);
      for (const { name, next } of moved) offsets.set(name, next);
    }
    if (crash === 'none' || crash === 'twice') result.afterCommit?.();
    else await consumer.onAssigned?.(lane);
  }

  return {
    append,
    records: (topic) => [...logs].filter(([name]) => name.startsWith(`${topic}/`)).flatMap(([, log]) => log),
    work: async (consumer, lane, most, crash) => {
      const records: IncomingRecord[] = [];
      const moved = consumer.inputs.flatMap(({ topic, partitionOf }) => {
        const partition = partitionOf(lane);
        if (partition === null) return [];
        const name = `${consumer.name} ${topic}/${partition}`;
        const from = offsets.get(name) ?? 0;
        const taken = logOf(topic, partition).slice(from, from + most);
        records.push(...taken);
        return [{ name, next: from + taken.length }];
      });
      if (records.length === 0) return false;
      const unit: Unit = { lane, records, isRevoked: () => false };
      const [result] = await Promise.all([consumer.handler(unit), crash === 'twice' ? consumer.handler(unit) : null]);
      await conclude(consumer, lane, result, moved, crash);
      return true;
    },
    tick: async (consumer, lane, crash) => {
      const result = await consumer.tick?.(lane, () => false);
      if (result === undefined) return false;
      await conclude(consumer, lane, result, [], result.outputs.length === 0 ? 'none' : crash);
      return result.outputs.length > 0;
    },
  };
}
