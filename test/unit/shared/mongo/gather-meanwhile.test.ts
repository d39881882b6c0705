// Calls of one turn, and calls that come while one is under way, go out together, and each gets what is its own.
import { describe, expect, test } from '@jest/globals';
import { gatherMeanwhile } from '#shared/mongo/gather-meanwhile';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('calls that come while one is under way', () => {
  test('wait for it and go out as one, as those of one turn do', async () => {
    const commands: (readonly number[])[] = [];
    const double = gatherMeanwhile(async (items: readonly number[]) => {
      commands.push(items);
      await turn();
      return items.map((item) => item * 2);
    });
    const first = [1, 2].map(double);
    await turn();
    const meanwhile = [3, 4].map(double);
    expect(await Promise.all([...first, ...meanwhile])).toEqual([2, 4, 6, 8]);
    expect(await double(5)).toBe(10);
    expect(commands).toEqual([[1, 2], [3, 4], [5]]);
  });

  test('fail together, and the next ones are tried for themselves', async () => {
    let isAway = true;
    const same = gatherMeanwhile(async (items: readonly number[]) => {
      await turn();
      if (isAway) throw new Error('away');
      return items;
    });
    const settled = await Promise.allSettled([same(1), same(2)]);
    expect(settled.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
    isAway = false;
    expect(await same(3)).toBe(3);
  });
});
