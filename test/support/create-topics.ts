// Topics for a test, there for everybody once they are made. A broker with much to do does not know a new topic at once, which kafkajs takes for a failure.
import type { Admin, ITopicConfig } from 'kafkajs';
import { eventually } from './eventually.js';

/** Resolves once each partition has a leader. */
export async function createTopics(admin: Admin, topics: readonly ITopicConfig[]): Promise<void> {
  await admin.createTopics({ topics: [...topics], waitForLeaders: false });
  const names = topics.map(({ topic }) => topic);
  await eventually(`${names.join(', ')} known to the broker`, async () => {
    const found = (await admin.fetchTopicMetadata({ topics: names })).topics;
    return found.every(({ partitions }) => partitions.every(({ leader }) => leader >= 0)) || undefined;
  });
}
