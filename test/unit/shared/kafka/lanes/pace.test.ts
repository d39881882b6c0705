import { describe, expect, test } from '@jest/globals';
import { LANE_SETTINGS } from '#shared/kafka/lanes/lane-settings';
import { createPace } from '#shared/kafka/lanes/pace';

const BROKER = 1;
const BEAT = { ...LANE_SETTINGS, paceMs: 50, plentyBytes: 1_000 };
const paced = (bytes: number) => {
  const pace = createPace(BEAT);
  pace.asked(BROKER, 10_000);
  pace.answered(BROKER, bytes);
  return pace;
};

describe('the next fetch', () => {
  test('waits until the last one is a beat old while records flow', () => {
    expect(paced(999).waitMs(BROKER, 10_012)).toBe(38);
    expect(paced(1).waitMs(BROKER, 10_050)).toBe(0);
    expect(paced(1).waitMs(BROKER, 19_000)).toBe(0);
  });

  test('goes out at once where more is waiting, and where nothing flows, so that the first record is not kept waiting', () => {
    expect(paced(1_000).waitMs(BROKER, 10_001)).toBe(0);
    expect([paced(999), paced(1_000)].map((pace) => pace.isPlenty(BROKER))).toEqual([false, true]);
    expect(paced(0).waitMs(BROKER, 10_001)).toBe(0);
    expect(createPace(BEAT).waitMs(BROKER, 0)).toBe(0);
  });

  test('never waits longer than a beat, also when the clock was set back', () => {
    expect(paced(1).waitMs(BROKER, 2_000)).toBe(50);
  });

  test('waits for a longer beat where much comes, if the settings say so', () => {
    const waits = (bytes: number): number => {
      const pace = createPace({ ...BEAT, busyBytes: 500, busyPaceMs: 150 });
      pace.asked(BROKER, 10_000);
      pace.answered(BROKER, bytes);
      return pace.waitMs(BROKER, 10_012);
    };
    expect([499, 500, 999, 1_000].map(waits)).toEqual([38, 138, 138, 0]);
  });

  test('waits for each broker by itself', () => {
    const pace = paced(1);
    expect(pace.isFlowing(BROKER)).toBe(true);
    expect(pace.isFlowing(2)).toBe(false);
    expect(pace.waitMs(2, 10_001)).toBe(0);
  });
});
