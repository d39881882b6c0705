import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { assignLanes, type LaneMember } from '#shared/kafka/group/assign-lanes';

const LANES = 4;
const asObject = (members: LaneMember[], lanes = LANES) => Object.fromEntries(assignLanes(members, lanes));
const member = (memberId: string, ...held: number[]): LaneMember => ({ memberId, held });

describe('the assignment of lanes', () => {
  test('gives a lone member all of them', () => {
    expect(asObject([member('a')])).toEqual({ a: [0, 1, 2, 3] });
  });

  test('moves only as many lanes to a newcomer as evenness asks for', () => {
    expect(asObject([member('a', 0, 1, 2, 3), member('b')])).toEqual({ a: [0, 1], b: [2, 3] });
    expect(asObject([member('a', 0, 1), member('b', 2, 3), member('c')])).toEqual({ a: [0, 1], b: [2], c: [3] });
  });

  test('gives the larger share to whoever holds most, so that nothing moves', () => {
    expect(asObject([member('a', 0), member('b', 1, 2), member('c', 3)])).toEqual({ a: [0], b: [1, 2], c: [3] });
  });

  test('leaves everybody what they have when another one leaves', () => {
    expect(asObject([member('a', 0, 1), member('c', 3)])).toEqual({ a: [0, 1], c: [2, 3] });
  });

  test('gives a member in excess nothing instead of a part of a lane', () => {
    expect(asObject(['a', 'b', 'c', 'd', 'e'].map((id) => member(id)))).toEqual({
      a: [0],
      b: [1],
      c: [2],
      d: [3],
      e: [],
    });
  });

  test('gives a lane that two claim to one of them', () => {
    expect(asObject([member('b', 0, 1), member('a', 0, 1)])).toEqual({ a: [0, 1], b: [2, 3] });
  });

  test('gives each lane to exactly one member, evenly, and the same whoever is asked', () => {
    const held = fc.array(fc.integer({ min: -2, max: 12 }), { maxLength: 8 });
    const members = fc.uniqueArray(fc.record({ memberId: fc.string({ minLength: 1, maxLength: 4 }), held }), {
      selector: ({ memberId }) => memberId,
      minLength: 1,
      maxLength: 7,
    });
    fc.assert(
      fc.property(members, fc.integer({ min: 1, max: 9 }), (given, lanes) => {
        const assigned = assignLanes(given, lanes);
        const all = [...assigned.values()].flat().sort((a, b) => a - b);
        expect(all).toEqual(Array.from({ length: lanes }, (_, lane) => lane));
        const counts = given.map(({ memberId }) => assigned.get(memberId)?.length ?? -1);
        expect(Math.max(...counts) - Math.min(...counts)).toBeLessThanOrEqual(1);
        expect(assignLanes([...given].reverse(), lanes)).toEqual(assigned);
      }),
    );
  });

  test('never moves a lane from a member that stays within its share', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 6 }), fc.integer({ min: 1, max: 9 }), (count, lanes) => {
        const ids = Array.from({ length: count }, (_, index) => member(`m${index}`));
        const before = assignLanes(ids, lanes);
        const again = assignLanes(
          ids.map(({ memberId }) => member(memberId, ...(before.get(memberId) ?? []))),
          lanes,
        );
        expect(again).toEqual(before);
      }),
    );
  });
});
