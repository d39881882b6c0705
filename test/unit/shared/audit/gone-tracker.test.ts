// What counts as gone, and from when: the first tombstone after a value, until no look finds that value.
import { describe, expect, test } from '@jest/globals';
import { createGoneTracker, type SeenRecord } from '#shared/audit/gone-tracker';

const value = (offset: number, key: string): SeenRecord => ({
  offset,
  key,
  isTombstone: false,
  timestampMs: offset * 1_000,
});
const tombstone = (offset: number, key: string): SeenRecord => ({ ...value(offset, key), isTombstone: true });

describe('the tracker', () => {
  test('measures from the tombstone to the first look that finds the value no more', () => {
    const tracker = createGoneTracker();
    tracker.follow([value(1, 'a'), value(2, 'b'), tombstone(5, 'a')]);
    expect([tracker.pending, tracker.oldestMs()]).toEqual([1, 5_000]);
    expect(tracker.compare([value(1, 'a'), value(2, 'b')], 9_000)).toEqual([]);
    expect(tracker.compare([value(2, 'b')], 12_500)).toEqual([{ tookMs: 7_500 }]);
    expect([tracker.pending, tracker.oldestMs()]).toEqual([0, null]);
  });

  test('a tombstone without a value before it has nothing to wait for', () => {
    const tracker = createGoneTracker();
    tracker.follow([tombstone(3, 'a'), tombstone(4, 'a')]);
    expect(tracker.pending).toBe(0);
  });

  test('a repeated tombstone does not start the clock again', () => {
    const tracker = createGoneTracker();
    tracker.follow([value(1, 'a'), tombstone(2, 'a')]);
    tracker.follow([tombstone(7, 'a')]);
    expect(tracker.compare([], 10_000)).toEqual([{ tookMs: 8_000 }]);
  });

  test('a value written after the tombstone is not the one that has to go, and may be erased in its turn', () => {
    const tracker = createGoneTracker();
    tracker.follow([value(1, 'a'), tombstone(2, 'a'), value(3, 'a')]);
    expect(tracker.compare([value(3, 'a')], 6_000)).toEqual([{ tookMs: 4_000 }]);
    tracker.follow([tombstone(8, 'a')]);
    expect(tracker.compare([value(3, 'a')], 9_000)).toEqual([]);
    expect(tracker.compare([], 11_000)).toEqual([{ tookMs: 3_000 }]);
  });

  test('the oldest of several is the one that may be late', () => {
    const tracker = createGoneTracker();
    tracker.follow([value(1, 'a'), value(2, 'b'), tombstone(3, 'b'), tombstone(4, 'a')]);
    expect(tracker.oldestMs()).toBe(3_000);
    tracker.compare([value(1, 'a')], 5_000);
    expect(tracker.oldestMs()).toBe(4_000);
  });
});
