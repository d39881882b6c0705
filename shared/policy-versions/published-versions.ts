// The versions of the policy as they lie in the topic `policy.versions`: one record per version, none is ever taken back.
import type { PolicyVersion } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { PartitionLog } from '#shared/kafka/partition-log';
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface PublishedVersions {
  /** In the order of their numbers. */
  readonly versions: readonly PolicyVersion[];
  /** Where to read on. */
  readonly nextOffset: number;
}

type VersionCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

const WAIT_MS = 500;
/** An open transaction below the end is decided within its time-out of 10 s. */
const EMPTY_READS = 40;

/** Everything that was published up to now. @throws KAFKA_UNAVAILABLE when the end of the log stays undecided */
export async function readPublishedVersions(log: PartitionLog, codec: VersionCodec): Promise<PublishedVersions> {
  const end = await log.end();
  const byNumber = new Map<number, PolicyVersion>();
  let offset = await log.start();
  for (let empty = 0; offset < end; ) {
    const { records, nextOffset } = await log.read(offset, WAIT_MS);
    if (nextOffset === offset && ++empty > EMPTY_READS)
      throw new FulfilmentError('KAFKA_UNAVAILABLE', { topic: topics.policyVersions.name, undecidedFrom: offset });
    for (const version of await decodeVersions(codec, records)) byNumber.set(version.version, version);
    offset = nextOffset;
  }
  const versions = [...byNumber.values()].sort((one, other) => one.version - other.version);
  return { versions, nextOffset: offset };
}

/** @throws INTERNAL_RECORD_UNREADABLE (crash): who can't read the policy must not release by an older one */
export async function decodeVersions(
  codec: VersionCodec,
  records: readonly IncomingRecord[],
): Promise<readonly PolicyVersion[]> {
  await codec.ensureSchemas(records.map(({ value }) => value));
  return records.flatMap(({ topic, partition, offset, value }) => {
    if (value === null) return [];
    const decoded = codec.decode(value, topics.policyVersions);
    if (decoded.kind === 'refused')
      throw new FulfilmentError('INTERNAL_RECORD_UNREADABLE', { topic, partition, offset });
    return [decoded.value];
  });
}
