// How long to wait before the next attempt: doubling from the first wait to the longest, with jitter so that
// instances that failed together do not come back together.

export interface Backoff {
  readonly firstMs: number;
  readonly longestMs: number;
}

/**
 * @param attempt 1 for the wait after the first failure
 * @param random a number of [0, 1)
 * @returns whole milliseconds between half of the step and the step itself
 */
export function backoffMs(attempt: number, { firstMs, longestMs }: Backoff, random: () => number): number {
  const stepMs = Math.min(longestMs, firstMs * 2 ** Math.min(attempt - 1, 30));
  return Math.ceil(stepMs / 2 + (stepMs / 2) * random());
}
