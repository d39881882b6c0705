// What a group has yet to read of what a topic held when the reader started.
import type { Kafka } from 'kafkajs';

export interface ReadingGap {
  /** The reader has handed over everything of a partition up to and including this offset. */
  advance(partition: number, lastOffset: bigint): void;
  isClosed(): boolean;
}

/** @throws when the topic does not exist or may not be read */
export async function readingGap(kafka: Pick<Kafka, 'admin'>, groupId: string, topic: string): Promise<ReadingGap> {
  const admin = kafka.admin();
  await admin.connect();
  try {
    // One after the other: a request under way when the connection is closed would open it again.
    const partitions = await admin.fetchTopicOffsets(topic);
    const [committed] = await admin.fetchOffsets({ groupId, topics: [topic] });
    const next = new Map(committed?.partitions.map(({ partition, offset }) => [partition, BigInt(offset)]));
    const open = new Map<number, bigint>();
    for (const { partition, low, high } of partitions) {
      const start = next.get(partition) ?? -1n;
      const from = start < BigInt(low) ? BigInt(low) : start;
      if (from < BigInt(high)) open.set(partition, BigInt(high));
    }
    return {
      advance: (partition, lastOffset) => {
        const end = open.get(partition);
        if (end !== undefined && lastOffset + 1n >= end) open.delete(partition);
      },
      isClosed: () => open.size === 0,
    };
  } finally {
    await admin.disconnect();
  }
}
