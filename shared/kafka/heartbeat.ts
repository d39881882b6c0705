// Keeps idle partitions erasing: without a later record the active segment never rolls, and what was deleted stays on disk
// for ever. Every reader of ours passes over these records; a null value is also the cheapest thing to compact.
import type { OutgoingRecord } from '#shared/pipeline/unit';
import type { Component } from '#shared/runtime/component';
import { createOutageLog } from './client/outage-log.js';
import { sleep } from './client/sleep.js';
import type { KafkaClient } from './create-kafka.js';
import { startPlainProducer } from './plain-producer.js';

export interface HeartbeatTopic {
  /** As Kafka knows it, prefix included. */
  readonly topic: string;
  readonly partitions: number;
}

export interface HeartbeatOptions {
  readonly kafka: KafkaClient;
  /** A function is asked before each heartbeat: topics come and go. */
  readonly topics: readonly HeartbeatTopic[] | (() => readonly HeartbeatTopic[]);
  /** Between two heartbeats; the bound for erasure grows by it. */
  readonly everyMs: number;
}

export const HEARTBEAT_KEY = '~hb';

/** One heartbeat per partition. */
function heartbeatRecords(topics: readonly HeartbeatTopic[]): OutgoingRecord[] {
  return topics.flatMap(({ topic, partitions }) =>
    Array.from({ length: partitions }, (_, partition) => ({ topic, partition, key: HEARTBEAT_KEY, value: null })),
  );
}

/** Several instances may run it: more heartbeats do no harm. A failure is logged and the next one tried in its turn. */
export function createHeartbeat({ kafka, topics, everyMs }: HeartbeatOptions): Component<void> {
  return {
    name: 'heartbeat',
    start: async () => {
      const producer = await startPlainProducer(kafka, { deliveryTimeoutMs: everyMs });
      const outage = createOutageLog(kafka.logger, kafka.waiting.clock, 'heartbeat');
      const stopping = new AbortController();
      const beating = (async () => {
        while (!stopping.signal.aborted) {
          await producer.send(heartbeatRecords(typeof topics === 'function' ? topics() : topics)).then(
            () => outage.recovered(),
            (error: unknown) => outage.failed(error),
          );
          await sleep(everyMs, stopping.signal);
        }
      })();
      return {
        value: undefined,
        stop: async () => {
          stopping.abort();
          await producer.stop();
          await beating;
        },
      };
    },
  };
}
