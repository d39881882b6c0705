// Fetched bytes for tests of lanes, written by the batch writer.
import { createByteSink, written } from '#shared/kafka/wire/byte-sink';
import { putRecordBatch } from '#shared/kafka/wire/record-batch-writer';
import type { FetchedRecords } from '#shared/kafka/wire/record-set-reader';
import type { OutgoingRecord } from '#shared/pipeline/unit';

export function fetchedBatch(
  topic: string,
  partition: number,
  fromOffset: number,
  records: Pick<OutgoingRecord, 'key' | 'value'>[],
): FetchedRecords {
  const sink = createByteSink();
  const stamp = { producerId: -1n, producerEpoch: -1, firstSequence: -1, transactional: false, timestampMs: 1 };
  putRecordBatch(
    sink,
    records.map((record) => ({ topic, partition, ...record })),
    0,
    records.length,
    stamp,
  );
  const bytes = Buffer.from(written(sink));
  bytes.writeBigInt64BE(BigInt(fromOffset), 0);
  return { topic, partition, fromOffset, bytes, aborted: [] };
}

export function numbered(count: number, size = 10): { key: string; value: Buffer }[] {
  return Array.from({ length: count }, (_, place) => ({ key: String(place), value: Buffer.alloc(size) }));
}
