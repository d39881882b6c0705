import { describe, expect, test } from '@jest/globals';
import { startTogether } from '#shared/sample/outside/start-together';

function part(name: string, stopped: string[]) {
  return {
    name,
    stop: () => {
      stopped.push(name);
      return Promise.resolve();
    },
  };
}

describe('parts started together', () => {
  test('come back in their order once all are there', async () => {
    const [one, two] = await startTogether([Promise.resolve(part('one', [])), Promise.resolve(part('two', []))]);
    expect([one.name, two.name]).toEqual(['one', 'two']);
  });

  test('are stopped again when one of them is refused, also those that were slower, so that no process hangs', async () => {
    const stopped: string[] = [];
    const slow = new Promise<ReturnType<typeof part>>((resolve) => {
      setTimeout(() => resolve(part('slow', stopped)), 20);
    });
    const refused = Promise.reject<ReturnType<typeof part>>(new Error('wrong password'));
    await expect(startTogether([Promise.resolve(part('fast', stopped)), refused, slow])).rejects.toThrow(
      'wrong password',
    );
    expect(stopped.sort()).toEqual(['fast', 'slow']);
  });
});
