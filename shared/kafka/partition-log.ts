// Reads one partition without a consumer group: all of it, or from an offset on as records come. Committed records only.
// For logs that every process reads whole for itself, such as the versions of the policy.
import type { RetryDeps } from '#shared/pipeline/retry';
import { type Broker, type KafkaCluster, loadTopics } from './client/cluster.js';
import type { KafkaClient } from './create-kafka.js';
import { askLeader, endOf, type LogPiece, readPiece, startOf } from './partition-access.js';

export interface PartitionLog {
  /** Offset of the first record there is. */
  start(): Promise<number>;
  /** Offset behind the last record, those of open transactions included. */
  end(): Promise<number>;
  /** What lies at `from` and behind it; when that is nothing, waits for it so long. An empty piece means none came. */
  read(from: number, waitMs: number): Promise<LogPiece>;
  /** After an error: looks for the leader anew before the next call. */
  refresh(): Promise<void>;
  close(): Promise<void>;
}

/** All calls reject with TOPIC_MISSING or with kafkajs' errors, of which the passing ones may be tried again. */
export async function openPartitionLog(client: KafkaClient, topic: string, partition: number): Promise<PartitionLog> {
  const { close, log } = await openTopicLog(client, topic);
  return { ...log(partition), close };
}

export interface TopicLog {
  /** One partition, over the connections that all of them share. */
  log(partition: number): Omit<PartitionLog, 'close'>;
  close(): Promise<void>;
}

export async function openTopicLog(client: KafkaClient, topic: string): Promise<TopicLog> {
  const cluster = client.openCluster();
  try {
    await cluster.connect();
    await loadTopics(cluster, [topic]);
  } catch (error) {
    await cluster.disconnect();
    throw error;
  }
  return { log: (partition) => logOf(client.waiting, cluster, topic, partition), close: () => cluster.disconnect() };
}

function logOf(
  waiting: RetryDeps,
  cluster: KafkaCluster,
  topic: string,
  partition: number,
): Omit<PartitionLog, 'close'> {
  const place = { topic, partition };
  const ask = <T>(question: (leader: Broker) => Promise<T>): Promise<T> => askLeader(waiting, cluster, place, question);
  return {
    start: () => ask((leader) => startOf(leader, place)),
    end: () => ask((leader) => endOf(leader, place)),
    read: (from, waitMs) => ask((leader) => readPiece(leader, place, { from, waitMs })),
    refresh: async () => {
      if (!cluster.isConnected()) await cluster.connect();
      await cluster.refreshMetadata();
    },
  };
}
