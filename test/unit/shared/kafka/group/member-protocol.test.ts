import { createRequire } from 'node:module';
import { describe, expect, test } from '@jest/globals';
import { decodeHeld, decodeLanes, encodeAssignment, encodeSubscription } from '#shared/kafka/group/member-protocol';

const { MemberMetadata, MemberAssignment } = createRequire(import.meta.url)(
  'kafkajs/src/consumer/assignerProtocol',
) as {
  MemberMetadata: { decode(bytes: Buffer): { topics: string[] }; encode(given: object): Buffer };
  MemberAssignment: { decode(bytes: Buffer): { assignment: Record<string, number[]> } };
};

describe('what members tell one another', () => {
  test('is in the format of every Kafka consumer, so that its tools can show the group', () => {
    const subscription = encodeSubscription({ topics: ['orders.facts', 'orders.sealed'], held: [1] });
    expect(MemberMetadata.decode(subscription).topics).toEqual(['orders.facts', 'orders.sealed']);
    const assignment = encodeAssignment({ lanes: [1], partitions: new Map([['orders.sealed', [1, 5]]]) });
    expect(MemberAssignment.decode(assignment).assignment).toEqual({ 'orders.sealed': [1, 5] });
  });

  test('carries the lanes', () => {
    expect(decodeHeld(encodeSubscription({ topics: ['a', 'b'], held: [0, 3] }))).toEqual([0, 3]);
    expect(decodeLanes(encodeAssignment({ lanes: [2, 0], partitions: new Map([['a', [0]]]) }))).toEqual([2, 0]);
  });

  test('gives a member that names no lanes, or nonsense, the standing of a newcomer', () => {
    expect(decodeHeld(MemberMetadata.encode({ version: 0, topics: ['a'] }))).toEqual([]);
    const nonsense = Buffer.from('{"held":["all"]}');
    expect(decodeHeld(MemberMetadata.encode({ version: 0, topics: [], userData: nonsense }))).toEqual([]);
  });

  test('gives no lanes to a member the leader did not know', () => {
    expect(decodeLanes(Buffer.alloc(0))).toEqual([]);
  });
});
