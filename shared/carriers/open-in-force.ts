// What running services go by, read over the real Kafka and registry by the settings of the environment: versions of the policy, and the register.
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { KAFKA } from '#shared/config/kafka';
import { loadConfig } from '#shared/config/load';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { createLogger } from '#shared/logging/logger';
import { ensureTopic } from '#shared/policy-versions/open-live-policy';
import { readPublishedVersions } from '#shared/policy-versions/published-versions';
import type { InForce } from './dry-run-command.js';
import { ensureRegisterTopic } from './follow-register.js';
import { readRegister } from './register-log.js';

/** @param random a number of [0, 1), for jitter */
export async function openInForce(random: () => number): Promise<InForce> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'dry-run', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'dry-run', logger, clock, random });
  const { prefix } = config.topics;
  const codec = createAvroCodec({ registry: createRegistryClient(config.registry), topicPrefix: prefix, clock });
  const [versionsTopic, registerTopic] = [topics.policyVersions, topics.carriersRegister].map(
    ({ name }) => `${prefix}${name}`,
  ) as [string, string];
  await ensureTopic(kafka, versionsTopic);
  await ensureRegisterTopic(kafka, registerTopic);
  const versions = await openPartitionLog(kafka, versionsTopic, 0);
  const register = await openPartitionLog(kafka, registerTopic, 0);
  return {
    versions: async () => (await readPublishedVersions(versions, codec)).versions,
    register: async () => (await readRegister(register, codec)).register,
    close: async () => {
      await Promise.all([versions.close(), register.close()]);
    },
  };
}
