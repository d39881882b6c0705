// Looks at something again and again while it runs: a look that failed is made again at the next turn, and never two at a time.
import type { Component } from './component.js';

/** @param look settles when the look is over, and deals with its own failures: it must not reject */
export function lookAgain(name: string, everyMs: number, look: () => Promise<void>): Component<void> {
  return {
    name,
    start: () => {
      let looking: Promise<void> | null = null;
      const timer = setInterval(() => {
        looking ??= look().finally(() => {
          looking = null;
        });
      }, everyMs);
      timer.unref();
      const stop = async (): Promise<void> => {
        clearInterval(timer);
        await looking;
      };
      return Promise.resolve({ value: undefined, stop });
    },
  };
}
