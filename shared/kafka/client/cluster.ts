// Our names for kafkajs' view of a cluster, and the look-ups every part needs of it.
import type Cluster from 'kafkajs/src/cluster/index.js';
import type { Broker } from 'kafkajs/src/cluster/index.js';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { typeOf } from './transient.js';

export type { Broker };
export type KafkaCluster = Cluster;

const GROUP = 0;
const TRANSACTION = 1;

/** Who keeps the members and the offsets of a group. */
export function findGroupCoordinator(cluster: KafkaCluster, groupId: string): Promise<Broker> {
  return cluster.findGroupCoordinator({ groupId, coordinatorType: GROUP });
}

/** Who keeps the transactions of an id. */
export function findTransactionCoordinator(cluster: KafkaCluster, transactionalId: string): Promise<Broker> {
  return cluster.findGroupCoordinator({ groupId: transactionalId, coordinatorType: TRANSACTION });
}

/** Makes the topics known to the cluster object. @throws FulfilmentError TOPIC_MISSING when one does not exist */
export async function loadTopics(cluster: KafkaCluster, topics: readonly string[]): Promise<void> {
  try {
    await cluster.addMultipleTargetTopics(topics);
  } catch (cause) {
    const type = typeOf(cause);
    if (type !== 'UNKNOWN_TOPIC_OR_PARTITION' && type !== 'INVALID_TOPIC_EXCEPTION') throw cause;
    throw new FulfilmentError('TOPIC_MISSING', { topics: [...topics].sort().join(' ') }, { cause });
  }
}

/** Node id of the leader, or null while there is none. The topic must be loaded. */
export function leaderOf(cluster: KafkaCluster, topic: string, partition: number): number | null {
  const found = cluster.findTopicPartitionMetadata(topic).find(({ partitionId }) => partitionId === partition);
  return found === undefined || found.leader === null || found.leader < 0 ? null : found.leader;
}

export function partitionCountOf(cluster: KafkaCluster, topic: string): number {
  return cluster.findTopicPartitionMetadata(topic).length;
}
