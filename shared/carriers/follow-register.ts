// Follows `carriers.register` for one process: what an operator enters counts a moment later, without a restart.
import { topics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { createOutageLog } from '#shared/kafka/client/outage-log';
import { isPassing } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog, type PartitionLog } from '#shared/kafka/partition-log';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { backoffMs } from '#shared/pipeline/backoff';
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

/** How long one fetch waits at the broker; it answers as soon as something is entered. */
const WAIT_MS = 500;
const BACKOFF = { firstMs: 50, longestMs: 1_000 } as const;

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
        const stopping = new AbortController();
        const running = follow(deps, log, policy, nextOffset, stopping.signal);
        const done = running.then(() => new Promise<void>(() => undefined));
        // Whoever runs the services listens; until then a failure must not end the process without a word.
        done.catch(() => undefined);
        const stop = async (): Promise<void> => {
          stopping.abort();
          await running.catch(() => undefined);
          await log.close();
        };
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

async function follow(
  { kafka, codec }: OpenRegisterDeps,
  log: PartitionLog,
  policy: GovernedPolicy,
  from: number,
  stop: AbortSignal,
): Promise<void> {
  const { clock, sleep, random } = kafka.waiting;
  const outage = createOutageLog(kafka.logger, clock, 'carriers-register');
  let offset = from;
  for (let failures = 0; !stop.aborted; ) {
    try {
      const { records, nextOffset } = await log.read(offset, WAIT_MS);
      const entries = await decodeEntries(codec, records);
      await policy.takeOver(entries);
      for (const { carrierId, state } of entries)
        kafka.logger.info({ carrierId, state }, 'an entry of the register of carriers is in force');
      offset = nextOffset;
      failures = 0;
      outage.recovered();
    } catch (error) {
      if (!isPassing(error)) throw error;
      outage.failed(error);
      await sleep(backoffMs(++failures, BACKOFF, random), stop);
      await log.refresh().catch(() => undefined);
    }
  }
}
