// Opens everything the services of one process share, in order; each part is closed again in reverse.
import type { Db } from 'mongodb';
import { type OpenedRegister, openRegister } from '#shared/carriers/follow-register';
import { createAvroCodec } from '#shared/codec/avro-codec';
import { createRegistryClient } from '#shared/codec/registry-client';
import { CLOCK } from '#shared/config/clock';
import { ERASURE } from '#shared/config/erasure';
import { KAFKA } from '#shared/config/kafka';
import { KEYRING } from '#shared/config/keyring';
import type { Environment } from '#shared/config/load';
import { loadConfig } from '#shared/config/load';
import { LOGGING } from '#shared/config/logging';
import { MONGO } from '#shared/config/mongo';
import { REGISTRY } from '#shared/config/registry';
import { TOPICS } from '#shared/config/topics';
import { createScaledClock } from '#shared/domain/scaled-clock';
import { createSystemClock } from '#shared/domain/system-clock';
import { createFileIngressKeys } from '#shared/ingress-keys/file-ingress-keys';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { createKafka } from '#shared/kafka/create-kafka';
import { createLaneMetrics } from '#shared/kafka/lane-metrics';
import { createStartLaneConsumer } from '#shared/kafka/lane-consumer';
import type { LaneSettings } from '#shared/kafka/lanes/lane-settings';
import { createLogger, type Logger } from '#shared/logging/logger';
import { mongoComponent } from '#shared/mongo/connect';
import { readPolicyFile } from '#shared/policy/read-policy-file';
import { openLivePolicy } from '#shared/policy-versions/open-live-policy';
import { LANES } from '#shared/refs/lane';
import { createFraudHash } from '#shared/refs/fraud-hash';
import { createFraudSeal } from '#shared/refs/fraud-seal';
import { createRefs } from '#shared/refs/refs';
import type { Use } from '#shared/runtime/compose';
import { openKeyring } from '#shared/vault/open-keyring';
import { createMongoKeyStore } from '#shared/vault/mongo-key-store';
import { bindStore } from '#shared/vault/rotate';
import { createVault } from '#shared/vault/vault';
import { RESTORE_MARK } from '#shared/mongo/restore-mark';
import type { Pace, Platform } from './platform.js';
import { readyForCarriers } from './ready-for-carriers.js';
import { defineCarriers, readyForPolicy } from './ready-for-policy.js';

const BLOCKS = {
  kafka: KAFKA,
  registry: REGISTRY,
  mongo: MONGO,
  keyring: KEYRING,
  clock: CLOCK,
  topics: TOPICS,
  logging: LOGGING,
  erasure: ERASURE,
} as const;

/** Bounds what waits in memory: larger units gain nothing measurable, but several services share one process and its memory. */
const MODEST = { unitRecords: 1_000, waitingBytes: 1_048_576, maxBytesPerPartition: 524_288 } as const;

/**
 * Each unit costs a transaction and a few database calls, whatever it holds: waiting a little gathers more into one. At 500 orders/s with the
 * road in one process, a beat of 40 ms leaves both cores a third of their time; at 25 ms they are full, and everything waits longer for them.
 */
const PACES: Readonly<Record<Pace, Partial<LaneSettings>>> = {
  prompt: { paceMs: 40, plentyBytes: 65_536, ...MODEST },
  'handed-on': { paceMs: 20, plentyBytes: 65_536, gatherMs: 4, ...MODEST },
  relaxed: { paceMs: 300, plentyBytes: 262_144, ...MODEST },
  // On a busy day (100 orders/s) by a longer beat: the statuses of most orders then come with the order itself, and are not another write of the same
  // document. What comes in that time is neither plenty, which would end the beat early, nor more than one unit.
  gathered: {
    ...MODEST,
    paceMs: 500,
    busyBytes: 131_072,
    busyPaceMs: 1_500,
    plentyBytes: 6_291_456,
    unitRecords: 12_000,
    waitingBytes: 8_388_608,
  },
};

