// The register of carriers as it lies in its topic: the newest entry of each carrier counts.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { PartitionLog } from '#shared/kafka/partition-log';
import { readToEnd } from '#shared/kafka/read-to-end';
import type { IncomingRecord } from '#shared/pipeline/unit';
import { type CarrierEntry, type CarrierRegister, EMPTY_REGISTER, withEntry } from './carrier-entry.js';

export interface ReadRegister {
  readonly register: CarrierRegister;
  /** Where to read on. */
  readonly nextOffset: number;
}

type EntryCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

/** Everything that was entered up to now. @throws KAFKA_UNAVAILABLE when the end of the log is not reached */
export async function readRegister(log: PartitionLog, codec: EntryCodec): Promise<ReadRegister> {
  let register = EMPTY_REGISTER;
  const nextOffset = await readToEnd(log, { topic: topics.carriersRegister.name }, async (records) => {
    register = (await decodeEntries(codec, records)).reduce(withEntry, register);
  });
  return { register, nextOffset };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): who can't read that a carrier was stopped must not release to it */
export async function decodeEntries(
  codec: EntryCodec,
  records: readonly IncomingRecord[],
): Promise<readonly CarrierEntry[]> {
  await codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ topic, partition, offset, value }) => {
    if (value === null) return [];
    const decoded = codec.decode(value, topics.carriersRegister);
    if (decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset: String(offset) });
    return [decoded.value];
  });
}
