// How far a group has handled partitions, by what it has committed.
import type { CommittedPosition } from '../ports.js';
import { groupByTopic } from '../wire/group-by-topic.js';
import { findGroupCoordinator, type KafkaCluster } from './cluster.js';

/** @returns the offset of each partition; -1 where the group has committed nothing yet */
export async function committedOffsets(
  cluster: KafkaCluster,
  groupId: string,
  of: readonly Omit<CommittedPosition, 'offset'>[],
): Promise<CommittedPosition[]> {
  const coordinator = await findGroupCoordinator(cluster, groupId);
  const topics = [...groupByTopic(of)].map(([topic, ofTopic]) => ({
    topic,
    partitions: ofTopic.map(({ partition }) => ({ partition })),
  }));
  const { responses } = await coordinator.offsetFetch({ groupId, topics });
  return responses.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
  );
}
