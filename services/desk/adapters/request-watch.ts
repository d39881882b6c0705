// Looks at open requests again and again; a look that failed is made again at the next turn, and never two at a time.
import type { Component } from '#shared/runtime/component';
import type { Logger } from '#shared/logging/logger';

export function requestWatch(look: () => Promise<void>, everyMs: number, logger: Logger): Component<void> {
  return {
    name: 'request-watch',
    start: () => {
      let looking: Promise<void> | null = null;
      const timer = setInterval(() => {
        looking ??= look()
          .catch((err: unknown) => logger.error({ err }, 'open requests could not be looked at'))
          .finally(() => {
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
