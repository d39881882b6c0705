// The Confluent wire format: a zero byte, the schema id in four bytes, then the Avro record.

export const HEADER_BYTES = 5;
const MAGIC = 0;

export function wireHeader(schemaId: number): Buffer {
  const header = Buffer.alloc(HEADER_BYTES);
  header.writeUInt32BE(schemaId, 1);
  return header;
}

/** The schema id that a value names; null when the value is not in the wire format. */
export function schemaIdOf(value: Buffer): number | null {
  return value.length >= HEADER_BYTES && value[0] === MAGIC ? value.readUInt32BE(1) : null;
}
