// Tools read partitions from outside: one whose leader moved under them is looked for again, by each way of reading.
import { describe, expect, test } from '@jest/globals';
import type { KafkaCluster } from '#shared/kafka/client/cluster';
import { errorOfCode } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { createPartitionReader } from '#shared/kafka/partition-reader';
import { openTopicReader } from '#shared/kafka/topic-reader';

const NOT_LEADER_FOR_PARTITION = 6;
const TOPIC = 'orders.facts';

/** A cluster whose first broker leads the partition no more; the second one does, as soon as somebody looks. */
function given() {
  let nowMs = 0;
  let leader = 1;
  const asked: number[] = [];
  const listOffsets = async (nodeId: number) => {
    asked.push(nodeId);
    if (nodeId === 1) throw errorOfCode(NOT_LEADER_FOR_PARTITION);
    return { responses: [{ partitions: [{ offset: '7' }] }] };
  };
  const cluster = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    addMultipleTargetTopics: async () => undefined,
    refreshMetadata: async () => void (leader = 2),
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader }],
    findBroker: async ({ nodeId }: { nodeId: number }) => ({ listOffsets: () => listOffsets(nodeId) }),
  } as unknown as KafkaCluster;
  const waiting = {
    clock: { nowMs: () => nowMs },
    sleep: async (ms: number) => void (nowMs += ms),
    random: () => 0.5,
  };
  return { asked, client: { waiting, openCluster: () => cluster } as unknown as KafkaClient };
}

describe('a partition that another broker leads by now', () => {
  test('has its edges told by that one', async () => {
    const { client, asked } = given();
    const reader = await openTopicReader(client, [TOPIC]);
    expect(await reader.edges(TOPIC, 0)).toEqual({ start: 7, end: 7 });
    expect(asked).toEqual([1, 2, 2]);
  });

  test('is read from that one', async () => {
    const { client, asked } = given();
    const reader = await openTopicReader(client, [TOPIC]);
    for await (const records of reader.read(TOPIC, 0)) throw new Error(`${records.length} records of none`);
    expect(asked).toEqual([1, 2, 2]);
  });

  test('is at its end where that one says', async () => {
    const { client, asked } = given();
    expect(await createPartitionReader(client, TOPIC).end()).toBe(7);
    expect(asked).toEqual([1, 2]);
  });
});
