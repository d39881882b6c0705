// One record out of an open batch. Keys, values and headers are views of the fetched bytes, not copies; headers are taken apart only for who asks for
// them, and hardly anybody does.
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type ByteSource, sourceOf, takeVarint, takeVarlong, takeView } from './byte-source.js';

export interface OpenBatch {
  readonly baseOffset: number;
  readonly baseTimestampMs: number;
  /** Set when the broker's time counts for all records of the batch. */
  readonly appendTimestampMs: number | null;
  /** Offset behind the batch. */
  readonly endOffset: number;
  readonly records: ByteSource;
  /** Records not taken yet. */
  left: number;
}

const HEARTBEAT_KEY = Buffer.from('~hb');
/** Without prototype: a header may have any name. */
const NO_HEADERS: Readonly<Record<string, Buffer | undefined>> = Object.freeze(
  Object.create(null) as Record<string, Buffer | undefined>,
);

/** A record whose headers are looked at when they are asked for. */
class TakenRecord implements IncomingRecord {
  readonly topic: string;
  readonly partition: number;
  readonly offset: string;
  readonly timestampMs: number;
  readonly key: Buffer | null;
  readonly value: Buffer | null;
  readonly #headerBytes: Buffer;
  readonly #headerCount: number;

  constructor(taken: Omit<IncomingRecord, 'headers'>, headerBytes: Buffer, headerCount: number) {
    this.topic = taken.topic;
    this.partition = taken.partition;
    this.offset = taken.offset;
    this.timestampMs = taken.timestampMs;
    this.key = taken.key;
    this.value = taken.value;
    this.#headerBytes = headerBytes;
    this.#headerCount = headerCount;
  }

  get headers(): Readonly<Record<string, Buffer | undefined>> {
    return takeHeaders(sourceOf(this.#headerBytes), this.#headerCount);
  }
}

/** The next record of the batch, or null when it lies before `fromOffset`. */
export function takeRecord(
  batch: OpenBatch,
  topic: string,
  partition: number,
  fromOffset: number,
): IncomingRecord | null {
  const source = batch.records;
  batch.left--;
  const size = takeVarint(source);
  const end = source.at + size;
  source.at += 1;
  const timestampDeltaMs = takeVarlong(source);
  const offset = batch.baseOffset + takeVarint(source);
  if (offset < fromOffset) {
    source.at = end;
    return null;
  }
  const key = takeNullable(source);
  const value = takeNullable(source);
  const headerCount = takeVarint(source);
  const timestampMs = batch.appendTimestampMs ?? batch.baseTimestampMs + timestampDeltaMs;
  if (headerCount === 0) {
    source.at = end;
    return { topic, partition, offset: String(offset), timestampMs, key, value, headers: NO_HEADERS };
  }
  const headerBytes = takeView(source, end - source.at);
  passHeaders(sourceOf(headerBytes), headerCount);
  return new TakenRecord(
    { topic, partition, offset: String(offset), timestampMs, key, value },
    headerBytes,
    headerCount,
  );
}

function takeNullable(source: ByteSource): Buffer | null {
  const size = takeVarint(source);
  return size < 0 ? null : takeView(source, size);
}

/** @throws RangeError when they don't fit into the record: the fetch fails then, not who looks at them later */
function passHeaders(source: ByteSource, count: number): void {
  for (let part = 0; part < 2 * count; part++) {
    const size = takeVarint(source);
    source.at += Math.max(0, size);
    if (source.at > source.bytes.length) throw new RangeError('a record of Kafka is cut off');
  }
}

/** A name given twice keeps its last value, as Kafka's own clients read it. */
function takeHeaders(source: ByteSource, count: number): Record<string, Buffer | undefined> {
  const headers = Object.create(null) as Record<string, Buffer | undefined>;
  for (let index = 0; index < count; index++) {
    const name = takeView(source, takeVarint(source)).toString('utf8');
    headers[name] = takeNullable(source) ?? undefined;
  }
  return headers;
}

/** Written only so that an idle partition rolls its segments; nobody's business. */
export function isHeartbeat({ key, value }: IncomingRecord): boolean {
  return value === null && key?.equals(HEARTBEAT_KEY) === true;
}
