// Keeps the ingress topic free of what was taken in: truncates behind the commits and beats so that segments roll.
import { retry } from '#shared/pipeline/retry';
import type { Component } from '#shared/runtime/component';
import { loadTopics, partitionCountOf } from './client/cluster.js';
import { committedOffsets } from './client/committed-offsets.js';
import { settlesBy } from './client/settles-by.js';
import { isPassing } from './client/transient.js';
import type { KafkaClient } from './create-kafka.js';
import { createHeartbeat } from './heartbeat.js';
import type { CommittedPosition } from './ports.js';
import { createTruncateBehind } from './truncate-behind.js';

export interface IngressKeeperOptions {
  readonly kafka: KafkaClient;
  /** As Kafka knows it, prefix included. */
  readonly topic: string;
  readonly heartbeatMs: number;
  /**
   * The group whose commits count. With it, what was committed before the start is truncated at the start: a crash
   * between commit and truncation leaves nothing behind, even when no further record comes.
   */
  readonly groupId?: string;
  /** Other groups that read the topic: nothing goes before they have passed it, too. One that never read anything holds everything. */
  readonly otherGroups?: readonly string[];
}

export interface IngressKeeper {
  /**
   * To be called after each commit, also of what was only passed over: everything before these offsets may go. A heartbeat behind the last
   * record must not be left standing: it would hold the whole segment, plaintext and all, until somebody publishes again.
   */
  committed(positions: readonly CommittedPosition[]): void;
}

const CLOSE_MS = 1_000;
const START_BUDGET_MS = 60_000;
const START_BACKOFF = { firstMs: 100, longestMs: 2_000 } as const;

export function createIngressKeeper({
  kafka,
  topic,
  heartbeatMs,
  groupId,
  otherGroups = [],
}: IngressKeeperOptions): Component<IngressKeeper> {
  return {
    name: 'ingress keeper',
    start: async () => {
      // A new Kafka makes its offsets topic at the first question and refuses until it is there.
      const { partitions, positions } = await retry(
        kafka.waiting,
        {
          backoff: START_BACKOFF,
          budgetMs: START_BUDGET_MS,
          isRetriable: isPassing,
        },
        () => readIngress(kafka, topic, groupId),
      );
      const truncate = createTruncateBehind(kafka, { otherGroups });
      const heartbeat = await createHeartbeat({
        kafka,
        topics: () => [{ topic, partitions }],
        everyMs: heartbeatMs,
      }).start();
      truncate.behind(positions);
      return {
        value: {
          committed: (reached) => truncate.behind(reached.filter((position) => position.topic === topic)),
        },
        stop: async () => {
          await heartbeat.stop();
          await truncate.stop();
        },
      };
    },
  };
}

/** How many partitions the topic has and how far the group has handled them. @throws TOPIC_MISSING */
async function readIngress(
  kafka: KafkaClient,
  topic: string,
  groupId: string | undefined,
): Promise<{ partitions: number; positions: CommittedPosition[] }> {
  const cluster = kafka.openCluster();
  try {
    await cluster.connect();
    await loadTopics(cluster, [topic]);
    const partitions = partitionCountOf(cluster, topic);
    if (groupId === undefined) return { partitions, positions: [] };
    const all = Array.from({ length: partitions }, (_, partition) => ({ topic, partition }));
    return { partitions, positions: await committedOffsets(cluster, groupId, all) };
  } finally {
    await settlesBy(cluster.disconnect(), CLOSE_MS);
  }
}
