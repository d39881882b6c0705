// Names registry subjects the way clients in every language expect: by topic, and by topic and record where a topic has several types.
import type { TopicHandle } from '#schemas/generated/topics';

/** @param prefix TOPIC_PREFIX: subjects follow the name that Kafka knows the topic by */
export function subjectOf(topic: TopicHandle, recordName: string, prefix: string): string {
  const realName = `${prefix}${topic.name}`;
  return topic.subjectStrategy === 'topic' ? `${realName}-value` : `${realName}-${recordName}`;
}
