// Which topics have to keep the deadline: those of the catalogue, of each carrier, and of each third party that Kafka has a topic of.
import { carrierTopics, thirdPartyTopics, type TopicHandle, topics } from '#schemas/generated/topics';
import { servedCarriers } from '#shared/carriers/apply-register';
import type { Policy } from '#shared/policy/policy';

const OF_THIRD_PARTY = /^third-parties\.([a-z][a-z0-9]*)\.disclosures$/;

/** @param there every topic that Kafka has, as it calls them @param prefix TOPIC_PREFIX: what others have there is not ours to judge */
export function topicsToAudit(there: readonly string[], policy: Policy, prefix: string): TopicHandle[] {
  const ours = new Set(there.filter((name) => name.startsWith(prefix)).map((name) => name.slice(prefix.length)));
  // Carriers that the policy serves have to have a topic; one that the register added has it by then.
  const served = new Set(servedCarriers(policy).map(({ id }) => id));
  const ofCarriers = [...policy.carriers.keys()].flatMap((id) => {
    const { shipments } = carrierTopics(id);
    return served.has(id) || ours.has(shipments.name) ? [shipments] : [];
  });
  // Third parties are registered at the desk alone: the first that is gives it a topic.
  const ofThirdParties = [...ours].toSorted().flatMap((name) => {
    const id = OF_THIRD_PARTY.exec(name)?.[1];
    return id === undefined ? [] : [thirdPartyTopics(id).disclosures];
  });
  return [...Object.values(topics), ...ofCarriers, ...ofThirdParties];
}
