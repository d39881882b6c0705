// Waits until the service has handled a command, or until patience ends: the command stays in its topic and is obeyed later.
import type { CommandLog, NotedCommand } from '../store/command-log.js';

export interface Patience {
  /** False: time is up. */
  readonly goesOn: () => boolean;
  readonly pause: () => Promise<void>;
}

export async function awaitOutcome(
  log: Pick<CommandLog, 'find'>,
  commandId: string,
  patience: Patience,
): Promise<NotedCommand | null> {
  for (;;) {
    const noted = await log.find(commandId);
    if (noted !== null || !patience.goesOn()) return noted;
    await patience.pause();
  }
}

/** Asks `look` until it gives something; null when time is up. */
export async function awaitThat<T>(look: () => Promise<T | null>, patience: Patience): Promise<T | null> {
  for (;;) {
    const found = await look();
    if (found !== null || !patience.goesOn()) return found;
    await patience.pause();
  }
}
