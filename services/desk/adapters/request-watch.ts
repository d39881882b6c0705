// Looks at open requests again and again: their clocks run on.
import type { Component } from '#shared/runtime/component';
import { lookAgain } from '#shared/runtime/look-again';
import type { Logger } from '#shared/logging/logger';

export function requestWatch(look: () => Promise<void>, everyMs: number, logger: Logger): Component<void> {
  return lookAgain('request-watch', everyMs, () =>
    look().catch((err: unknown) => logger.error({ err }, 'open requests could not be looked at')),
  );
}
