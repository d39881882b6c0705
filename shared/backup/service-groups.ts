// How far the services have read, in and out of a backup.
import type { KafkaClient } from '#shared/kafka/create-kafka';
import { isPassing } from '#shared/kafka/client/transient';
import type { TopicReader } from '#shared/kafka/topic-reader';
import { retry, type RetryDeps } from '#shared/pipeline/retry';
import type { GroupOffsets } from './manifest.js';
import { isServiceGroup } from './sealed-topics.js';

type Admin = ReturnType<KafkaClient['kafkajs']['admin']>;

/** Who keeps the offsets of a group of a broker that has just started is still reading them, or is another broker yet. */
const PATIENCE = { backoff: { firstMs: 50, longestMs: 1_000 }, budgetMs: 20_000, isRetriable: isPassing } as const;

async function serviceGroups(admin: Admin, prefix: string): Promise<string[]> {
  const { groups } = await admin.listGroups();
  return groups
    .map(({ groupId }) => groupId)
    .filter((groupId) => groupId.startsWith(prefix) && isServiceGroup(groupId.slice(prefix.length)));
}

export async function readGroups(waiting: RetryDeps, admin: Admin, prefix: string): Promise<GroupOffsets[]> {
  const groups: GroupOffsets[] = [];
  for (const groupId of await retry(waiting, PATIENCE, () => serviceGroups(admin, prefix))) {
    const positions = await retry(waiting, PATIENCE, () => admin.fetchOffsets({ groupId }));
    const offsets = positions.flatMap(({ topic, partitions }) =>
      topic.startsWith(prefix)
        ? partitions.flatMap(({ partition, offset }) =>
            Number(offset) < 0 ? [] : [{ topic: topic.slice(prefix.length), partition, offset: Number(offset) }],
          )
        : [],
    );
    groups.push({ groupId: groupId.slice(prefix.length), offsets });
  }
  return groups;
}

/** The groups of ours that have members: services that run. */
export async function runningServices(admin: Admin, prefix: string): Promise<string[]> {
  const groupIds = await serviceGroups(admin, prefix);
  if (groupIds.length === 0) return [];
  const { groups } = await admin.describeGroups(groupIds);
  return groups.filter(({ members }) => members.length > 0).map(({ groupId }) => groupId);
}

export interface NewOffsets {
  /** Topics that were filled from the backup: for a position in the backup, the one that means the same now. */
  readonly moved: ReadonlyMap<string, (partition: number, offset: number) => number>;
  /** Topics that are read no earlier than now, because what lies before is gone on purpose. */
  readonly kept: ReadonlySet<string>;
}

/**
 * Puts every group to where it was when the backup was made, never ahead of where it is: what happened since is done again, and changes nothing
 * where it was done before.
 */
export async function rewindGroups(
  waiting: RetryDeps,
  admin: Admin,
  reader: TopicReader,
  prefix: string,
  groups: readonly GroupOffsets[],
  { moved, kept }: NewOffsets,
): Promise<void> {
  const now = new Map((await readGroups(waiting, admin, prefix)).map(({ groupId, offsets }) => [groupId, offsets]));
  for (const { groupId, offsets } of groups) {
    const current = new Map((now.get(groupId) ?? []).map((at) => [`${at.topic}/${at.partition}`, at.offset]));
    const byTopic = new Map<string, { partition: number; offset: string }[]>();
    for (const { topic, partition, offset } of offsets) {
      const here = current.get(`${topic}/${partition}`);
      const move = moved.get(topic);
      if (move === undefined && (here === undefined || kept.has(topic))) continue;
      const { start, end } = await reader.edges(`${prefix}${topic}`, partition);
      const wanted = move === undefined ? Math.min(here ?? offset, offset) : move(partition, offset);
      const to = { partition, offset: String(Math.min(Math.max(wanted, start), end)) };
      byTopic.set(topic, [...(byTopic.get(topic) ?? []), to]);
    }
    for (const [topic, partitions] of byTopic) {
      const put = { groupId: `${prefix}${groupId}`, topic: `${prefix}${topic}`, partitions };
      await retry(waiting, PATIENCE, () => admin.setOffsets(put));
    }
  }
}
