// The topics of third parties: made with their access rules when one is registered, and kept erasing by heartbeats.
import { randomBytes } from 'node:crypto';
import { thirdPartyTopics } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import { type ErasureProfile, topicSettings } from '#shared/config/erasure';
import { createSecret } from '#shared/config/secret';
import { thirdPartyAccess } from '#shared/kafka/access-rules';
import { createLoginAdmin } from '#shared/kafka/admin/login-admin';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { HeartbeatTopic } from '#shared/kafka/heartbeat';
import { openTopicAdmin } from '#shared/kafka/topic-admin';

export interface ThirdPartyLogin {
  readonly user: string;
  readonly password: string;
  readonly topic: string;
}

export interface ThirdPartyTopics {
  /** Its topic, access rules and schema are there. Asked again it costs nothing. */
  ready(thirdPartyId: string): Promise<void>;
  /** A login that reads its topic; the one before ends. */
  login(thirdPartyId: string): Promise<ThirdPartyLogin>;
  /** Others than these get no heartbeats any more. */
  keep(thirdPartyIds: readonly string[]): void;
  /** Its login, its rights, and its topic with all that lies in it. Safe to repeat. */
  takeAway(thirdPartyId: string): Promise<void>;
  /** Those made ready by this process. */
  known(): readonly HeartbeatTopic[];
}

export interface ThirdPartyTopicsDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'prepare'>;
  readonly erasureProfile: Pick<ErasureProfile, 'profile' | 'broker'>;
  /** TOPIC_PREFIX. */
  readonly prefix: string;
}

export function createThirdPartyTopics(deps: ThirdPartyTopicsDeps): ThirdPartyTopics {
  const { kafka, codec, erasureProfile, prefix } = deps;
  const readying = new Map<string, Promise<void>>();
  const known = new Map<string, HeartbeatTopic>();
  const topicOf = (thirdPartyId: string): string => `${prefix}${thirdPartyTopics(thirdPartyId).disclosures.name}`;
  const forget = (thirdPartyId: string): void => {
    known.delete(thirdPartyId);
    readying.delete(thirdPartyId);
  };
  const make = async (thirdPartyId: string): Promise<void> => {
    const { disclosures } = thirdPartyTopics(thirdPartyId);
    const topic = topicOf(thirdPartyId);
    const { partitions } = disclosures;
    const admin = await openTopicAdmin(kafka);
    try {
      await admin.ensureTopics([{ name: topic, partitions, settings: topicSettings(disclosures, erasureProfile) }]);
      const { user, rules } = thirdPartyAccess(thirdPartyId, prefix);
      await admin.ensureAccess(user, rules, prefix);
    } finally {
      await admin.close();
    }
    await codec.prepare([disclosures]);
    known.set(thirdPartyId, { topic, partitions });
  };
  const ready = (thirdPartyId: string): Promise<void> => {
    const before = readying.get(thirdPartyId);
    if (before !== undefined) return before;
    const now = make(thirdPartyId).catch((error: unknown) => {
      readying.delete(thirdPartyId);
      throw error;
    });
    readying.set(thirdPartyId, now);
    return now;
  };
  return {
    ready,
    login: async (thirdPartyId) => {
      await ready(thirdPartyId);
      const { user } = thirdPartyAccess(thirdPartyId, prefix);
      const password = randomBytes(18).toString('base64url');
      await createLoginAdmin(kafka).ensureLogin(user, createSecret(password));
      return { user, password, topic: topicOf(thirdPartyId) };
    },
    keep: (thirdPartyIds) => {
      for (const each of readying.keys()) if (!thirdPartyIds.includes(each)) forget(each);
    },
    takeAway: async (thirdPartyId) => {
      forget(thirdPartyId);
      const { user } = thirdPartyAccess(thirdPartyId, prefix);
      await createLoginAdmin(kafka).endLogins([user]);
      const admin = await openTopicAdmin(kafka);
      try {
        // Open connections outlive a login; without its rights they get nothing any more.
        await admin.ensureAccess(user, [], prefix);
        await admin.deleteTopics([topicOf(thirdPartyId)]);
      } finally {
        await admin.close();
      }
    },
    known: () => [...known.values()],
  };
}
