import { describe, expect, test } from '@jest/globals';
import { parseReplayArguments, REPLAY_HELP } from '#shared/replay/replay-arguments';

const parse = (text: string) => parseReplayArguments(text.split(' ').filter((word) => word !== ''));

describe('the arguments of a replay', () => {
  test('follow the system with all orders unless told otherwise', () => {
    expect(parse('--source olist --dir d')).toEqual({
      kind: 'replay',
      arguments: {
        source: 'olist',
        folder: 'd',
        orders: Number.POSITIVE_INFINITY,
        pace: { kind: 'follow', mostUnderWay: 2_000 },
      },
    });
  });

  test.each([
    ['--under-way 5', { kind: 'follow', mostUnderWay: 5 }],
    ['--rate 2.5', { kind: 'rate', ordersPerSecond: 2.5, factor: Number.POSITIVE_INFINITY }],
    ['--speed 86400', { kind: 'speed', factor: 86_400 }],
    ['--speed 86400 --rate 10', { kind: 'rate', ordersPerSecond: 10, factor: 86_400 }],
  ])('set the pace: %s', (text, pace) => {
    expect(parse(`--source olist --dir d ${text}`)).toMatchObject({ arguments: { pace } });
  });

  test.each([
    ['--dir d', '--source must be olist'],
    ['--source other --dir d', '--source must be olist'],
    ['--source olist', '--dir must name'],
    ['--source olist --dir d --rate 0', '--rate must be a number above 0'],
    ['--source olist --dir d --rate many', '--rate must be a number above 0'],
    ['--source olist --dir d --orders 1.5', '--orders must be a whole number'],
    ['--source olist --dir d --rate 1 --under-way 2', '--under-way goes with neither'],
    ['--source olist --dir d --loud', "Unknown option '--loud'"],
  ])('are refused with the reason: %s', (text, reason) => {
    expect(parse(text)).toMatchObject({ kind: 'misused', message: expect.stringContaining(reason) });
  });

  test('are all explained in the help', () => {
    expect(parse('--help')).toEqual({ kind: 'help' });
    for (const option of ['--source', '--dir', '--orders', '--rate', '--speed', '--under-way']) {
      expect(REPLAY_HELP).toContain(`  ${option} `);
    }
  });
});
