// The names of `@jest/globals` that the tests use, as the parts of jest give them.
import { jestExpect } from '@jest/expect';
import { ModernFakeTimers } from '@jest/fake-timers';
import { ModuleMocker } from 'jest-mock';

const TEST_TIMEOUT = Symbol.for('TEST_TIMEOUT_SYMBOL');

// Circus is there anew for every file; this module, and what imports it, only once.
export let afterAll;
export let afterEach;
export let beforeAll;
export let beforeEach;
export let describe;
export let it;
export let test;
export const expect = jestExpect;

/** The file that is loaded next tells its tests to this one. */
export function useCircus(circus) {
  ({ afterAll, afterEach, beforeAll, beforeEach, describe, it, test } = circus);
}

const mocker = new ModuleMocker(globalThis);
const timers = new ModernFakeTimers({ config: { fakeTimers: {} }, global: globalThis });

export const jest = {
  setTimeout: (longestMs) => {
    globalThis[TEST_TIMEOUT] = longestMs;
  },
  fn: mocker.fn.bind(mocker),
  spyOn: mocker.spyOn.bind(mocker),
  useFakeTimers: (options) => timers.useFakeTimers(options),
  useRealTimers: () => timers.useRealTimers(),
  setSystemTime: (now) => timers.setSystemTime(now),
  advanceTimersByTime: (byMs) => timers.advanceTimersByTime(byMs),
  advanceTimersByTimeAsync: async (byMs) => await timers.advanceTimersByTimeAsync(byMs),
  getTimerCount: () => timers.getTimerCount(),
  clearAllTimers: () => timers.clearAllTimers(),
};
