// The policy a publisher judges by: the version in force, as the broker announces it. What can't be read is judged by no older one.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { Clock } from '#shared/domain/clock';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';
import type { Policy } from '#shared/policy/policy';
import { startLivePolicy } from '#shared/policy-versions/open-live-policy';

export interface FollowedPolicy {
  /** @throws what following ended with, e.g. POLICY_INVALID: this library is too old for the version in force */
  current(): Policy;
  stop(): Promise<void>;
}

export interface FollowPolicyDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly clock: Clock;
  readonly topicPrefix: string;
  /** In force until a newer one is published. */
  readonly own: Policy;
}

/** @throws TOPIC_MISSING, KAFKA_UNAVAILABLE, KAFKA_DENIED, POLICY_INVALID */
export async function followPolicy({ topicPrefix, ...deps }: FollowPolicyDeps): Promise<FollowedPolicy> {
  const log = await openPartitionLog(deps.kafka, `${topicPrefix}${topics.policyVersions.name}`, 0);
  const { value, stop } = await startLivePolicy(log, { ...deps, getReady: () => Promise.resolve() });
  let failure: { readonly error: unknown } | null = null;
  value.done.catch((error: unknown) => {
    failure = { error };
  });
  return {
    current: () => {
      if (failure !== null) throw failure.error;
      return value.policy.current();
    },
    stop,
  };
}
