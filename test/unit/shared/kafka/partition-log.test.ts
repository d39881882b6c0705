// Who leads a partition may be somebody else by the time it is asked, above all of a topic that was made this moment.
import { describe, expect, test } from '@jest/globals';
import type { KafkaCluster } from '#shared/kafka/client/cluster';
import { errorOfCode } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';

const NOT_LEADER_FOR_PARTITION = 6;
const UNKNOWN_SERVER_ERROR = -1;

/** A cluster of one broker, which refuses so many questions at first. */
function given(refusals: number, code = NOT_LEADER_FOR_PARTITION) {
  let nowMs = 0;
  const counts = { asked: 0, refreshed: 0 };
  const listOffsets = async () => {
    if (counts.asked++ < refusals) throw errorOfCode(code);
    return { responses: [{ partitions: [{ offset: '7' }] }] };
  };
  const cluster = {
    connect: async () => undefined,
    disconnect: async () => undefined,
    addMultipleTargetTopics: async () => undefined,
    refreshMetadata: async () => void counts.refreshed++,
    findTopicPartitionMetadata: () => [{ partitionId: 0, leader: 1 }],
    findBroker: async () => ({ listOffsets }),
  } as unknown as KafkaCluster;
  const waiting = {
    clock: { nowMs: () => nowMs },
    sleep: async (ms: number) => void (nowMs += ms),
    random: () => 0.5,
  };
  return { counts, client: { waiting, openCluster: () => cluster } as unknown as KafkaClient };
}

describe('a log whose leader is another one by now', () => {
  test('is asked for again where the cluster says it is led', async () => {
    const { client, counts } = given(3);
    expect(await (await openPartitionLog(client, 'policy.versions', 0)).end()).toBe(7);
    expect(counts).toEqual({ asked: 4, refreshed: 3 });
  });

  test('is given up when nobody leads it for long', async () => {
    const { client } = given(Number.POSITIVE_INFINITY);
    const log = await openPartitionLog(client, 'policy.versions', 0);
    await expect(log.start()).rejects.toMatchObject({ type: 'NOT_LEADER_FOR_PARTITION' });
  });

  test('is not asked again for another trouble: whoever follows it deals with that', async () => {
    const { client, counts } = given(1, UNKNOWN_SERVER_ERROR);
    await expect((await openPartitionLog(client, 'policy.versions', 0)).end()).rejects.toThrow();
    expect(counts.asked).toBe(1);
  });
});
