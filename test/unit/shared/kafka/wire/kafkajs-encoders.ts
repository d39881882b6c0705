// kafkajs' own encoders, as the measure for ours: what they write, every broker has read for years.
import { createRequire } from 'node:module';

interface Encoder {
  readonly buffer: Buffer;
}
interface KafkajsMessage {
  readonly key: Buffer | string | null;
  readonly value: Buffer | null;
  readonly headers?: Readonly<Record<string, string>>;
}

const load = createRequire(import.meta.url);
const encodeRecord = load('kafkajs/src/protocol/recordBatch/record/v0') as (record: object) => Encoder;
const { RecordBatch } = load('kafkajs/src/protocol/recordBatch/v0') as {
  RecordBatch: (batch: object) => Promise<Encoder>;
};
const { protocol: produce } = load('kafkajs/src/protocol/requests/produce') as Requests;
const { protocol: fetch } = load('kafkajs/src/protocol/requests/fetch') as Requests;
interface Requests {
  protocol: (version: { version: number }) => (request: object) => { request: { encode: () => Promise<Encoder> } };
}

export interface KafkajsBatch {
  readonly messages: readonly KafkajsMessage[];
  readonly timestampMs: number;
  readonly producerId: bigint;
  readonly producerEpoch: number;
  readonly firstSequence: number;
  readonly transactional: boolean;
  readonly firstOffset?: number;
  /** Offset of each message behind the first; default its place. */
  readonly offsetDeltas?: readonly number[];
  readonly timestampDeltasMs?: readonly number[];
  readonly lastOffsetDelta?: number;
  readonly compression?: number;
}

export async function kafkajsBatch(batch: KafkajsBatch): Promise<Buffer> {
  const { messages, timestampMs, firstOffset = 0, compression = 0 } = batch;
  const records = messages.map((message, place) =>
    encodeRecord({
      ...message,
      offsetDelta: batch.offsetDeltas?.[place] ?? place,
      timestampDelta: batch.timestampDeltasMs?.[place] ?? 0,
    }),
  );
  const encoded = await RecordBatch({
    compression,
    records,
    firstOffset,
    firstTimestamp: timestampMs,
    maxTimestamp: timestampMs + Math.max(0, ...(batch.timestampDeltasMs ?? [])),
    producerId: batch.producerId,
    producerEpoch: batch.producerEpoch,
    firstSequence: batch.firstSequence,
    transactional: batch.transactional,
    lastOffsetDelta: batch.lastOffsetDelta ?? batch.offsetDeltas?.at(-1) ?? records.length - 1,
  });
  return Buffer.from(encoded.buffer);
}

export async function kafkajsProduceRequest(request: object): Promise<Buffer> {
  return Buffer.from((await produce({ version: 7 })(request).request.encode()).buffer);
}

export async function kafkajsFetchRequest(request: object): Promise<Buffer> {
  return Buffer.from((await fetch({ version: 11 })(request).request.encode()).buffer);
}
