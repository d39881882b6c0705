// Follows `carriers.register` for one process: what an operator enters counts a moment later, without a restart.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { followLog } from '#shared/kafka/follow-log';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { Component } from '#shared/runtime/component';
import { createGovernedPolicy, type GovernedPolicy, type GovernedPolicyDeps } from './governed-policy.js';
import { decodeEntries, readRegister } from './register-log.js';

export interface OpenRegisterDeps extends Omit<GovernedPolicyDeps, 'register'> {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'decode' | 'ensureSchemas'>;
  /** The real name of a topic of the catalogue. */
  readonly topicName: (name: string) => string;
}

export interface OpenedRegister {
  readonly policy: GovernedPolicy;
  /** Rejects when the register can't be followed any more: nothing may be released then. Never resolves. */
  readonly done: Promise<void>;
}

/** Its start makes the topic if it is missing and reads the whole register. */
export function openRegister(deps: OpenRegisterDeps): Component<OpenedRegister> {
  return {
    name: 'carriers-register',
    start: async () => {
      const topic = deps.topicName(topics.carriersRegister.name);
      await ensureRegisterTopic(deps.kafka, topic);
      const log = await openPartitionLog(deps.kafka, topic, 0);
      try {
        const { register, nextOffset } = await readRegister(log, deps.codec);
        const policy = createGovernedPolicy({ ...deps, register });
        const { done, stop } = followLog({
          kafka: deps.kafka,
          log,
          name: 'carriers-register',
          fromOffset: nextOffset,
          onRecords: async (records) => {
            const entries = await decodeEntries(deps.codec, records);
            await policy.takeOver(entries);
            for (const { carrierId, state } of entries)
              deps.kafka.logger.info({ carrierId, state }, 'an entry of the register of carriers is in force');
          },
        });
        return { value: { policy, done }, stop };
      } catch (error) {
        await log.close();
        throw error;
      }
    },
  };
}

/** Whoever starts first makes it. */
export async function ensureRegisterTopic(kafka: KafkaClient, name: string): Promise<void> {
  const { partitions, settings } = topics.carriersRegister;
  const admin = await openTopicAdmin(kafka);
  try {
    await admin.ensureTopics([{ name, partitions, settings: settings.default }]);
  } finally {
    await admin.close();
  }
}
