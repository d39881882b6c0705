// The yardstick of carriers: bare kafkajs passing on the very records that carriers reads, two facts and an address for each order.
import { LANES, SEALED_CATEGORIES, topics } from '#schemas/generated/topics';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { readToEnd } from '#shared/kafka/read-to-end';
import type { IncomingRecord } from '#shared/pipeline/unit';
import type { BenchWorld } from '../bench-world.js';

export interface CarrierRecords {
  /** A topic that holds nothing else, for kafkajs reads whole topics. */
  readonly topic: string;
  readonly records: number;
}

/** Copies what carriers reads of everything so far. */
export async function copyCarrierRecords(world: BenchWorld): Promise<CarrierRecords> {
  const topic = `${world.prefix}copy.carriers`;
  await world.admin.createTopics({
    topics: [{ topic, numPartitions: LANES, replicationFactor: 1 }],
    waitForLeaders: true,
  });
  const addresses = SEALED_CATEGORIES.indexOf('shipping') * LANES;
  let records = 0;
  for (let lane = 0; lane < LANES; lane++) {
    for (const [{ name }, partition] of [
      [topics.ordersFacts, lane],
      [topics.ordersSealed, addresses + lane],
    ] as const) {
      const log = await openPartitionLog(world.platform.kafka, world.platform.topicName(name), partition);
      await readToEnd(log, { topic: name, partition }, async (read) => {
        records += read.length;
        await world.publish(topic, read.map(toMessage));
      });
      await log.close();
    }
  }
  return { topic, records };
}

function toMessage({ key, value }: IncomingRecord): { readonly key: string; readonly value: Buffer } {
  return { key: String(key), value: value ?? Buffer.alloc(0) };
}
