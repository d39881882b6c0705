// What an ordinary program does while a broker is busy or away: it asks again. A machine that slept or was overloaded for a minute is no
// reason to end.
import { setTimeout as sleep } from 'node:timers/promises';

const PAUSE_MS = 1_000;
const MOST_TRIES = 120;

/** A connection lost while logging in comes as a refused login, its cause only in the text. */
const LOST_WHILE_LOGGING_IN = /failed: (?:Connection|Closed connection|Not connected|Request .* timed out)/i;

/** Whether the same request may succeed in a moment: what Kafka's client calls retriable, at any depth. */
export function isPassing(error: unknown): boolean {
  for (let inner = error; typeof inner === 'object' && inner !== null; inner = (inner as { cause?: unknown }).cause) {
    const { name, message, retriable } = inner as { name?: unknown; message?: unknown; retriable?: unknown };
    if (retriable === true) return true;
    if (name === 'KafkaJSSASLAuthenticationError' && LOST_WHILE_LOGGING_IN.test(String(message))) return true;
  }
  return false;
}

/** @throws what does not pass, or has not passed after two minutes */
export async function patiently<T>(
  ask: () => Promise<T>,
  pause: () => Promise<unknown> = () => sleep(PAUSE_MS),
): Promise<T> {
  for (let tries = 1; ; tries++) {
    try {
      return await ask();
    } catch (error) {
      if (!isPassing(error) || tries === MOST_TRIES) throw error;
      await pause();
    }
  }
}
