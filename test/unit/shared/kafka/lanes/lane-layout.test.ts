import { describe, expect, test } from '@jest/globals';
import { checkPartitionCounts, partitionsOfLane } from '#shared/kafka/lanes/lane-layout';
import type { LaneInput } from '#shared/kafka/ports';

const LANES = 4;
const counts: Record<string, number> = { facts: 4, sealed: 16, statuses: 6, ledger: 1 };
const inputs: LaneInput[] = [
  { topic: 'facts', layout: 'by-lane' },
  { topic: 'sealed', layout: 'by-category', categoryIndexes: [0, 2] },
  { topic: 'statuses', layout: 'any-lane' },
  { topic: 'ledger', layout: 'single' },
];
const countOf = (topic: string): number => counts[topic] ?? 0;
const named = (lane: number): string =>
  partitionsOfLane(inputs, lane, LANES, countOf)
    .map(({ topic, partition }) => `${topic}:${partition}`)
    .join(' ');

describe('the partitions of a lane', () => {
  test('are the same lane of every topic, of the named categories only, and the single ones in lane 0', () => {
    expect(named(0)).toBe('facts:0 sealed:0 sealed:8 statuses:0 statuses:4 ledger:0');
    expect(named(1)).toBe('facts:1 sealed:1 sealed:9 statuses:1 statuses:5');
    expect(named(3)).toBe('facts:3 sealed:3 sealed:11 statuses:3');
  });

  test('of all lanes together are each partition once, so that nothing is read twice and nothing left unread', () => {
    const all = [0, 1, 2, 3].flatMap((lane) => named(lane).split(' '));
    expect(new Set(all).size).toBe(all.length);
    expect(all.filter((name) => name.startsWith('statuses'))).toHaveLength(6);
    expect(all.filter((name) => name.startsWith('sealed'))).toHaveLength(8);
  });
});

describe('the check of partition counts', () => {
  test('passes topics that are as wide as their layout needs', () => {
    expect(() => checkPartitionCounts(inputs, LANES, countOf)).not.toThrow();
  });

  test.each<[LaneInput, number, RegExp]>([
    [{ topic: 't', layout: 'by-lane' }, 3, /topic=t, partitions=3, expected=4, one per lane/],
    [{ topic: 't', layout: 'single' }, 2, /partitions=2, expected=1/],
    [{ topic: 't', layout: 'any-lane' }, 0, /expected=at least 1/],
    [{ topic: 't', layout: 'by-category', categoryIndexes: [3] }, 12, /expected=a multiple of 4, at least 16/],
    [{ topic: 't', layout: 'by-category', categoryIndexes: [0] }, 6, /expected=a multiple of 4/],
  ])('refuses %j with %i partitions by name', (input, count, message) => {
    expect(() => checkPartitionCounts([input], LANES, () => count)).toThrow(message);
    expect(() => checkPartitionCounts([input], LANES, () => count)).toThrow(/^TOPIC_MISSING/);
  });
});
