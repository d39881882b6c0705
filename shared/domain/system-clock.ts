// The clock of the machine: the only file that reads the real time.
import type { Clock } from './clock.js';

export function createSystemClock(): Clock {
  return { nowMs: () => Date.now() };
}
