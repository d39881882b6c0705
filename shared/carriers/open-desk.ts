// The desk over the real Kafka and registry. Whoever opens one later fences whoever opened one earlier, so two operators never overwrite each other.
import { carrierTopics, deadlineProfiles, type TopicHandle, topics } from '#schemas/generated/topics';
import type { SchemaJson } from '#schemas/generated/schemas';
import type { AvroCodec } from '#shared/codec/codec';
import type { RegistryClient } from '#shared/codec/registry-client';
import { subjectOf } from '#shared/codec/subjects';
import type { ErasureProfile } from '#shared/config/erasure';
import { classify } from '#shared/errors/classify';
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import { carrierAccess } from '#shared/kafka/access-rules';
import { createLoginAdmin } from '#shared/kafka/admin/login-admin';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openPartitionLog } from '#shared/kafka/partition-log';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import { createTransactionalWriter } from '#shared/kafka/writer/transactional-writer';
import { shipmentSchema } from '#shared/policy/shipment-schema';
import type { Policy } from '#shared/policy/policy';
import type { CarriersDesk } from './carriers-desk.js';
import { countLive } from './count-live.js';
import { ensureRegisterTopic } from './follow-register.js';
import { readRegister } from './register-log.js';

export interface OpenDeskDeps {
  readonly kafka: KafkaClient;
  readonly codec: AvroCodec;
  readonly registry: RegistryClient;
  /** TOPIC_PREFIX. */
  readonly prefix: string;
  /** The policy in force, without the register. */
  readonly policy: () => Promise<Policy>;
  readonly profile: ErasureProfile['profile'];
}

const TRANSACTION_MS = 10_000;
const NO_MEMBER = { groupId: '', memberId: '', generationId: 0 };

export async function openDesk(deps: OpenDeskDeps): Promise<CarriersDesk> {
  const { kafka, codec, registry, prefix, profile } = deps;
  const registerTopic = `${prefix}${topics.carriersRegister.name}`;
  await ensureRegisterTopic(kafka, registerTopic);
  await codec.prepare([topics.carriersRegister]);
  const admin = await openTopicAdmin(kafka);
  const logins = createLoginAdmin(kafka);
  const log = await openPartitionLog(kafka, registerTopic, 0);
  const writer = createTransactionalWriter(kafka, {
    transactionalId: `${prefix}carriers-register`,
    transactionTimeoutMs: TRANSACTION_MS,
  });
  await writer.initialise();

  const handlesOf = (id: string): readonly TopicHandle[] => {
    const { shipments, sealedShipments, statuses } = carrierTopics(id);
    return [shipments, sealedShipments, statuses];
  };
  const subjectsOf = (id: string): readonly string[] =>
    handlesOf(id).flatMap((topic) => topic.recordNames.map((name) => subjectOf(topic, name, prefix)));

  return {
    known: async () => ({
      prefix,
      policy: await deps.policy(),
      register: (await readRegister(log, codec)).register,
    }),
    makeTopics: async (id) => {
      const { shipments, statuses } = carrierTopics(id);
      const specs = [shipments, statuses].map(({ name, partitions, settings }) => {
        return { name: `${prefix}${name}`, partitions, settings: settings[profile] };
      });
      // Running services mend the settings to the deadline that they promise.
      return admin.createMissing(specs);
    },
    deleteTopics: (names) => admin.deleteTopics(names),
    registerSubjects: async (id) => {
      const subjects = subjectsOf(id);
      const there = await Promise.all(subjects.map((subject) => registry.latest(subject)));
      codec.define(shipmentSchema(await deps.policy(), id) as unknown as SchemaJson);
      await codec.prepare(handlesOf(id));
      return subjects.filter((_, index) => there[index] === null);
    },
    deleteSubjects: async (subjects) => {
      for (const subject of subjects) await registry.deleteSubject(subject);
    },
    allow: async (id, user) => void (await admin.ensureAccess(user, carrierAccess(id, prefix, user).rules, prefix)),
    disallow: async (user) => void (await admin.ensureAccess(user, [], prefix)),
    makeLogin: (user, password) => logins.ensureLogin(user, password),
    endLogins: (users) => logins.endLogins(users),
    enter: async (entry) => {
      const value = codec.encode(topics.carriersRegister, entry);
      const record = { topic: registerTopic, partition: 0, key: entry.carrierId, value };
      await writer.commit([record], [], NO_MEMBER).catch(async (error: unknown) => {
        if (classify(error).code !== 'KAFKA_FENCED') {
          // The answer may be lost of a change that was entered.
          const { register } = await readRegister(log, codec);
          if (register.get(entry.carrierId)?.revision === entry.revision) return;
          throw error;
        }
        throw new FulfilmentError('REGISTER_CHANGED_MEANWHILE', { carrierId: entry.carrierId }, { cause: error });
      });
    },
    liveRecords: (id) => {
      const { name, partitions } = carrierTopics(id).shipments;
      return countLive(kafka, admin, `${prefix}${name}`, partitions);
    },
    namesOf: (id) => ({
      topics: [...new Set(handlesOf(id).map(({ name }) => `${prefix}${name}`))],
      subjects: subjectsOf(id),
    }),
    promiseMs: deadlineProfiles[profile].promiseMs,
    close: async () => {
      await Promise.all([writer.close(), log.close(), admin.close()]);
    },
  };
}
