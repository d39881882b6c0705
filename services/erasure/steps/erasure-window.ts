// How many erasures of a lane may be on their way to the participants at a time. What fell due while we were away comes all at once:
// begun all at once it would wait so long in the topics that its own reminders would double the load.
import type { Clock } from '#shared/domain/clock';

export interface ErasureWindow {
  /** How many may begin now: none until half of the window is free, for what begins together goes all its way together, which costs least. */
  room(): number;
  began(count: number): void;
  /** So many were heard of for the first time: somebody answered. */
  heard(count: number): void;
}

/**
 * @param size erasures on their way at most
 * @param patienceMs without any answer for so long the window opens again: silence of others must not keep keys from being destroyed
 * @param machineClock real time
 */
export function createErasureWindow(size: number, patienceMs: number, machineClock: Clock): ErasureWindow {
  let underWay = 0;
  let movedMs = Number.NEGATIVE_INFINITY;
  return {
    room: () => {
      if (underWay > 0 && machineClock.nowMs() - movedMs >= patienceMs) underWay = 0;
      const free = size - underWay;
      return free * 2 >= size ? free : 0;
    },
    began: (count) => {
      if (count === 0) return;
      underWay += count;
      movedMs = machineClock.nowMs();
    },
    heard: (count) => {
      if (count === 0) return;
      underWay = Math.max(0, underWay - count);
      movedMs = machineClock.nowMs();
    },
  };
}
