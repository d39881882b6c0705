// Where a lane starts reading: at what its group has committed, else at the oldest record there is.
import { callBroker } from '../client/call-broker.js';
import { findGroupCoordinator, type KafkaCluster, leaderOf } from '../client/cluster.js';
import { errorOfCode } from '../client/transient.js';
import type { TopicPartition } from '../wire/add-partitions-to-txn.js';
import { createByteSink } from '../wire/byte-sink.js';
import { groupByTopic } from '../wire/group-by-topic.js';
import { OFFSET_FETCH, putOffsetFetch, readOffsetFetchResponse } from '../wire/offset-fetch.js';
import type { Position } from '../wire/txn-offset-commit.js';

const EARLIEST = -2;
const LEADER_NOT_AVAILABLE = 5;

/**
 * One position per partition. The topics must be loaded.
 * Exact only after the lane's transactional id was initialised: before, its former owner may still commit.
 * @throws kafkajs' error UNSTABLE_OFFSET_COMMIT, which passes, while a transaction that moves one of them is not ended
 */
export async function readPositions(
  cluster: KafkaCluster,
  groupId: string,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  if (partitions.length === 0) return [];
  const coordinator = await findGroupCoordinator(cluster, groupId);
  const { errorCode, positions } = await callBroker(coordinator, {
    api: OFFSET_FETCH,
    sink: createByteSink(1_024),
    put: (sink) => putOffsetFetch(sink, { groupId, partitions }),
    read: readOffsetFetchResponse,
  });
  if (errorCode !== 0) throw errorOfCode(errorCode);
  const committed = positions.filter(({ offset }) => offset >= 0);
  const known = new Set(committed.map(({ topic, partition }) => `${partition} ${topic}`));
  const unset = partitions.filter(({ topic, partition }) => !known.has(`${partition} ${topic}`));
  return [...committed, ...(await oldestPositions(cluster, unset))];
}

/** The log start of each partition. */
export async function oldestPositions(
  cluster: KafkaCluster,
  partitions: readonly TopicPartition[],
): Promise<Position[]> {
  const byLeader = new Map<number, TopicPartition[]>();
  for (const one of partitions) {
    const leader = leaderOf(cluster, one.topic, one.partition);
    if (leader === null) throw errorOfCode(LEADER_NOT_AVAILABLE);
    byLeader.set(leader, [...(byLeader.get(leader) ?? []), one]);
  }
  const answers = [...byLeader].map(async ([nodeId, of]) => {
    const broker = await cluster.findBroker({ nodeId });
    const topics = [...groupByTopic(of)].map(([topic, ofTopic]) => ({
      topic,
      partitions: ofTopic.map(({ partition }) => ({ partition, timestamp: EARLIEST })),
    }));
    return flatten((await broker.listOffsets({ topics })).responses);
  });
  return (await Promise.all(answers)).flat();
}

interface Answered {
  readonly topic: string;
  readonly partitions: readonly { readonly partition: number; readonly offset: string }[];
}

function flatten(responses: readonly Answered[]): Position[] {
  return responses.flatMap(({ topic, partitions }) =>
    partitions.map(({ partition, offset }) => ({ topic, partition, offset: Number(offset) })),
  );
}
