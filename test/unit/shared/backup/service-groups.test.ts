// How far services have read, asked of a broker that has only just started.
import { describe, expect, test } from '@jest/globals';
import { readGroups, rewindGroups } from '#shared/backup/service-groups';
import { errorOfCode } from '#shared/kafka/client/transient';
import type { KafkaClient } from '#shared/kafka/create-kafka';
import type { TopicReader } from '#shared/kafka/topic-reader';

const GROUP_LOAD_IN_PROGRESS = 14;
const GROUP_AUTHORIZATION_FAILED = 30;
const GROUP = 'carriers';

/** Refuses the first question about the offsets and the first wish to move them. */
function given(code: number) {
  let nowMs = 0;
  const moved: unknown[] = [];
  const refusals = { fetch: 1, set: 1 };
  const admin = {
    listGroups: async () => ({ groups: [{ groupId: `t.${GROUP}` }] }),
    fetchOffsets: async () => {
      if (refusals.fetch-- > 0) throw errorOfCode(code);
      return [{ topic: 't.orders.facts', partitions: [{ partition: 0, offset: '9' }] }];
    },
    setOffsets: async (wish: unknown) => {
      if (refusals.set-- > 0) throw errorOfCode(code);
      moved.push(wish);
    },
  } as unknown as ReturnType<KafkaClient['kafkajs']['admin']>;
  const waiting = { clock: { nowMs: () => nowMs }, sleep: async (ms: number) => void (nowMs += ms), random: () => 0.5 };
  return { admin, waiting, moved };
}

describe('the groups of services at a broker that is still loading them', () => {
  test('are read, and put back, once it has', async () => {
    const { admin, waiting, moved } = given(GROUP_LOAD_IN_PROGRESS);
    const reader = { edges: async () => ({ start: 0, end: 12 }) } as unknown as TopicReader;
    const groups = [{ groupId: GROUP, offsets: [{ topic: 'orders.facts', partition: 0, offset: 4 }] }];
    await rewindGroups(waiting, admin, reader, 't.', groups, { moved: new Map(), kept: new Set() });
    expect(moved).toEqual([
      { groupId: `t.${GROUP}`, topic: 't.orders.facts', partitions: [{ partition: 0, offset: '4' }] },
    ]);
  });

  test('are not asked for again where the answer is no', async () => {
    const { admin, waiting } = given(GROUP_AUTHORIZATION_FAILED);
    await expect(readGroups(waiting, admin, 't.')).rejects.toMatchObject({ type: 'GROUP_AUTHORIZATION_FAILED' });
  });
});
