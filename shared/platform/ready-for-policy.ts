// Makes a process able to work under a version of the policy: the schemas of carriers defined and registered, topics of new carriers there.
import type { SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, type TopicHandle } from '#schemas/generated/topics';
import type { AvroCodec } from '#shared/codec/codec';
import type { ErasureProfile } from '#shared/config/erasure';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { Policy } from '#shared/policy/policy';
import { shipmentSchema } from '#shared/policy/shipment-schema';

export interface ReadyDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'define' | 'prepare'>;
  readonly topicName: (name: string) => string;
  readonly erasureProfile: ErasureProfile;
}

/** At start: no record of a carrier can be read or written before its schema is defined. */
export function defineCarriers(codec: Pick<AvroCodec, 'define'>, policy: Policy): void {
  for (const id of policy.carriers.keys()) codec.define(shipmentSchema(policy, id) as unknown as SchemaJson);
}

/**
 * For a version that comes while the process runs. Records made under the version before can still be written with the new schemas:
 * what they have in excess is left out, what they lack is null.
 * @throws REGISTRY_UNAVAILABLE, KAFKA_UNAVAILABLE (retry); SCHEMA_INCOMPATIBLE (crash)
 */
export async function readyForPolicy(
  deps: ReadyDeps,
  next: Policy,
  before: Policy,
  isRegistered: (carrierId: string) => boolean,
): Promise<void> {
  const changed = [...next.carriers.keys()].filter((id) => schemaText(next, id) !== schemaText(before, id));
  for (const id of changed) deps.codec.define(shipmentSchema(next, id) as unknown as SchemaJson);
  // Who is listed without an agreement gets its topics and subjects when it is added.
  const served = changed.filter((id) => next.carriers.get(id)?.agreement !== null || isRegistered(id));
  if (served.length === 0) return;
  const handles: readonly TopicHandle[] = served.map((id) => carrierTopics(id).shipments);
  const added = served
    .filter((id) => !before.carriers.has(id))
    .flatMap((id): readonly TopicHandle[] => {
      const { shipments, statuses } = carrierTopics(id);
      return [shipments, statuses];
    });
  if (added.length > 0) {
    const admin = await openTopicAdmin(deps.kafka);
    try {
      await admin.ensureTopics(
        added.map(({ name, partitions, settings }) => ({
          name: deps.topicName(name),
          partitions,
          settings: settings[deps.erasureProfile.profile],
        })),
      );
    } finally {
      await admin.close();
    }
  }
  await deps.codec.prepare([...handles, ...added]);
}

function schemaText(policy: Policy, carrierId: string): string {
  return policy.carriers.has(carrierId) ? JSON.stringify(shipmentSchema(policy, carrierId)) : '';
}
