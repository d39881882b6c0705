// Every version of the policy that ever held, for those who show them to people: read anew as soon as a newer one is in force.
import type { PolicyVersion } from '#schemas/generated/records';
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { loadPolicy } from '#shared/policy/load-policy';
import type { PolicySource } from '#shared/policy/ports';
import { readPolicyText } from '#shared/policy/read-policy-file';
import type { Component } from '#shared/runtime/component';
import { readPublishedVersions } from './published-versions.js';

export interface VersionArchive {
  /** Oldest first; never empty. The last one is in force. */
  all(): Promise<readonly PolicyVersion[]>;
}

export interface VersionArchiveDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  readonly topicName: (name: string) => string;
  readonly policy: PolicySource;
}

/** The version that comes with the program, the text for people included. @throws POLICY_INVALID */
export function versionOfProgram(): PolicyVersion {
  const text = readPolicyText();
  const readableText = readPolicyText('privacy-policy.txt');
  return { version: loadPolicy(text).version, text, publishedAt: 0, publishedBy: 'program', readableText };
}

export function versionArchive(deps: VersionArchiveDeps): Component<VersionArchive> {
  const { kafka, codec, topicName, policy } = deps;
  return {
    name: 'policy-archive',
    start: async () => {
      const log = await openPartitionLog(kafka, topicName(topics.policyVersions.name), 0);
      let known: readonly PolicyVersion[] = [];
      const read = async (): Promise<readonly PolicyVersion[]> => {
        const { versions } = await readPublishedVersions(log, codec);
        const newest = versions.at(-1)?.version ?? 0;
        // A program that is newer than what was published runs its own version.
        return newest < policy.current().version ? [...versions, versionOfProgram()] : versions;
      };
      let reading: Promise<readonly PolicyVersion[]> | undefined;
      const value: VersionArchive = {
        all: async () => {
          if (known.at(-1)?.version === policy.current().version) return known;
          reading ??= read().finally(() => {
            reading = undefined;
          });
          known = await reading;
          return known;
        },
      };
      return { value, stop: () => log.close() };
    },
  };
}
