// What is wrong with a command line is said before a stack is started for it.
import { describe, expect, test } from '@jest/globals';
import { readBenchArguments } from '#test/bench/bench-arguments';

describe('the command line of the benchmark', () => {
  test('has usual sizes, and takes others', () => {
    expect(readBenchArguments([])).toMatchObject({ orders: 100_000, erasedBefore: 0, profile: false });
    expect(readBenchArguments(['--stages', 'one,fraud-flat', '--orders', '7', '--profile'])).toMatchObject({
      stages: new Set(['one', 'fraud-flat']),
      orders: 7,
      profile: true,
    });
    expect(readBenchArguments(['--help'])).toBe('help');
  });

  test.each([
    [['--frob'], '--frob'],
    [['--orders', 'x'], '--orders must be a whole number from 1'],
    [['--orders', '0'], '--orders'],
    [['--erased-before', '-1'], '--erased-before'],
    [['--seconds', '1.5'], '--seconds'],
    [['--share=-35'], '--share must be a whole number from 0'],
    [['--stages', 'one,tow'], 'no stage tow'],
  ])('names what is wrong with %j', (args, why) => {
    expect(readBenchArguments(args)).toEqual({ wrong: expect.stringContaining(why) });
  });
});
