// The policy that running services go by, for a command: the newest published version, or the one that comes with the program.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { loadPolicy } from '#shared/policy/load-policy';
import type { Policy } from '#shared/policy/policy';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { ensureTopic } from '#shared/policy-versions/open-live-policy';
import { readPublishedVersions } from '#shared/policy-versions/published-versions';

export async function policyInForce(kafka: KafkaClient, codec: AvroCodec, prefix: string): Promise<Policy> {
  const own = readPolicyFile();
  const topic = `${prefix}${topics.policyVersions.name}`;
  await ensureTopic(kafka, topic);
  const log = await openPartitionLog(kafka, topic, 0);
  try {
    const newest = (await readPublishedVersions(log, codec)).versions.at(-1);
    return newest !== undefined && newest.version >= own.version ? loadPolicy(newest.text) : own;
  } finally {
    await log.close();
  }
}
