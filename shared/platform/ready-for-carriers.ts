// Makes a process able to serve carriers: their topics and access rules there, the schemas of their records defined and registered.
import type { SchemaJson } from '#schemas/generated/schemas';
import { carrierTopics, type TopicHandle } from '#schemas/generated/topics';
import { servedCarriers } from '#shared/carriers/apply-register';
import type { AvroCodec } from '#shared/codec/codec';
import { type ErasureProfile, topicSettings } from '#shared/config/erasure';
import { carrierAccess } from '#shared/kafka/access-rules';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { CarrierRule, Policy } from '#shared/policy/policy';
import { shipmentSchema } from '#shared/policy/shipment-schema';

export interface CarriersReadyDeps {
  readonly kafka: KafkaClient;
  readonly codec: Pick<AvroCodec, 'define' | 'prepare'>;
  readonly erasureProfile: Pick<ErasureProfile, 'profile' | 'broker'>;
  /** TOPIC_PREFIX. */
  readonly prefix: string;
}

/** The two topics of each of these carriers. */
export function topicsOf(carriers: readonly Pick<CarrierRule, 'id'>[]): readonly TopicHandle[] {
  return carriers.flatMap(({ id }): readonly TopicHandle[] => {
    const { shipments, statuses } = carrierTopics(id);
    return [shipments, statuses];
  });
}

/** For whoever is served under `next` and was not before. @throws KAFKA_UNAVAILABLE, REGISTRY_UNAVAILABLE (retry) */
export async function readyForCarriers(deps: CarriersReadyDeps, next: Policy, before: Policy): Promise<void> {
  const known = new Set(servedCarriers(before).map(({ id }) => id));
  const added = servedCarriers(next).filter(({ id, standing }) => !known.has(id) && standing !== 'leaving');
  if (added.length === 0) return;
  for (const { id } of added) deps.codec.define(shipmentSchema(next, id) as unknown as SchemaJson);
  const handles = topicsOf(added);
  const admin = await openTopicAdmin(deps.kafka);
  try {
    await admin.ensureTopics(specsOf(handles, deps));
    for (const { id, logins } of added) {
      for (const user of logins) {
        const access = carrierAccess(id, deps.prefix, user);
        await admin.ensureAccess(access.user, access.rules, deps.prefix);
      }
    }
  } finally {
    await admin.close();
  }
  await deps.codec.prepare([...handles, ...added.map(({ id }) => carrierTopics(id).sealedShipments)]);
}

export function specsOf(
  handles: readonly TopicHandle[],
  { prefix, erasureProfile }: Pick<CarriersReadyDeps, 'prefix' | 'erasureProfile'>,
): { readonly name: string; readonly partitions: number; readonly settings: Readonly<Record<string, string>> }[] {
  return handles.map((handle) => ({
    name: `${prefix}${handle.name}`,
    partitions: handle.partitions,
    settings: topicSettings(handle, erasureProfile),
  }));
}
