import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { backoffMs } from '#shared/pipeline/backoff';
import { type RetryDeps, type RetryOptions, retry } from '#shared/pipeline/retry';

const backoff = { firstMs: 100, longestMs: 1_000 };
const always: RetryOptions = { backoff, isRetriable: () => true };

/** Time passes only by sleeping; the longest jitter, so that waits are exact. */
function clockwork(): RetryDeps & { readonly waits: number[] } {
  const waits: number[] = [];
  let nowMs = 0;
  return {
    waits,
    clock: { nowMs: () => nowMs },
    sleep: (ms) => {
      waits.push(ms);
      nowMs += ms;
      return Promise.resolve();
    },
    random: () => 1,
  };
}

function failing(times: number): { action: () => Promise<string>; calls: () => number } {
  let calls = 0;
  return {
    calls: () => calls,
    action: () => (++calls <= times ? Promise.reject(new Error(`failure ${calls}`)) : Promise.resolve('done')),
  };
}

describe('retry', () => {
  test('doubles its waits up to the longest until it succeeds', async () => {
    const deps = clockwork();
    expect(await retry(deps, always, failing(6).action)).toBe('done');
    expect(deps.waits).toEqual([100, 200, 400, 800, 1_000, 1_000]);
  });

  test('gives up after its attempts with the error of the last one', async () => {
    const { action, calls } = failing(9);
    await expect(retry(clockwork(), { ...always, attempts: 3 }, action)).rejects.toThrow('failure 3');
    expect(calls()).toBe(3);
  });

  test('starts no try after its budget', async () => {
    const deps = clockwork();
    const { action, calls } = failing(9);
    await expect(retry(deps, { ...always, budgetMs: 350 }, action)).rejects.toThrow('failure 3');
    expect(calls()).toBe(3);
    expect(deps.waits).toEqual([100, 200]);
  });

  test('does not repeat what a repetition cannot mend', async () => {
    const deps = clockwork();
    await expect(retry(deps, { ...always, isRetriable: () => false }, failing(1).action)).rejects.toThrow('failure 1');
    expect(deps.waits).toEqual([]);
  });

  test('ends at once when it is told to stop, so that a stopping service does not wait out its backoff', async () => {
    const stop = new AbortController();
    const deps = { ...clockwork(), sleep: () => Promise.resolve(stop.abort()) };
    const { action, calls } = failing(9);
    await expect(retry(deps, { ...always, signal: stop.signal }, action)).rejects.toThrow('failure 1');
    expect(calls()).toBe(1);
  });

  test('tells of each wait before it waits', async () => {
    const told: string[] = [];
    const onRetry = (error: unknown, attempt: number, waitMs: number) =>
      told.push(`${(error as Error).message} ${attempt} ${waitMs}`);
    await retry(clockwork(), { ...always, onRetry }, failing(2).action);
    expect(told).toEqual(['failure 1 1 100', 'failure 2 2 200']);
  });
});

describe('backoff', () => {
  test('stays between half of the step and the step, and never exceeds the longest wait', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 5_000 }), fc.double({ min: 0, max: 0.999, noNaN: true }), (attempt, r) => {
        const waitMs = backoffMs(attempt, backoff, () => r);
        const stepMs = Math.min(1_000, 100 * 2 ** (attempt - 1));
        expect(waitMs).toBeGreaterThanOrEqual(stepMs / 2);
        expect(waitMs).toBeLessThanOrEqual(stepMs);
      }),
    );
  });
});
