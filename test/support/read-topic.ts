// Reads a topic from its first record to its end, without a group: what anybody finds who looks into it now.
import { callBroker } from '#shared/kafka/client/call-broker';
import { type KafkaCluster, leaderOf, loadTopics, partitionCountOf } from '#shared/kafka/client/cluster';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { createByteSink } from '#shared/kafka/wire/byte-sink';
import { FETCH, putFetchRequest, readFetchResponse } from '#shared/kafka/wire/fetch';
import { readRecordSet } from '#shared/kafka/wire/record-set-reader';
import type { IncomingRecord } from '#shared/pipeline/unit';

const EARLIEST = -2;
const LATEST = -1;
const FETCH_BYTES = 8 * 1024 * 1024;
const WAIT_MS = 100;
/** Above the 10 s after which a broker gives up a transaction that was left open. */
const UNDECIDED_MS = 25_000;

/** Committed records of all partitions, tombstones included, heartbeats left out. @param topic as Kafka knows it */
export async function readTopic(client: KafkaClient, topic: string): Promise<readonly IncomingRecord[]> {
  const cluster = client.openCluster();
  try {
    await cluster.connect();
    await loadTopics(cluster, [topic]);
    const partitions = Array.from({ length: partitionCountOf(cluster, topic) }, (_, partition) => partition);
    return (await Promise.all(partitions.map((partition) => readPartition(cluster, topic, partition)))).flat();
  } finally {
    await cluster.disconnect();
  }
}

/** The last record of each key, where a tombstone is a record too. Keys as UTF-8. */
export async function readLatest(client: KafkaClient, topic: string): Promise<ReadonlyMap<string, IncomingRecord>> {
  const latest = new Map<string, IncomingRecord>();
  for (const record of await readTopic(client, topic)) latest.set(record.key?.toString('utf8') ?? '', record);
  return latest;
}

/** The keys under which a reader would find a value. */
export async function readLiveKeys(client: KafkaClient, topic: string): Promise<string[]> {
  return [...(await readLatest(client, topic))].flatMap(([key, { value }]) => (value === null ? [] : [key]));
}

async function readPartition(cluster: KafkaCluster, topic: string, partition: number): Promise<IncomingRecord[]> {
  const nodeId = leaderOf(cluster, topic, partition);
  if (nodeId === null) throw new Error(`${topic}/${partition} has no leader`);
  const broker = await cluster.findBroker({ nodeId });
  const edge = async (timestamp: number): Promise<number> => {
    const { responses } = await broker.listOffsets({ topics: [{ topic, partitions: [{ partition, timestamp }] }] });
    return Number(responses[0]?.partitions[0]?.offset ?? 0);
  };
  const end = await edge(LATEST);
  let offset = await edge(EARLIEST);
  let movedMs = Date.now();
  const records: IncomingRecord[] = [];
  while (offset < end) {
    const request = {
      maxWaitMs: WAIT_MS,
      minBytes: 1,
      maxBytes: FETCH_BYTES,
      maxBytesPerPartition: FETCH_BYTES,
      partitions: [{ topic, partition, offset }],
    };
    const { partitions } = await callBroker(broker, {
      api: FETCH,
      sink: createByteSink(512),
      put: (sink) => putFetchRequest(sink, request),
      read: readFetchResponse,
      brokerWaitsMs: WAIT_MS,
    });
    const [fetched] = partitions;
    if (fetched === undefined || fetched.errorCode !== 0)
      throw new Error(`${topic}/${partition}: Kafka's error ${fetched?.errorCode}`);
    const { bytes, aborted } = fetched;
    const reader = readRecordSet({ topic, partition, fromOffset: offset, bytes, aborted });
    reader.read(Number.MAX_SAFE_INTEGER, records);
    if (reader.nextOffset > offset) movedMs = Date.now();
    else if (Date.now() - movedMs > UNDECIDED_MS) throw new Error(`${topic}/${partition} is undecided from ${offset}`);
    offset = reader.nextOffset;
  }
  return records;
}
