// The few lines a store owner needs: connections from the environment, values decoded by the registry, everything else by the mirror.
import { openSchemaRegistry } from '#shared/codec/open-schema-registry';
import { KAFKA } from '#shared/config/kafka';
import { type Environment, loadConfig } from '#shared/config/load';
import { LOGGING } from '#shared/config/logging';
import { REGISTRY } from '#shared/config/registry';
import { createSystemClock } from '#shared/domain/system-clock';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLogger } from '#shared/logging/logger';
import { type Mirror, type MirrorOptions, startMirror } from './mirror.js';

export interface FollowOptions extends Pick<MirrorOptions, 'topic' | 'store'> {
  /** A number of [0, 1), so that many do not all try again at once: Math.random. */
  readonly random: () => number;
  readonly sendReceipts?: MirrorOptions['sendReceipts'];
  readonly tombstonesStayMs?: number;
  /** Default: the environment of the process (KAFKA_*, SCHEMA_REGISTRY_*, LOG_LEVEL). */
  readonly environment?: Environment;
}

/** Starts to follow the topic into the store. @throws ConfigError */
export function followTopic({
  topic,
  store,
  random,
  sendReceipts,
  tombstonesStayMs,
  environment,
}: FollowOptions): Mirror {
  const config = loadConfig({ kafka: KAFKA, registry: REGISTRY, logging: LOGGING }, environment);
  const logger = createLogger({ service: 'mirror', level: config.logging.level });
  const clock = createSystemClock();
  const kafka = createKafka({ config: config.kafka, clientId: 'mirror', logger, clock, random });
  const registry = openSchemaRegistry(config.registry);
  return startMirror({
    kafka,
    topic,
    store,
    clock,
    decode: async (value) => (await registry.decode(value)) as Record<string, unknown>,
    onTrouble: (trouble) => {
      if (trouble.kind === 'unavailable')
        logger.warn({ err: trouble.error, topic }, 'The topic or the store is out of reach');
      else
        logger.error(
          { topic, partition: trouble.partition, offset: String(trouble.offset) },
          'A value does not decode: its row was deleted instead of left outdated',
        );
    },
    ...(sendReceipts === undefined ? {} : { sendReceipts }),
    ...(tombstonesStayMs === undefined ? {} : { tombstonesStayMs }),
  });
}
