// A buffer that grows, to write requests into. It is reused from request to request: what is in it must be sent (or
// copied) before the next write begins. Functions instead of methods keep the hot loops free of indirection.

export interface ByteSink {
  bytes: Buffer;
  /** How much of `bytes` is written. */
  length: number;
}

export function createByteSink(capacity = 16_384): ByteSink {
  return { bytes: Buffer.allocUnsafeSlow(capacity), length: 0 };
}

/** The written part; a view, not a copy. */
export function written(sink: ByteSink): Buffer {
  return sink.bytes.subarray(0, sink.length);
}

/** Makes room for `more` bytes. */
export function reserve(sink: ByteSink, more: number): void {
  const needed = sink.length + more;
  if (needed <= sink.bytes.length) return;
  const grown = Buffer.allocUnsafeSlow(Math.max(needed, sink.bytes.length * 2));
  sink.bytes.copy(grown, 0, 0, sink.length);
  sink.bytes = grown;
}

export function putInt8(sink: ByteSink, value: number): void {
  reserve(sink, 1);
  sink.length = sink.bytes.writeInt8(value, sink.length);
}

export function putInt16(sink: ByteSink, value: number): void {
  reserve(sink, 2);
  sink.length = sink.bytes.writeInt16BE(value, sink.length);
}

export function putInt32(sink: ByteSink, value: number): void {
  reserve(sink, 4);
  sink.length = sink.bytes.writeInt32BE(value, sink.length);
}

export function putInt64(sink: ByteSink, value: bigint): void {
  reserve(sink, 8);
  sink.length = sink.bytes.writeBigInt64BE(value, sink.length);
}

/** Two bytes of length, then UTF-8; null is length -1. */
export function putString(sink: ByteSink, text: string | null): void {
  if (text === null) return putInt16(sink, -1);
  const size = Buffer.byteLength(text);
  putInt16(sink, size);
  putText(sink, text, size);
}

/** The newer form of Kafka: length + 1 as a varint, then UTF-8; null is 0. */
export function putCompactString(sink: ByteSink, text: string | null): void {
  if (text === null) return putUvarint(sink, 0);
  const size = Buffer.byteLength(text);
  putUvarint(sink, size + 1);
  putText(sink, text, size);
}

export function putUvarint(sink: ByteSink, value: number): void {
  reserve(sink, 5);
  let rest = value;
  while (rest > 0x7f) {
    sink.bytes[sink.length++] = (rest & 0x7f) | 0x80;
    rest >>>= 7;
  }
  sink.bytes[sink.length++] = rest;
}

/** As they are, without a length. */
export function putBytes(sink: ByteSink, bytes: Buffer): void {
  reserve(sink, bytes.length);
  sink.length += bytes.copy(sink.bytes, sink.length);
}

function putText(sink: ByteSink, text: string, size: number): void {
  reserve(sink, size);
  sink.length += sink.bytes.write(text, sink.length, size, 'utf8');
}
