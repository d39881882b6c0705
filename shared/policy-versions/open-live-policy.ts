// The live policy as a part of a process: what was published up to now at start, and whatever is published later as it comes.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog, type PartitionLog } from '#shared/kafka/partition-log';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { loadPolicy } from '#shared/policy/load-policy';
import type { Policy } from '#shared/policy/policy';
import type { Component, Started } from '#shared/runtime/component';
import { followVersions } from './follow-versions.js';
import { createLivePolicy, type LivePolicy, type LivePolicyDeps } from './live-policy.js';
import { readPublishedVersions } from './published-versions.js';

export interface StartLivePolicyDeps extends LivePolicyDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  /** The version that comes with the program: in force until a newer one is published. */
  readonly own: Policy;
}

export interface OpenLivePolicyDeps extends StartLivePolicyDeps {
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
}

export interface OpenedPolicy {
  readonly policy: LivePolicy;
  /** Rejects when the policy can't be followed any more; never resolves. */
  readonly done: Promise<void>;
}

/** Its start rejects with POLICY_INVALID when the newest version is one that this program can't read: nothing is released by an older one. */
export function openLivePolicy(deps: OpenLivePolicyDeps): Component<OpenedPolicy> {
  const { kafka, topicName } = deps;
  return {
    name: 'live-policy',
    start: async () => {
      const topic = topicName(topics.policyVersions.name);
      await ensureTopic(kafka, topic);
      return startLivePolicy(await openPartitionLog(kafka, topic, 0), deps);
    },
  };
}

/** Over a log of versions, which is closed with it, or when it can't start. */
export async function startLivePolicy(log: PartitionLog, deps: StartLivePolicyDeps): Promise<Started<OpenedPolicy>> {
  const { kafka, codec, own } = deps;
  try {
    const { versions, nextOffset } = await readPublishedVersions(log, codec);
    const newest = versions.at(-1);
    // A published version is what all others run, whatever a file of the same number says.
    const first = newest !== undefined && newest.version >= own.version ? loadPolicy(newest.text) : own;
    const policy = createLivePolicy(first, deps);
    const following = await followVersions({ kafka, codec, log, live: policy, fromOffset: nextOffset }).start();
    return { value: { policy, done: following.value.done }, stop: () => following.stop() };
  } catch (error) {
    await log.close();
    throw error;
  }
}

/** Whoever starts first makes it: the policy must be known before the topics that depend on it can be. */
export async function ensureTopic(kafka: KafkaClient, name: string): Promise<void> {
  const { partitions, settings } = topics.policyVersions;
  const admin = await openTopicAdmin(kafka);
  try {
    await admin.ensureTopics([{ name, partitions, settings: settings.default }]);
  } finally {
    await admin.close();
  }
}
