// Looks every second who waits and what for: for the metrics, and for one alarm when fraud control is late.
import type { Clock } from '#shared/domain/clock';
import type { Component } from '#shared/runtime/component';
import { lookAgain } from '#shared/runtime/look-again';
import type { Alarms } from '#shared/telemetry/alarms';
import type { Gauge } from '#shared/telemetry/labels';
import type { WaitingRoom } from '../steps/waiting-room.js';

export interface WaitingWatchDeps {
  readonly waitingRoom: Pick<WaitingRoom, 'census'>;
  readonly machineClock: Clock;
  /** An order that waits longer for its assessment raises the alarm. */
  readonly lateAfterMs: number;
  readonly everyMs: number;
  readonly orders: Gauge<'code'>;
  readonly oldest: Gauge<'code'>;
  readonly alarms: Alarms;
}

export function createWaitingWatch(deps: WaitingWatchDeps): Component<void> {
  const look = createLook(deps);
  return lookAgain('waiting-watch', deps.everyMs, async () => look());
}

/** One look; it remembers the one before, so that what ended is set back and the alarm is raised once until nobody is late any more. */
export function createLook({ waitingRoom, machineClock, lateAfterMs, orders, oldest, alarms }: WaitingWatchDeps) {
  const seen = new Set<string>();
  let isAlarmed = false;
  return (): void => {
    const waiting = waitingRoom.census();
    const nowMs = machineClock.nowMs();
    for (const code of waiting.keys()) seen.add(code);
    for (const code of seen) {
      const of = waiting.get(code);
      orders.set({ code }, of?.orders ?? 0);
      oldest.set({ code }, of === undefined ? 0 : nowMs - of.since);
    }
    const awaited = waiting.get('FRAUD_AWAITED');
    const lateMs = awaited === undefined ? 0 : nowMs - awaited.since - lateAfterMs;
    if (lateMs > 0 && !isAlarmed) alarms.raise('FRAUD_LATE', { lateMs, count: awaited?.orders ?? 0 });
    isAlarmed = lateMs > 0;
  };
}
