// Records of a topic as they lie in a backup.
import { BSON, Binary } from 'mongodb';
import type { TopicReader } from '#shared/kafka/topic-reader';
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface StoredRecord {
  readonly partition: number;
  /** Where it lay when the backup was made. */
  readonly offset: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly headers: Readonly<Record<string, Buffer>>;
}

export function packRecord({ partition, offset, key, value, headers }: IncomingRecord): Buffer {
  const flat = Object.entries(headers).flatMap(([name, held]) =>
    held === undefined ? [] : [[name, new Binary(Buffer.from(held))]],
  );
  return Buffer.from(
    BSON.serialize({
      p: partition,
      o: Number(offset),
      k: key === null ? null : new Binary(key),
      v: value === null ? null : new Binary(value),
      h: Object.fromEntries(flat) as Record<string, Binary>,
    }),
  );
}

export function unpackRecord(packed: Buffer): StoredRecord {
  const { p, o, k, v, h } = BSON.deserialize(packed, { promoteBuffers: true });
  return {
    partition: p as number,
    offset: o as number,
    key: k as Buffer | null,
    value: v as Buffer | null,
    headers: h as Record<string, Buffer>,
  };
}

/** The last record of each key of a partition, in the order of their offsets: what compaction would leave, tombstones included. */
export async function newestOfEach(reader: TopicReader, topic: string, partition: number): Promise<IncomingRecord[]> {
  const newest = new Map<string, IncomingRecord>();
  for await (const records of reader.read(topic, partition)) {
    for (const record of records) {
      const key = record.key?.toString('latin1') ?? '';
      newest.delete(key);
      newest.set(key, record);
    }
  }
  return [...newest.values()];
}
