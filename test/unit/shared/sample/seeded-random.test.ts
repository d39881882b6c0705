import { describe, expect, test } from '@jest/globals';
import * as fc from 'fast-check';
import { createRandom } from '#shared/sample/seeded-random';

describe('the seeded sequence', () => {
  test('repeats for the same seed and differs for unlike ones', () => {
    const take = (seed: number | string) => Array.from({ length: 8 }, createRandom(seed).uint32);
    expect(take('a')).toEqual(take('a'));
    expect(take(7)).toEqual(take('7'));
    const starts = new Set(Array.from({ length: 5_000 }, (_, i) => take(`order-${i}`).join()));
    expect(starts.size).toBe(5_000);
  });

  test('keeps to the bounds it is asked for', () => {
    fc.assert(
      fc.property(fc.integer(), fc.integer({ min: -1_000, max: 1_000 }), fc.nat(5_000), (seed, min, span) => {
        const random = createRandom(seed);
        for (let i = 0; i < 20; i++) {
          const drawn = random.between(min, min + span);
          expect(Number.isInteger(drawn) && drawn >= min && drawn <= min + span).toBe(true);
        }
      }),
    );
  });

  test('is even enough that a tenth is about a tenth', () => {
    const random = createRandom('even');
    const counts = Array.from({ length: 10 }, () => 0);
    for (let i = 0; i < 100_000; i++) {
      const drawn = random.below(10);
      counts[drawn] = (counts[drawn] ?? 0) + 1;
    }
    for (const count of counts) expect(Math.abs(count - 10_000)).toBeLessThan(500);
  });

  test('has nothing to pick from an empty list', () => {
    expect(() => createRandom(1).pick([])).toThrow('nothing to pick');
  });
});
