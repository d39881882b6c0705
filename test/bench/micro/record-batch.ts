// What one record costs to encode into and to decode out of a batch: kafkajs' own code beside ours, without any network.
// node --conditions=source --import tsx test/bench/micro/record-batch.ts
import { createRequire } from 'node:module';
import { createByteSink, written } from '#shared/kafka/wire/byte-sink';
import { putProduceRequest } from '#shared/kafka/wire/produce';
import { readRecordSet } from '#shared/kafka/wire/record-set-reader';
import type { IncomingRecord, OutgoingRecord } from '#shared/pipeline/unit';

const load = createRequire(import.meta.url);
const { protocol } = load('kafkajs/src/protocol/requests/produce') as {
  protocol: (version: { version: number }) => (request: object) => { request: { encode: () => Promise<unknown> } };
};
const group = load('kafkajs/src/producer/groupMessagesPerPartition') as (given: object) => Record<number, unknown[]>;
const decodeMessages = load('kafkajs/src/protocol/requests/fetch/v4/decodeMessages') as (
  decoder: object,
) => Promise<[]>;
const Decoder = load('kafkajs/src/protocol/decoder') as new (bytes: Buffer) => object;
const Batch = load('kafkajs/src/consumer/batch') as new (topic: string, offset: string, data: object) => object;

const RECORDS = 1_000;
const ROUNDS = 200;

async function microsPerRecord(work: () => void | Promise<void>): Promise<string> {
  for (let round = 0; round < ROUNDS / 4; round++) await work();
  const before = process.cpuUsage();
  for (let round = 0; round < ROUNDS; round++) await work();
  const { user, system } = process.cpuUsage(before);
  return ((user + system) / (RECORDS * ROUNDS)).toFixed(2);
}

for (const size of [130, 300, 900]) {
  const records: OutgoingRecord[] = Array.from({ length: RECORDS }, (_, place) => ({
    topic: 'facts',
    partition: place % 4,
    key: `order-ref-${String(place).padStart(12, '0')}`,
    value: Buffer.alloc(size, 97),
  }));
  const timestampMs = 1_700_000_000_000;
  const stamp = { producerId: 7n, producerEpoch: 0, transactional: true, timestampMs };
  const sink = createByteSink();
  const byPartition = [0, 1, 2, 3].map((partition) => records.filter((record) => record.partition === partition));
  const batches = byPartition.map((of, partition) => ({
    topic: 'facts',
    partition,
    records: of,
    from: 0,
    to: of.length,
    firstSequence: 0,
  }));
  const ours = await microsPerRecord(() => {
    sink.length = 0;
    putProduceRequest(sink, { transactionalId: 'a.0', timeoutMs: 1, stamp, batches });
  });
  const partitionMetadata = [0, 1, 2, 3].map((partitionId) => ({ partitionId }));
  const theirs = await microsPerRecord(async () => {
    const partitioner = ({ message }: { message: OutgoingRecord }): number => message.partition;
    const messagesOf = group({ topic: 'facts', partitionMetadata, messages: records, partitioner });
    const partitions = [0, 1, 2, 3].map((partition) => ({
      partition,
      messages: messagesOf[partition],
      firstSequence: 0,
    }));
    const topicData = [{ topic: 'facts', partitions }];
    await protocol({ version: 7 })({ acks: -1, timeout: 1, topicData }).request.encode();
  });
  process.stdout.write(`encode ${size} B: kafkajs ${theirs} µs, ours ${ours} µs per record (four partitions)\n`);

  sink.length = 0;
  const one = byPartition[0] ?? [];
  putProduceRequest(sink, {
    transactionalId: null,
    timeoutMs: 1,
    stamp,
    batches: [{ topic: 'f', partition: 0, records, from: 0, to: records.length, firstSequence: 0 }],
  });
  // Head of the request: transactional id, acks, time-out, topic count, name, partition count, partition, size.
  const set = Buffer.from(written(sink).subarray(2 + 2 + 4 + 4 + 3 + 4 + 4 + 4));
  const sized = Buffer.concat([Buffer.alloc(4), set]);
  sized.writeInt32BE(set.length, 0);
  const into: IncomingRecord[] = [];
  const read = await microsPerRecord(() => {
    into.length = 0;
    readRecordSet({ topic: 'f', partition: 0, fromOffset: 0, bytes: set, aborted: [] }).read(RECORDS, into);
  });
  const decoded = await microsPerRecord(async () => {
    const messages = await decodeMessages(new Decoder(sized));
    new Batch('f', '0', { partition: 0, messages, abortedTransactions: [], highWatermark: '1000' });
  });
  if (into.length !== RECORDS || one.length === 0) throw new Error('not all records were read');
  process.stdout.write(`decode ${size} B: kafkajs ${decoded} µs, ours ${read} µs per record\n`);
}
