// The broker's settings. One node, everything denied unless allowed, and erasure that keeps its deadline.
// docker-compose.yml holds the same settings for containers; a test keeps the two equal.
import { BROKER_USER, ORDER_SERVICE_USER, SERVICES_USER, type StackCredentials } from './credentials.js';

export interface KafkaSettings {
  readonly ports: { readonly kafka: number; readonly controller: number };
  readonly credentials: Pick<StackCredentials, 'broker' | 'services' | 'orderService'>;
  readonly dataFolder: string;
  /** Address to listen on; default 127.0.0.1. In a container: all, of which only loopback is published. */
  readonly listenOn?: string;
}

export function kafkaProperties(settings: KafkaSettings): Readonly<Record<string, string>> {
  const { ports, credentials, dataFolder, listenOn = '127.0.0.1' } = settings;
  return {
    ...quorum(ports, listenOn, dataFolder),
    ...security(credentials),
    ...ONE_NODE,
    ...ERASURE_DEADLINES,
    ...SMALL,
  };
}

/** The text of a properties file. */
export function propertiesText(properties: Readonly<Record<string, string>>): string {
  return Object.entries(properties)
    .map(([key, value]) => `${key}=${value}\n`)
    .join('');
}

function quorum(ports: KafkaSettings['ports'], listenOn: string, dataFolder: string): Record<string, string> {
  return {
    'process.roles': 'broker,controller',
    'node.id': '1',
    'controller.quorum.voters': `1@127.0.0.1:${ports.controller}`,
    listeners: `CLIENT://${listenOn}:${ports.kafka},CONTROLLER://127.0.0.1:${ports.controller}`,
    'advertised.listeners': `CLIENT://127.0.0.1:${ports.kafka}`,
    'listener.security.protocol.map': 'CLIENT:SASL_PLAINTEXT,CONTROLLER:SASL_PLAINTEXT',
    'inter.broker.listener.name': 'CLIENT',
    'controller.listener.names': 'CONTROLLER',
    'log.dirs': dataFolder,
  };
}

function security(credentials: KafkaSettings['credentials']): Record<string, string> {
  const plain = 'org.apache.kafka.common.security.plain.PlainLoginModule required';
  const broker = `username="${BROKER_USER}" password="${credentials.broker}" user_${BROKER_USER}="${credentials.broker}"`;
  const users = `user_${SERVICES_USER}="${credentials.services}" user_${ORDER_SERVICE_USER}="${credentials.orderService}"`;
  return {
    'sasl.mechanism.inter.broker.protocol': 'PLAIN',
    'sasl.mechanism.controller.protocol': 'PLAIN',
    // Services log in by PLAIN, carriers by SCRAM, both on one listener; carriers' passwords are not in this file.
    'listener.name.client.sasl.enabled.mechanisms': 'PLAIN,SCRAM-SHA-256',
    'listener.name.client.plain.sasl.jaas.config': `${plain} ${broker} ${users};`,
    'listener.name.client.scram-sha-256.sasl.jaas.config':
      'org.apache.kafka.common.security.scram.ScramLoginModule required;',
    'listener.name.controller.sasl.enabled.mechanisms': 'PLAIN',
    'listener.name.controller.plain.sasl.jaas.config': `${plain} ${broker};`,
    'authorizer.class.name': 'org.apache.kafka.metadata.authorizer.StandardAuthorizer',
    'allow.everyone.if.no.acl.found': 'false',
    'super.users': `User:${BROKER_USER};User:${SERVICES_USER}`,
    'auto.create.topics.enable': 'false',
  };
}

const ONE_NODE: Readonly<Record<string, string>> = {
  'default.replication.factor': '1',
  'min.insync.replicas': '1',
  'offsets.topic.replication.factor': '1',
  'transaction.state.log.replication.factor': '1',
  'transaction.state.log.min.isr': '1',
  'share.coordinator.state.topic.replication.factor': '1',
  'share.coordinator.state.topic.min.isr': '1',
};

const ERASURE_DEADLINES: Readonly<Record<string, string>> = {
  'log.cleaner.backoff.ms': '5000',
  'log.retention.check.interval.ms': '5000',
  'log.initial.task.delay.ms': '1000',
  'log.segment.delete.delay.ms': '1000',
  // An open transaction blocks cleaning until it times out, and any producer may open one.
  'transaction.max.timeout.ms': '60000',
};

/** Starts and rebalances without waiting for members that never come; few internal partitions; short sessions allowed in tests. */
const SMALL: Readonly<Record<string, string>> = {
  'group.initial.rebalance.delay.ms': '0',
  'group.min.session.timeout.ms': '1000',
  // After a crash the broker is let in again only when its old session has ended (by default after 9 s).
  'broker.heartbeat.interval.ms': '1000',
  'broker.session.timeout.ms': '4000',
  'num.partitions': '1',
  'offsets.topic.num.partitions': '8',
  'transaction.state.log.num.partitions': '8',
  'share.coordinator.state.topic.num.partitions': '1',
  'log.index.size.max.bytes': '1048576',
  // What the cleaner notes keys in is wiped before each log that it cleans, by default 128 MB. This holds 150,000 keys; more are cleaned in parts.
  'log.cleaner.dedupe.buffer.size': '4194304',
};
