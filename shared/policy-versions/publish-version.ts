// Publishes a version of the policy: only a newer one, and only one publisher at a time. Whoever begins later fences whoever began earlier,
// so between looking at the newest version and writing the next one nobody else can have written.
import type { PolicyVersion } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { PartitionLog } from '#shared/kafka/partition-log';
import { createTransactionalWriter } from '#shared/kafka/writer/transactional-writer';
import type { OutgoingRecord } from '#shared/pipeline/unit';
import { readPublishedVersions } from './published-versions.js';

export interface PublishDeps {
  readonly kafka: KafkaClient;
  readonly log: PartitionLog;
  /** Prepared for the topic. */
  readonly codec: Pick<AvroCodec, 'encode' | 'decode' | 'ensureSchemas'>;
  /** The real name of the topic. */
  readonly topic: string;
  readonly prefix: string;
}

const TRANSACTION_MS = 10_000;
const NO_MEMBER = { groupId: '', memberId: '', generationId: 0 };

/**
 * @param own the version that comes with the program: the history of an empty topic begins with it
 * @throws POLICY_NOT_NEWER, POLICY_PUBLISHED_MEANWHILE, and what Kafka and the registry throw
 */
export async function publishVersion(deps: PublishDeps, next: PolicyVersion, own: PolicyVersion): Promise<void> {
  const transactionalId = `${deps.prefix}policy-publisher`;
  const writer = createTransactionalWriter(deps.kafka, { transactionalId, transactionTimeoutMs: TRANSACTION_MS });
  try {
    await writer.initialise();
    const { versions } = await readPublishedVersions(deps.log, deps.codec);
    const newest = Math.max(own.version, versions.at(-1)?.version ?? 0);
    if (next.version <= newest) throw new FulfilmentError('POLICY_NOT_NEWER', { version: next.version, newest });
    const written = versions.length === 0 ? [own, next] : [next];
    await writer.commit(
      written.map((version) => toRecord(deps, version)),
      [],
      NO_MEMBER,
    );
  } catch (error) {
    if (classify(error).code !== 'KAFKA_FENCED') throw error;
    throw new FulfilmentError('POLICY_PUBLISHED_MEANWHILE', { version: next.version }, { cause: error });
  } finally {
    await writer.close();
  }
}

/** The key is the number: compaction keeps every version, so that each record's version can be looked up. */
function toRecord({ codec, topic }: PublishDeps, version: PolicyVersion): OutgoingRecord {
  const value = codec.encode(topics.policyVersions, version);
  return { topic, partition: 0, key: String(version.version), value };
}
