// Which partition a key belongs to by the rule of the Java and Node clients (murmur2), so that a shop's programs agree whatever they are written in.
import murmur2 from 'kafkajs/src/producer/partitioners/default/murmur2.js';

export function partitionOfKey(key: string, partitions: number): number {
  return (murmur2(Buffer.from(key, 'utf8')) & 0x7f_ff_ff_ff) % partitions;
}
