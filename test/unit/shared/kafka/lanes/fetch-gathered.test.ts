import { describe, expect, test } from '@jest/globals';
import { type Ask, fetchGathered } from '#shared/kafka/lanes/fetch-gathered';
import type { FetchResponse } from '#shared/kafka/wire/fetch';

const response = (bytes: number, errorCode = 0): FetchResponse => ({
  errorCode: 0,
  partitions: [
    { topic: 'orders.facts', partition: 0, errorCode, highWatermark: 9, aborted: [], bytes: Buffer.alloc(bytes) },
  ],
});
const quiet = { isFlowing: false, isPlenty: false, idleMs: 100 };
const flowing = { ...quiet, isFlowing: true };

/** What was asked and slept, in turn; the answers come from the list. */
async function played(
  flow: typeof quiet,
  gatherMs: number,
  answers: FetchResponse[],
): Promise<{ readonly turns: readonly string[]; readonly got: FetchResponse }> {
  const turns: string[] = [];
  const ask: Ask = (maxWaitMs, maxBytes) => {
    turns.push(`ask ${maxWaitMs} ms ${maxBytes} B`);
    return Promise.resolve(answers.shift() as FetchResponse);
  };
  const sleep = (ms: number): Promise<void> => {
    turns.push(`sleep ${ms} ms`);
    return Promise.resolve();
  };
  const got = await fetchGathered(ask, flow, { gatherMs, maxBytes: 1_000 }, sleep);
  return { turns, got };
}

describe('an answer where the beat gathers', () => {
  test('is one fetch: brief while records flow, and until the first byte where nothing does', async () => {
    expect((await played(flowing, 0, [response(5)])).turns).toEqual(['ask 1 ms 1000 B']);
    expect((await played(quiet, 0, [response(5)])).turns).toEqual(['ask 100 ms 1000 B']);
  });
});

describe('an answer from what others write in transactions', () => {
  test('is fetched a moment after its first sign, of which nothing is used', async () => {
    const { turns, got } = await played(flowing, 8, [response(3), response(500)]);
    expect(turns).toEqual(['ask 100 ms 1 B', 'sleep 8 ms', 'ask 1 ms 1000 B']);
    expect(got).toEqual(response(500));
  });

  test('is nothing where no sign came', async () => {
    const { turns, got } = await played(quiet, 8, [response(0)]);
    expect(turns).toEqual(['ask 100 ms 1 B']);
    expect(got).toEqual(response(0));
  });

  test('is fetched without waiting for a sign where more is known to be there', async () => {
    const { turns } = await played({ ...flowing, isPlenty: true }, 8, [response(900)]);
    expect(turns).toEqual(['ask 1 ms 1000 B']);
  });

  test('is asked for in full after an error, too, so that it is dealt with as always', async () => {
    const { got } = await played(quiet, 8, [response(0, 6), response(0, 6)]);
    expect(got).toEqual(response(0, 6));
  });
});
