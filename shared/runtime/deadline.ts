// Waits for a promise, but not for ever.

export const TIMED_OUT = Symbol('timed out');

/** The value of the work, or TIMED_OUT after `deadlineMs`; the work itself goes on and its late failure is ignored. */
export async function withDeadline<T>(work: Promise<T>, deadlineMs: number): Promise<T | typeof TIMED_OUT> {
  let timer: NodeJS.Timeout | undefined;
  const timeout = new Promise<typeof TIMED_OUT>((resolve) => {
    timer = setTimeout(() => resolve(TIMED_OUT), deadlineMs);
  });
  try {
    return await Promise.race([work, timeout]);
  } finally {
    clearTimeout(timer);
  }
}
