// The one place where a Kafka client is made: from the configuration, with our logger, with time-outs that suit a service.
import kafkajs, { type Kafka, type KafkaConfig as KafkajsConfig } from 'kafkajs';
import Cluster from 'kafkajs/src/cluster/index.js';
import loggers from 'kafkajs/src/loggers/index.js';
import createSocketFactory from 'kafkajs/src/network/socketFactory.js';
import type { KafkaConfig } from '#shared/config/kafka';
import type { Clock } from '#shared/domain/clock';
import type { Logger } from '#shared/logging/logger';
import type { RetryDeps } from '#shared/pipeline/retry';
import type { KafkaCluster } from './client/cluster.js';
import { mendConnections } from './client/mend-connections.js';
import { createQuietLogCreator } from './client/quiet-log.js';
import { sleep } from './client/sleep.js';
import { registerCodecs } from './codecs.js';

export interface KafkaDeps {
  readonly config: KafkaConfig;
  /** Shown by the broker; no personal data, it outlives us in its logs. */
  readonly clientId: string;
  readonly logger: Logger;
  /** Real time: time-outs and back-offs never run on a scaled clock. */
  readonly clock: Clock;
  /** A number of [0, 1), for jitter. */
  readonly random: () => number;
  /** Default: plain and TLS sockets of Node. Tests pass their own to cut connections. */
  readonly openSocket?: OpenSocket;
}

/** kafkajs' own shape for whoever opens its connections. */
export type OpenSocket = NonNullable<KafkajsConfig['socketFactory']>;

export interface KafkaClient {
  readonly clientId: string;
  readonly logger: Logger;
  readonly waiting: RetryDeps;
  /** kafkajs itself, for the admin calls and for tools. */
  readonly kafkajs: Kafka;
  /** A set of connections of its own; the caller connects and disconnects it. */
  openCluster(): KafkaCluster;
}

const CONNECT_MS = 5_000;
const LOGIN_MS = 10_000;
const REQUEST_MS = 10_000;
const REAUTHENTICATE_BEFORE_MS = 10_000;
const METADATA_AGE_MS = 60_000;
/** kafkajs' inner retries are short: the loops of our own decide how long to go on. */
const RETRY = { initialRetryTime: 50, maxRetryTime: 1_000, retries: 5 } as const;
const WARN = 2;
const READ_COMMITTED = 1;

export function createKafka(deps: KafkaDeps): KafkaClient {
  const { config, clientId, logger, clock, random } = deps;
  const socketFactory = deps.openSocket ?? createSocketFactory();
  registerCodecs();
  mendConnections();
  const logCreator = createQuietLogCreator(logger);
  const connection = connectionOf(config);
  const common = {
    ...connection,
    socketFactory,
    clientId,
    connectionTimeout: CONNECT_MS,
    authenticationTimeout: LOGIN_MS,
    requestTimeout: REQUEST_MS,
    reauthenticationThreshold: REAUTHENTICATE_BEFORE_MS,
    enforceRequestTimeout: true,
    retry: RETRY,
  };
  const clientLogger = loggers.createLogger({ level: WARN, logCreator });
  const openCluster = (): KafkaCluster =>
    new Cluster({
      ...common,
      logger: clientLogger,
      metadataMaxAge: METADATA_AGE_MS,
      allowAutoTopicCreation: false,
      maxInFlightRequests: null,
      isolationLevel: READ_COMMITTED,
    });
  return {
    clientId,
    logger,
    waiting: { clock, sleep, random },
    kafkajs: new kafkajs.Kafka({ ...common, logLevel: WARN, logCreator } as KafkajsConfig),
    openCluster,
  };
}

function connectionOf({ brokers, ssl, sasl }: KafkaConfig) {
  return {
    brokers: [...brokers],
    ssl: ssl === false ? false : ssl.ca === undefined ? true : { ca: [ssl.ca] },
    sasl:
      sasl === null
        ? undefined
        : { mechanism: sasl.mechanism, username: sasl.username, password: sasl.password.reveal() },
  };
}
