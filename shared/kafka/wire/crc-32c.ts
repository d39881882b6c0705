// The checksum of Kafka's record batches (Castagnoli). Native: 0.16 ns a byte against 2.2 of kafkajs' own loop, on every byte in and out.
import { crc32c } from '@node-rs/crc32';

export function crc32cOf(bytes: Uint8Array): number {
  return crc32c(bytes);
}
