// Makes every topic of the catalogue, the carriers' included, with the settings of the deadline promised, and lets in who may use it.
import { carrierTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import { carrierAccess, orderServiceAccess } from '#shared/kafka/access-rules';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { Platform } from './platform.js';

/** All topics there are under the current policy. */
export function allTopics(platform: Pick<Platform, 'policy'>): readonly TopicHandle[] {
  const all: TopicHandle[] = Object.values(topics);
  for (const id of platform.policy.current().carriers.keys()) {
    const { shipments, statuses } = carrierTopics(id);
    all.push(shipments, statuses);
  }
  return all;
}

/** Safe to repeat, and to run from several processes at once. Outsiders' schemas are registered too, so that they find them. */
export async function prepareTopics(platform: Platform): Promise<void> {
  const { codec, kafka, policy, prefix, topicName, erasureProfile } = platform;
  const handles = allTopics(platform);
  const admin = await openTopicAdmin(kafka);
  try {
    await admin.ensureTopics(
      handles.map(({ name, partitions, settings }) => ({
        name: topicName(name),
        partitions,
        settings: settings[erasureProfile.profile],
      })),
    );
    const carriers = [...policy.current().carriers.keys()].map((id) => carrierAccess(id, prefix));
    for (const { user, rules } of [orderServiceAccess(prefix), ...carriers])
      await admin.ensureAccess(user, rules, prefix);
  } finally {
    await admin.close();
  }
  const sealed = [...policy.current().carriers.keys()].map((id) => carrierTopics(id).sealedShipments);
  await codec.prepare([...handles, ...sealed]);
}
