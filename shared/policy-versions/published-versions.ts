// The versions of the policy as they lie in the topic `policy.versions`: one record per version, none is ever taken back.
import type { PolicyVersion } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { PartitionLog } from '#shared/kafka/partition-log';
import { readToEnd } from '#shared/kafka/read-to-end';
import type { IncomingRecord } from '#shared/pipeline/unit';

export interface PublishedVersions {
  /** In the order of their numbers. */
  readonly versions: readonly PolicyVersion[];
  /** Where to read on. */
  readonly nextOffset: number;
}

type VersionCodec = Pick<AvroCodec, 'decode' | 'ensureSchemas'>;

/** Everything that was published up to now. @throws KAFKA_UNAVAILABLE when the end of the log stays undecided */
export async function readPublishedVersions(log: PartitionLog, codec: VersionCodec): Promise<PublishedVersions> {
  const byNumber = new Map<number, PolicyVersion>();
  const nextOffset = await readToEnd(log, { topic: topics.policyVersions.name }, async (records) => {
    for (const version of await decodeVersions(codec, records)) byNumber.set(version.version, version);
  });
  const versions = [...byNumber.values()].sort((one, other) => one.version - other.version);
  return { versions, nextOffset };
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
