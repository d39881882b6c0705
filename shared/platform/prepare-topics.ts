// Makes every topic of the catalogue, the carriers' included, with the settings of the deadline promised, and lets in who may use it.
import { carrierTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import { servedCarriers } from '#shared/carriers/apply-register';
import { carrierAccess, orderServiceAccess } from '#shared/kafka/access-rules';
import { openTopicAdmin } from '#shared/kafka/topic-admin';
import type { Platform } from './platform.js';
import { specsOf, topicsOf } from './ready-for-carriers.js';

/** All topics there are under the current policy and register of carriers. */
export function allTopics(platform: Pick<Platform, 'policy'>): readonly TopicHandle[] {
  return [...Object.values(topics), ...topicsOf(servedCarriers(platform.policy.current()))];
}

/**
 * Safe to repeat, and to run from several processes at once. Outsiders' schemas are registered too, so that they find them.
 * @param settings of topics that are there: services `mend` them, for they keep the promise of the deadline; commands `leave` them, for
 * one that is run without the variables of the services would lengthen it unnoticed
 */
export async function prepareTopics(platform: Platform, settings: 'mend' | 'leave' = 'mend'): Promise<void> {
  const { codec, kafka, policy, prefix } = platform;
  const handles = allTopics(platform);
  const admin = await openTopicAdmin(kafka);
  try {
    const specs = specsOf(handles, platform);
    await (settings === 'mend' ? admin.ensureTopics(specs) : admin.createMissing(specs));
    const carriers = servedCarriers(policy.current()).flatMap(({ id, logins }) =>
      logins.map((login) => carrierAccess(id, prefix, login)),
    );
    for (const { user, rules } of [orderServiceAccess(prefix), ...carriers])
      await admin.ensureAccess(user, rules, prefix);
  } finally {
    await admin.close();
  }
  const sealed = servedCarriers(policy.current()).map(({ id }) => carrierTopics(id).sealedShipments);
  await codec.prepare([...handles, ...sealed]);
}
