// What every service is given: connections, codec, vault, policy and clock, made once per process and shared by the services in it.
import type { Db } from 'mongodb';
import type { AvroCodec } from '#shared/codec/codec';
import type { ErasureProfile } from '#shared/config/erasure';
import type { Clock } from '#shared/domain/clock';
import type { IngressKeys } from '#shared/ingress-keys/file-ingress-keys';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { LaneConsumer, LaneConsumerOptions } from '#shared/kafka/ports';
import type { Logger } from '#shared/logging/logger';
import type { PolicySource } from '#shared/policy/ports';
import type { FraudHash } from '#shared/refs/fraud-hash';
import type { FraudSeal } from '#shared/refs/fraud-seal';
import type { Refs } from '#shared/refs/refs';
import type { CheckResult } from '#shared/runtime/health-server';
import type { Metrics } from '#shared/telemetry/metrics';
import type { Vault } from '#shared/vault/vault';

/**
 * `prompt`: somebody waits for the outcome; `handed-on`: so, and what is read was gathered by the transactions that wrote it; `relaxed`: a
 * moment later will do, and costs a fraction; `gathered`: half a second later will do, so that most of what happens to an order comes together.
 */
export type Pace = 'prompt' | 'handed-on' | 'relaxed' | 'gathered';

export interface Platform {
  /** Business time: scaled in the sample, real otherwise. */
  readonly clock: Clock;
  /** Real time, for time-outs and measurements. */
  readonly realClock: Clock;
  readonly logger: Logger;
  readonly database: Db;
  readonly mongoHealth: () => Promise<CheckResult>;
  readonly kafka: KafkaClient;
  /** Starts a consumer of lanes whose counts go into these metrics; pace: default `prompt`. */
  readonly startLanes: (options: LaneConsumerOptions, metrics: Metrics, pace?: Pace) => Promise<LaneConsumer>;
  readonly codec: AvroCodec;
  readonly vault: Vault;
  readonly refs: Refs;
  /** Hashes in the domain of fraud control, which join with nothing outside it. */
  readonly fraudHash: FraudHash;
  /** Seals numbers of orders for fraud control alone. */
  readonly fraudSeal: FraudSeal;
  /** The keys to which publishers seal; none before intake has started once. */
  readonly ingressKeys: IngressKeys;
  /** How long a replaced one of them still opens. */
  readonly ingressGraceMs: number;
  /** 32 secret bytes for one purpose, the same for ever: from the keyring's root key. */
  readonly deriveKey: (purpose: string) => Buffer;
  /** The policy with the register of carriers applied. */
  readonly policy: PolicySource;
  /** Rejects when the policy can't be followed any more: then nothing may be released. Never resolves. */
  readonly policyDone: Promise<void>;
  /** Rejects when the register can't be followed any more; never resolves. */
  readonly registerDone: Promise<void>;
  readonly erasureProfile: ErasureProfile;
  /** TOPIC_PREFIX: in front of every topic, group and transactional id. */
  readonly prefix: string;
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
}
