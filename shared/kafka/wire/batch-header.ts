// The fixed head of a record batch (format 2).
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { int64At } from './byte-source.js';
import { crc32cOf } from './crc-32c.js';

export const BATCH_HEADER_BYTES = 61;

/** Bits of the attributes. */
export const COMPRESSION = 0x07;
export const LOG_APPEND_TIME = 0x08;
export const TRANSACTIONAL = 0x10;
export const CONTROL = 0x20;

const FORMAT = 2;

/** Where the batch that begins at `at` ends; null when it is cut off, as the last one of a fetch may be. */
export function batchEnd(bytes: Buffer, at: number): number | null {
  if (at + BATCH_HEADER_BYTES > bytes.length) return null;
  const end = at + 12 + bytes.readInt32BE(at + 8);
  return end > bytes.length ? null : end;
}

/** @throws FulfilmentError KAFKA_REFUSED (crash) for another format or a wrong checksum */
export function checkBatch(batch: Buffer, topic: string, partition: number): void {
  const magic = batch[16] ?? 0;
  if (magic !== FORMAT) throw new FulfilmentError('KAFKA_REFUSED', { topic, partition, recordFormat: magic });
  if (batch.readUInt32BE(17) === crc32cOf(batch.subarray(21))) return;
  throw new FulfilmentError('KAFKA_REFUSED', { topic, partition, offset: int64At(batch, 0), checksum: 'wrong' });
}
