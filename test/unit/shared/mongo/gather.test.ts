// Calls of one turn of the event loop go out as one, and none fails for the items of another.
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { createGather, gatheredIn } from '#shared/mongo/gather';

const turn = (): Promise<void> => new Promise((resolve) => setImmediate(resolve));

describe('calls that come in one turn', () => {
  test('go out as one, and each gets what is its own, in its order', async () => {
    const commands: (readonly number[])[] = [];
    const double = createGather((items: readonly number[]) => {
      commands.push(items);
      return Promise.resolve(items.map((item) => item * 2));
    }, 10);
    const answers = await Promise.all([double([1, 2]), double([]), double([3]), double([4, 5, 6])]);
    expect(answers).toEqual([[2, 4], [], [6], [8, 10, 12]]);
    expect(commands).toEqual([[1, 2, 3, 4, 5, 6]]);
  });

  test('go out apart when a turn lies between them', async () => {
    const commands: (readonly number[])[] = [];
    const same = createGather((items: readonly number[]) => {
      commands.push(items);
      return Promise.resolve(items);
    }, 10);
    const first = same([1]);
    await turn();
    await Promise.all([first, same([2])]);
    expect(commands).toEqual([[1], [2]]);
  });

  test('are each made again alone when the one command fails: only who is to blame fails', async () => {
    const run = createGather((items: readonly string[]) => {
      return items.includes('bad') ? Promise.reject(new Error('refused')) : Promise.resolve(items);
    }, 10);
    const settled = await Promise.allSettled([run(['one']), run(['bad', 'two']), run(['three'])]);
    expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
  });

  test('whatever their sizes: answered in order, and no command of several calls holds more than the most', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(fc.array(fc.integer(), { maxLength: 12 }), { maxLength: 20 }), async (calls) => {
        const sizes: number[] = [];
        const run = createGather((items: readonly number[]) => {
          sizes.push(items.length);
          return Promise.resolve(items.map((item) => `${item}`));
        }, 8);
        const answers = await Promise.all(calls.map((items) => run(items)));
        expect(answers).toEqual(calls.map((items) => items.map((item) => `${item}`)));
        const alone = calls.filter(({ length }) => length > 8).map(({ length }) => length);
        for (const size of sizes) if (size > 8) expect(alone).toContain(size);
      }),
    );
  });
});

test('who names the same gather of a place goes out together with others, and not with those of another place', async () => {
  const commands: (readonly number[])[] = [];
  const run = (items: readonly number[]): Promise<readonly number[]> => {
    commands.push(items);
    return Promise.resolve(items);
  };
  const [here, there] = [{}, {}];
  const call = (place: object, item: number) => gatheredIn(place, 'insert', 10, run)([item]);
  await Promise.all([call(here, 1), call(here, 2), call(there, 3)]);
  expect(commands).toEqual([[1, 2], [3]]);
});
