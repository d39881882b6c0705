// Tries something again while it may still succeed: bounded by attempts and by time, with jitter.
// What is worth another try is said by the caller, who knows the error class; this file knows only waiting.
import type { Clock } from '#shared/domain/clock';
import { type Backoff, backoffMs } from './backoff.js';

export interface RetryDeps {
  readonly clock: Clock;
  /** Waits; resolves early when `signal` aborts. */
  readonly sleep: (ms: number, signal?: AbortSignal) => Promise<void>;
  /** A number of [0, 1). */
  readonly random: () => number;
}

export interface RetryOptions {
  readonly backoff: Backoff;
  /** Tries in all, the first included; default no limit. */
  readonly attempts?: number;
  /** No new try starts this long after the first; default no limit. */
  readonly budgetMs?: number;
  readonly isRetriable: (error: unknown) => boolean;
  /** Before each wait. */
  readonly onRetry?: (error: unknown, attempt: number, waitMs: number) => void;
  /** Once aborted, the last error is thrown instead of another try. */
  readonly signal?: AbortSignal;
}

/** @throws the error of the last try, unchanged */
export async function retry<T>(
  deps: RetryDeps,
  options: RetryOptions,
  action: (attempt: number) => Promise<T>,
): Promise<T> {
  const { attempts = Number.POSITIVE_INFINITY, budgetMs = Number.POSITIVE_INFINITY, signal } = options;
  const startedMs = deps.clock.nowMs();
  for (let attempt = 1; ; attempt++) {
    try {
      return await action(attempt);
    } catch (error) {
      const waitMs = backoffMs(attempt, options.backoff, deps.random);
      const spentMs = deps.clock.nowMs() - startedMs + waitMs;
      if (attempt >= attempts || spentMs > budgetMs || isAborted(signal)) throw error;
      if (!options.isRetriable(error)) throw error;
      options.onRetry?.(error, attempt, waitMs);
      await deps.sleep(waitMs, signal);
      if (isAborted(signal)) throw error;
    }
  }
}

/** A call, because the compiler takes a property for unchanged after an await. */
function isAborted(signal: AbortSignal | undefined): boolean {
  return signal?.aborted === true;
}
