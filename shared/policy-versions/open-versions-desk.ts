// The versions desk over the real Kafka and registry, by the settings of the environment.
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
import { ensureTopic } from './open-live-policy.js';
import { publishVersion } from './publish-version.js';
import { readPublishedVersions } from './published-versions.js';
import type { VersionsDesk } from './versions-desk.js';

/** @param random a number of [0, 1), for jitter */
export async function openVersionsDesk(random: () => number): Promise<VersionsDesk> {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, topics: TOPICS });
  const clock = createSystemClock();
  const logger = createLogger({ service: 'policy', level: 'error' });
  const kafka = createKafka({ config: config.kafka, clientId: 'policy-cli', logger, clock, random });
  const { prefix } = config.topics;
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: prefix, clock });
  const topic = `${prefix}${topics.policyVersions.name}`;
  await ensureTopic(kafka, topic);
  const log = await openPartitionLog(kafka, topic, 0);
  return {
    versions: async () => (await readPublishedVersions(log, codec)).versions,
    publish: async (next, own) => {
      await codec.prepare([topics.policyVersions]);
      await publishVersion({ kafka, log, codec, topic, prefix }, next, own);
    },
    close: () => log.close(),
  };
}
