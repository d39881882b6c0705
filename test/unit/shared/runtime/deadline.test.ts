import { describe, expect, test } from '@jest/globals';
import { TIMED_OUT, withDeadline } from '#shared/runtime/deadline';

describe('withDeadline', () => {
  test('gives the value of work that is done in time', async () => {
    expect(await withDeadline(Promise.resolve(5), 1_000)).toBe(5);
  });

  test('passes on the failure of work that fails in time', async () => {
    await expect(withDeadline(Promise.reject(new Error('no')), 1_000)).rejects.toThrow('no');
  });

  test('gives TIMED_OUT for work that takes too long', async () => {
    expect(await withDeadline(new Promise(() => undefined), 5)).toBe(TIMED_OUT);
  });

  test('a failure after the deadline does not end the process as an unhandled rejection', async () => {
    const unhandled: unknown[] = [];
    const note = (reason: unknown): void => void unhandled.push(reason);
    process.on('unhandledRejection', note);
    const late = new Promise((_, reject) => setTimeout(() => reject(new Error('late')), 15));
    expect(await withDeadline(late, 5)).toBe(TIMED_OUT);
    await new Promise((resolve) => setTimeout(resolve, 30));
    process.off('unhandledRejection', note);
    expect(unhandled).toEqual([]);
  });
});
