// Follows `policy.versions` for one process: whatever is published is in force a moment later, without a restart.
import { loadPolicy } from '#shared/policy/load-policy';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { followLog } from '#shared/kafka/follow-log';
import type { PartitionLog } from '#shared/kafka/partition-log';
import type { Component } from '#shared/runtime/component';
import type { LivePolicy } from './live-policy.js';
import { decodeVersions } from './published-versions.js';

export interface FollowDeps {
  readonly kafka: Pick<KafkaClient, 'logger' | 'waiting'>;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly log: PartitionLog;
  readonly live: LivePolicy;
  /** First offset that was not read yet. */
  readonly fromOffset: number;
}

export interface FollowedVersions {
  /** Rejects with the error that ends following for good, e.g. POLICY_INVALID: nothing may be released any more. Never resolves. */
  readonly done: Promise<void>;
}

export function followVersions({ kafka, codec, log, live, fromOffset }: FollowDeps): Component<FollowedVersions> {
  return {
    name: 'policy-versions',
    start: () => {
      const { done, stop } = followLog({
        kafka,
        log,
        name: 'policy-versions',
        fromOffset,
        onRecords: async (records) => {
          for (const { text, version } of await decodeVersions(codec, records)) {
            const isNew = await live.takeOver(loadPolicy(text));
            if (isNew) kafka.logger.info({ policyVersion: String(version) }, 'a version of the policy is in force');
          }
        },
      });
      return Promise.resolve({ value: { done }, stop });
    },
  };
}