export interface PlatformOptions {
  /** Names this process towards brokers and in logs, e.g. `intake`; no personal data. */
  readonly name: string;
  /** Default: the environment of the process. */
  readonly environment?: Environment;
  /** Only a restore may open a database into which a restore did not end. Default false. */
  readonly isRestoring?: boolean;
  /** Default: JSON lines on standard output. */
  readonly logger?: Logger;
}

/** @throws ConfigError, KEYRING_UNAVAILABLE, MONGO_UNAVAILABLE, POLICY_INVALID: without any of these nothing may be released */
export async function openPlatform(use: Use, options: PlatformOptions): Promise<Platform> {
  const config = loadConfig(BLOCKS, options.environment);
  const logger = options.logger ?? createLogger({ service: options.name, level: config.logging.level });
  const realClock = createSystemClock();
  const clock = createScaledClock({ ...config.clock, base: realClock });
  const topicName = createTopicNames(config.topics.prefix);

  const keyring = await openKeyring(config.keyring, { create: true });
  const refs = createRefs(keyring.derive('refs'));
  const mongo = await use(mongoComponent({ config: config.mongo, appName: options.name }));
  const registry = createRegistryClient(config.registry);
  const codec = createAvroCodec({ registry, topicPrefix: config.topics.prefix, clock: realClock });
  if (options.isRestoring !== true) await refuseUnfinishedRestore(mongo.db);
  const keyStore = createMongoKeyStore({ db: mongo.db });
  await bindStore(keyStore, keyring);
  const vault = createVault({ store: keyStore, keyring });
  const kafka = createKafka({
    config: config.kafka,
    clientId: options.name,
    logger,
    clock: realClock,
    random: Math.random,
  });
  const ready = { kafka, codec, topicName, erasureProfile: config.erasure, prefix: config.topics.prefix };
  let register: OpenedRegister | null = null;
  const live = await use(
    openLivePolicy({
      kafka,
      codec,
      topicName,
      own: readPolicyFile(),
      getReady: (next, before) => readyForPolicy(ready, next, before, (id) => isRegistered(register, id)),
      clock: realClock,
    }),
  );
  defineCarriers(codec, live.policy.current());
  register = await use(
    openRegister({
      kafka,
      codec,
      topicName,
      listed: live.policy,
      getReady: (next, before) => readyForCarriers(ready, next, before),
    }),
  );
  return {
    clock,
    realClock,
    logger,
    database: mongo.db,
    mongoHealth: () => mongo.health(),
    kafka,
    startLanes: (laneOptions, metrics, pace = 'prompt') =>
      createStartLaneConsumer({
        client: kafka,
        lanes: LANES,
        prefix: config.topics.prefix,
        observer: createLaneMetrics(metrics),
        settings: PACES[pace],
      })(laneOptions),
    codec,
    vault,
    refs,
    fraudHash: createFraudHash(keyring.derive('fraud')),
    fraudSeal: createFraudSeal(keyring.derive('fraud')),
    ingressKeys: createFileIngressKeys(config.keyring.directory),
    ingressGraceMs: config.keyring.ingressGraceMs,
    deriveKey: (purpose) => keyring.derive(purpose),
    policy: register.policy,
    policyDone: live.done,
    registerDone: register.done,
    erasureProfile: config.erasure,
    prefix: config.topics.prefix,
    topicName,
  };
}

/** What a restore began and did not end may hold people who were erased since. @throws RESTORE_UNFINISHED */
async function refuseUnfinishedRestore(database: Db): Promise<void> {
  if ((await database.collection(RESTORE_MARK).findOne()) !== null) throw new FulfilmentError('RESTORE_UNFINISHED');
}

/** Whether the register says anything of a carrier: its agreement need not be in the policy then. */
function isRegistered(register: OpenedRegister | null, carrierId: string): boolean {
  return register?.policy.register().has(carrierId) ?? false;
}

/** The same name is always the same text: records are sorted by it, and a text that is put together anew is hashed anew each time. */
function createTopicNames(prefix: string): (name: string) => string {
  const full = new Map<string, string>();
  return (name) => {
    const known = full.get(name);
    if (known !== undefined) return known;
    const made = `${prefix}${name}`;
    full.set(name, made);
    return made;
  };
}
