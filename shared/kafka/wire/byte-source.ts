// Reads what Kafka answers. Offsets, ids and times are whole numbers below 2^53 in practice, so they are read as numbers;
// what lies beyond throws instead of being rounded.

export interface ByteSource {
  readonly bytes: Buffer;
  at: number;
}

export function sourceOf(bytes: Buffer): ByteSource {
  return { bytes, at: 0 };
}

export function takeInt16(source: ByteSource): number {
  const value = source.bytes.readInt16BE(source.at);
  source.at += 2;
  return value;
}

export function takeInt32(source: ByteSource): number {
  const value = source.bytes.readInt32BE(source.at);
  source.at += 4;
  return value;
}

export function takeInt64(source: ByteSource): number {
  const value = int64At(source.bytes, source.at);
  source.at += 8;
  return value;
}

/** @throws RangeError beyond 2^53, where a number would be rounded */
export function int64At(bytes: Buffer, at: number): number {
  const value = bytes.readInt32BE(at) * 4_294_967_296 + bytes.readUInt32BE(at + 4);
  if (!Number.isSafeInteger(value)) throw new RangeError('a 64-bit number of Kafka is too large');
  return value;
}

/** Two bytes of length, then UTF-8; a null string reads as ''. */
export function takeString(source: ByteSource): string {
  const size = takeInt16(source);
  if (size <= 0) return '';
  const text = source.bytes.toString('utf8', source.at, source.at + size);
  source.at += size;
  return text;
}

/** A view of the next bytes behind their 32-bit length; empty for null. */
export function takeBytes(source: ByteSource): Buffer {
  const size = takeInt32(source);
  return size <= 0 ? source.bytes.subarray(source.at, source.at) : takeView(source, size);
}

/** @throws RangeError when fewer bytes are left */
export function takeView(source: ByteSource, size: number): Buffer {
  const end = source.at + size;
  if (size < 0 || end > source.bytes.length) throw new RangeError('a record of Kafka is cut off');
  const view = source.bytes.subarray(source.at, end);
  source.at = end;
  return view;
}

export function takeUvarint(source: ByteSource): number {
  const { bytes } = source;
  let value = 0;
  for (let shift = 0; shift <= 28; shift += 7) {
    const byte = bytes[source.at++];
    if (byte === undefined) throw new RangeError('a record of Kafka is cut off');
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return value >>> 0;
  }
  throw new RangeError('a varint of Kafka is too long');
}

/** Zigzag-encoded 32-bit number. */
export function takeVarint(source: ByteSource): number {
  const raw = takeUvarint(source);
  return (raw >>> 1) ^ -(raw & 1);
}

/** Zigzag-encoded 64-bit number. @throws RangeError beyond 2^53 */
export function takeVarlong(source: ByteSource): number {
  const { bytes } = source;
  let raw = 0;
  for (let scale = 1; scale < 2 ** 64; scale *= 128) {
    const byte = bytes[source.at++];
    if (byte === undefined) throw new RangeError('a record of Kafka is cut off');
    raw += (byte & 0x7f) * scale;
    if (byte >= 0x80) continue;
    if (!Number.isSafeInteger(raw)) break;
    return raw % 2 === 0 ? raw / 2 : -(raw + 1) / 2;
  }
  throw new RangeError('a varint of Kafka is too large');
}
