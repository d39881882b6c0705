// The publisher over a real Kafka and registry.
import type { Policy } from '#shared/policy/policy';
import { topics } from '#schemas/generated/topics';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import type { KafkaConfig } from '#shared/config/kafka';
import type { RegistryConfig } from '#shared/config/registry';
import { createSystemClock } from '#shared/domain/system-clock';
import { throwInOurWords } from '#shared/errors/in-our-words';
import { createKafka } from '#shared/kafka/create-kafka';
import { partitionOfKey } from '#shared/kafka/partition-of-key';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { startPlainProducer } from '#shared/kafka/plain-producer';
import { createLogger, type Logger } from '#shared/logging/logger';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { followKeys } from './follow-keys.js';
import { followPolicy } from './follow-policy.js';
import { createKeyBook } from './key-book.js';
import { createPublisher, type Publisher } from './publisher.js';
import { createSessions } from './sessions.js';

export interface PublisherOptions {
  readonly kafka: KafkaConfig;
  /** Confluent-compatible API. */
  readonly registryUrl: string;
  /** Basic authentication at the registry; default: none. */
  readonly registryLogin?: RegistryConfig['login'];
  /** Before every topic; default none. */
  readonly topicPrefix?: string;
  /** Shown by the broker; default `order-service`. No personal data. */
  readonly clientId?: string;
  /** The rules that events are checked by; default: the version in force, followed from `policy.versions`, as intake does. */
  readonly policy?: () => Policy;
  /** Default: warnings and errors as JSON lines on standard output. */
  readonly logger?: Logger;
  /** false: personal blocks travel and lie in plain until intake has sealed them. Default true. */
  readonly isSealing?: boolean;
  /** Events under way at most, checked and not acknowledged; default 5,000. */
  readonly mostInFlight?: number;
  /** How long an event is tried before `publish` rejects; default 120,000. */
  readonly deliveryTimeoutMs?: number;
  /** How long to wait at the start for a key to seal to; default 30,000. */
  readonly keyPatienceMs?: number;
  /** Blocks sealed in one session; default 40,000, which is 10,000 orders. */
  readonly blocksPerSession?: number;
  /** Age of a session at most; default 10 minutes. */
  readonly sessionMs?: number;
}

/**
 * @throws KAFKA_UNAVAILABLE, KAFKA_DENIED, REGISTRY_UNAVAILABLE, TOPIC_MISSING, POLICY_INVALID; INGRESS_KEY_MISSING only when the first order is published
 */
export function startPublisher(options: PublisherOptions): Promise<Publisher> {
  return open(options).catch(throwInOurWords);
}

async function open(options: PublisherOptions): Promise<Publisher> {
  const { topicPrefix = '', clientId = 'order-service', isSealing = true, keyPatienceMs = 30_000 } = options;
  const clock = createSystemClock();
  const logger = options.logger ?? createLogger({ service: clientId, level: 'warn' });
  const kafka = createKafka({ config: options.kafka, clientId, logger, clock, random: Math.random });
  const registry = createRegistryClient({ url: options.registryUrl, login: options.registryLogin ?? null });
  const codec = createAvroCodec({ registry: registry, topicPrefix, clock });
  await codec.prepare([topics.ordersEvents]);
  const followed =
    options.policy === undefined
      ? await followPolicy({ kafka, codec, clock, topicPrefix, own: readPolicyFile() })
      : { current: options.policy, stop: () => Promise.resolve() };

  const book = createKeyBook(codec);
  const log = isSealing
    ? await openPartitionLog(kafka, `${topicPrefix}${topics.ordersIngressKeys.name}`, 0)
    : undefined;
  const follower = log === undefined ? undefined : await followKeys(kafka, log, book, keyPatienceMs);
  const { deliveryTimeoutMs } = options;
  const producer = await startPlainProducer(kafka, deliveryTimeoutMs === undefined ? {} : { deliveryTimeoutMs });
  const sessions = createSessions({
    newestKey: () => book.newestAt(clock.nowMs()),
    clock,
    blocksPerSession: options.blocksPerSession ?? 40_000,
    sessionMs: options.sessionMs ?? 600_000,
  });
  const { name, partitions } = topics.ordersEvents;
  return createPublisher({
    policy: () => followed.current(),
    codec,
    producer: { send: (records) => producer.send(records).catch(throwInOurWords), stop: () => producer.stop() },
    session: isSealing ? sessions : () => undefined,
    partitionOf: (orderId) => partitionOfKey(orderId, partitions),
    topic: `${topicPrefix}${name}`,
    mostInFlight: options.mostInFlight ?? 5_000,
    onClose: async () => {
      await Promise.all([follower?.stop(), followed.stop()]);
    },
  });
}
