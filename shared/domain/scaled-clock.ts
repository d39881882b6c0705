// A clock that runs faster than the real one, so that the whole life of an order is seen in minutes.
// It depends on nothing but its settings and the base clock: processes that share the settings agree on the time.
import type { Clock } from './clock.js';

export interface ScaledClockOptions {
  /** Scaled milliseconds per real millisecond, > 0: 86400 lets a day pass in a second, 1 is the base clock itself. */
  readonly speed: number;
  /** The real instant at which scaling begins. */
  readonly originMs: number;
  /** What the scaled clock shows at that instant; default `originMs`. */
  readonly startMs?: number;
  readonly base: Clock;
}

export interface ScaledClock extends Clock {
  /** Real milliseconds that pass until the scaled clock shows `scaledMs`; 0 when it is past. */
  realMsUntil(scaledMs: number): number;
}

/** @throws RangeError when the speed is not a positive finite number */
export function createScaledClock(options: ScaledClockOptions): ScaledClock {
  const { speed, originMs, base, startMs = originMs } = options;
  if (!Number.isFinite(speed) || speed <= 0) throw new RangeError('the speed of a clock must be a positive number');
  const nowMs = (): number => startMs + Math.floor((base.nowMs() - originMs) * speed);
  const realMsUntil = (scaledMs: number): number => Math.max(0, Math.ceil((scaledMs - nowMs()) / speed));
  return { nowMs, realMsUntil };
}
