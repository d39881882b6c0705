// One record out of an open batch. Keys, values and headers are views of the fetched bytes, not copies.
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type ByteSource, takeVarint, takeVarlong, takeView } from './byte-source.js';

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
  const headers = headerCount === 0 ? NO_HEADERS : takeHeaders(source, headerCount);
  source.at = end;
  const timestampMs = batch.appendTimestampMs ?? batch.baseTimestampMs + timestampDeltaMs;
  return { topic, partition, offset: String(offset), timestampMs, key, value, headers };
}

function takeNullable(source: ByteSource): Buffer | null {
  const size = takeVarint(source);
  return size < 0 ? null : takeView(source, size);
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
