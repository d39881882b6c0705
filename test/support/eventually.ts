// Waits for a condition instead of a time: looks again until it holds; fails with what was last seen.
import { setTimeout as sleep } from 'node:timers/promises';

const SHORTEST_MS = 50;

/**
 * @param look gives the value that is being waited for, or undefined while it is not there; what it throws last is what the wait fails with
 * @param deadlineMs default 60 s: a busy machine is no failure
 */
export async function eventually<T>(
  what: string,
  look: () => Promise<T | undefined> | T | undefined,
  deadlineMs = 60_000,
): Promise<T> {
  const endMs = Date.now() + deadlineMs;
  let last: unknown;
  for (;;) {
    const lookedMs = performance.now();
    try {
      const value = await look();
      if (value !== undefined) return value;
    } catch (error) {
      last = error;
    }
    if (Date.now() > endMs) throw new Error(`not within ${deadlineMs} ms: ${what}`, { cause: last });
    // A look that takes long must not take the machine from what it waits for.
    await sleep(Math.max(SHORTEST_MS, performance.now() - lookedMs));
  }
}
