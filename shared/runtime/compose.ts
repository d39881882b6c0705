// Starts parts in order and stops them in reverse; if one fails to start, those before it are stopped again.
import { FulfilmentError } from '#shared/errors/fulfilment-error';
import type { Component, Started } from './component.js';
import { TIMED_OUT, withDeadline } from './deadline.js';

/** Starts a component and gives its value; what is used later may build on what was used before. */
export type Use = <T>(component: Component<T>) => Promise<T>;

export interface ComposeOptions {
  /** Longest time for one part to start; default 30 s. */
  readonly startDeadlineMs?: number;
  /** Longest time for one part to stop; default 15 s. */
  readonly stopDeadlineMs?: number;
}

interface Part {
  readonly name: string;
  readonly stop: () => Promise<void>;
}

/**
 * `compose('intake', async (use) => { const mongo = await use(mongoComponent(…)); … return service; })`.
 * @returns a component whose value is what `assemble` returns. Its start rejects with the error of the part that
 *   failed (START_FAILED when it took too long), after those before it were stopped. Its stop rejects with the first
 *   error of a part (STOP_TIMED_OUT when it took too long), after the others were stopped nevertheless.
 */
export function compose<T>(
  name: string,
  assemble: (use: Use) => Promise<T>,
  options: ComposeOptions = {},
): Component<T> {
  const { startDeadlineMs = 30_000, stopDeadlineMs = 15_000 } = options;
  return {
    name,
    start: async () => {
      const parts: Part[] = [];
      const use: Use = async (component) => {
        const started = await startInTime(component, startDeadlineMs);
        parts.push({ name: component.name, stop: () => started.stop() });
        return started.value;
      };
      try {
        const value = await assemble(use);
        return { value, stop: () => stopAll(parts, stopDeadlineMs) };
      } catch (error) {
        // The reason it did not start matters more than a failure to stop what had started.
        await stopAll(parts, stopDeadlineMs).catch(() => undefined);
        throw error;
      }
    },
  };
}

async function startInTime<T>(component: Component<T>, deadlineMs: number): Promise<Started<T>> {
  const starting = component.start();
  const started = await withDeadline(starting, deadlineMs);
  if (started !== TIMED_OUT) return started;
  // It may still come up later: then nobody would know of it, so it is stopped at once.
  void starting.then((late) => late.stop()).catch(() => undefined);
  throw new FulfilmentError('START_FAILED', { component: component.name, deadlineMs });
}

async function stopAll(parts: Part[], deadlineMs: number): Promise<void> {
  const failures: unknown[] = [];
  for (let part = parts.pop(); part !== undefined; part = parts.pop()) {
    try {
      const outcome = await withDeadline(part.stop(), deadlineMs);
      if (outcome === TIMED_OUT)
        failures.push(new FulfilmentError('STOP_TIMED_OUT', { component: part.name, deadlineMs }));
    } catch (error) {
      failures.push(error);
    }
  }
  if (failures.length > 0) throw failures[0];
}
